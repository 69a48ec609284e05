"""Tables drawn from the ledger: the matter's row, its running deadlines, the outbox. Written in the act's transaction.

`jiefen verify` draws them again from the events and compares.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from jiefen.apps.matters import models, statements
from jiefen.apps.matters.store import Loaded
from jiefen.core.procedure.record import Event, Running


def update(held: Loaded, events: Iterable[Event]) -> None:
    """Bring the matter's row, deadlines and outbox up to `held.matter` after `events` were appended."""
    _update_row(held)
    touched = {name for event in events for name in _touched(event.body)}
    if touched:
        _update_deadlines(held, touched)
    asked = [effect for event in events for effect in effects_of(held, event)]
    if asked:
        statements.insert_values(models.Effect, asked)


def row_values(held: Loaded) -> dict[str, Any]:
    """What a matter's row must say, by its events."""
    matter = held.matter
    state = held.procedure.states.get(matter.state)
    return {
        "state": matter.state,
        "outcome": (state.outcome if state else "") or "",
        "seq": matter.seq,
        "last_act": matter.last_act,
        "since": datetime.fromisoformat(matter.since) if matter.since else held.row.opened_at,
    }


def _update_row(held: Loaded) -> None:
    values = row_values(held)
    for name, value in values.items():
        setattr(held.row, name, value)
    statements.update(models.Matter, held.row.pk, head=held.row.head, **values)


def _touched(body: Mapping[str, Any]) -> Iterable[str]:
    for running in (*(body.get("started") or ()), *(body.get("extended") or ()), *(body.get("reviewed") or ())):
        yield running["deadline"]
    yield from body.get("stopped") or ()


def deadline_values(running: Running) -> dict[str, Any]:
    """What a deadline's row must say."""
    return {
        "act_by": date.fromisoformat(running.act_by),
        "act_by_at": datetime.fromisoformat(running.act_by_at),
        "lost_at": datetime.fromisoformat(running.lost_at),
        "provisional": running.provisional,
    }


def _update_deadlines(held: Loaded, touched: set[str]) -> None:
    row, running = held.row, held.matter.running
    gone = touched - running.keys()
    if gone:
        models.Deadline.objects.filter(matter_id=row.pk, name__in=gone).delete()
    for name in touched & running.keys():
        models.Deadline.objects.update_or_create(
            matter_id=row.pk,
            name=name,
            defaults={"institution_id": row.institution_id, "warned": [], **deadline_values(running[name])},
        )


def effects_of(held: Loaded, event: Event) -> list[dict[str, Any]]:
    """The outbox rows that an event asks for: each notice to each reader, each document, the hand-off."""
    keyed: list[tuple[str, str]] = []
    for notice in event.body.get("notices") or ():
        keyed += [("notice", f"{event.seq}:notice:{notice['id']}:{reader}") for reader in notice["to"]]
    keyed += [("document", f"{event.seq}:document:{paper['id']}") for paper in event.body.get("documents") or ()]
    if event.body.get("hand_off"):
        keyed.append(("hand-off", f"{event.seq}:hand-off:{event.body['hand_off']['procedure']}"))
    return [
        {
            "matter_id": held.row.pk,
            "institution_id": held.row.institution_id,
            "key": key,
            "kind": kind,
            "due": event.recorded_at,
            "lease_until": None,
            "attempts": 0,
            "done_at": None,
            "outcome": "",
            "trouble": "",
        }
        for kind, key in keyed
    ]
