"""Warnings before a deadline ends, as the procedure names them: so many days before, by a notice."""

from datetime import datetime, timedelta

from django.db import transaction

from jiefen.apps.matters import clock, models, store
from jiefen.core.procedure import warnings_due

_HORIZON = timedelta(days=120)


def send_due(now: datetime | None = None) -> int:
    """Put every warning that is due into the outbox, once each. The number of notices asked for."""
    moment = now or clock.now()
    soon = models.Deadline.objects.filter(act_by_at__gt=moment, act_by_at__lt=moment + _HORIZON)
    asked = 0
    for matter_id in list(dict.fromkeys(soon.values_list("matter_id", flat=True))):
        asked += _warn(matter_id, moment)
    return asked


@transaction.atomic
def _warn(matter_id: object, moment: datetime) -> int:
    held = store.load(matter_id)  # type: ignore[arg-type]
    rows = {row.name: row for row in models.Deadline.objects.filter(matter_id=held.row.pk)}
    asked = 0
    for deadline, days, notice in warnings_due(held.procedure, held.matter, moment):
        row = rows.get(deadline)
        if row is None or days in row.warned:
            continue
        readers = [
            person.id for person in held.matter.present if person.role in held.procedure.notices[notice].roles
        ]
        models.Effect.objects.bulk_create(
            [
                models.Effect(
                    matter_id=held.row.pk,
                    institution_id=held.row.institution_id,
                    key=f"{held.matter.running[deadline].started[:10]}.{deadline}.{days}:notice:{notice}:{reader}",
                    kind="notice",
                    due=moment,
                )
                for reader in readers
            ],
            ignore_conflicts=True,
        )
        # Days passed over while nothing ran are warned of once, by the nearest; the others are not sent late.
        row.warned = sorted({*row.warned, *(d for d in held.procedure.deadlines[deadline].warn_days if d >= days)})
        row.save(update_fields=["warned"])
        asked += len(readers)
    return asked
