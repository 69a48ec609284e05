"""The worker: deadlines and the outbox in one loop, inside `jiefen run` or alone as `jiefen work`.

What fell due while nobody was running is performed when it starts, each act dated when it fell due. An effect is
leased before it is carried out; a worker that dies leaves a lease that runs out, and another one carries on. Each
handler does a thing at most once by the effect's key, so a thing asked for is done once.
"""

import logging
import threading
from datetime import datetime, timedelta

from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q

from jiefen.apps.matters import clock, sealing, services, warnings
from jiefen.apps.matters.effects import handler_of
from jiefen.apps.matters.models import Deadline, Effect

log = logging.getLogger("jiefen.worker")

LEASE = timedelta(minutes=2)
PAUSE = 1.0  # seconds between two rounds when there was nothing to do
MOST_ATTEMPTS = 12
_MOST_WAIT = timedelta(hours=6)


def due_matters(now: datetime, most: int = 200) -> list[object]:
    """Ids of matters in which something fell due by `now`, the earliest first."""
    rows = Deadline.objects.filter(lost_at__lte=now).order_by("lost_at").values_list("matter_id", flat=True)[:most]
    return list(dict.fromkeys(rows))


def run_deadlines(now: datetime) -> int:
    """Perform every act of time that fell due by `now`. The number of acts. One matter's trouble stops no other."""
    acts = 0
    for matter_id in due_matters(now):
        try:
            acts += services.expire_one(matter_id, now)
        except Exception:
            log.exception("what fell due in matter %s could not be performed", matter_id)
    return acts


def lease(now: datetime, most: int = 20) -> list[Effect]:
    """Effects to carry out now, each held by this worker until its lease runs out."""
    with transaction.atomic():
        rows = Effect.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), done_at=None, due__lte=now)
        rows = rows.order_by("due", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        taken = list(rows[:most])
        Effect.objects.filter(pk__in=[effect.pk for effect in taken]).update(
            lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    for effect in taken:
        effect.attempts += 1
    return taken


def carry_out(effect: Effect) -> bool:
    """Carry out one effect and note in the ledger how it went. False when it failed and will be tried again.

    Nothing of the network happens inside a transaction. After the last attempt the failure itself is recorded, so
    that whoever waits can see that it did not happen.
    """
    try:
        done = handler_of(effect.kind)(effect)
        services.report(effect.matter_id, effect.key, done.outcome, detail=done.detail)
    except Exception as trouble:
        return _failed(effect, trouble)
    _finish(effect, done.outcome)
    return True


def _finish(effect: Effect, outcome: str) -> None:
    Effect.objects.filter(pk=effect.pk).update(done_at=clock.now(), outcome=outcome, lease_until=None, trouble="")


def _failed(effect: Effect, trouble: Exception) -> bool:
    log.exception("effect %s of matter %s failed, attempt %d", effect.key, effect.matter_id, effect.attempts)
    what = f"{type(trouble).__name__}: {trouble}"[:300]
    if effect.attempts >= MOST_ATTEMPTS:
        services.report(effect.matter_id, effect.key, "failed", detail={"attempts": effect.attempts})
        _finish(effect, "failed")
        Effect.objects.filter(pk=effect.pk).update(trouble=what)
        return False
    wait = min(timedelta(seconds=5 * 2**effect.attempts), _MOST_WAIT)
    Effect.objects.filter(pk=effect.pk).update(due=clock.now() + wait, lease_until=None, trouble=what)
    return False


def one_round(now: datetime | None = None) -> int:
    """One round of everything: deadlines, warnings, outbox, log. The number of things done."""
    moment = now or clock.now()
    done = run_deadlines(moment) + warnings.send_due(moment)
    done += sum(carry_out(effect) for effect in lease(moment))
    return done + sealing.seal_new(moment)


def drain(now: datetime | None = None, most_rounds: int = 1000) -> int:
    """Rounds until nothing is left to do. The number of things done. For commands, seeding and tests."""
    total = 0
    for _round in range(most_rounds):
        done = one_round(now)
        if not done:
            break
        total += done
    return total


def work(stop: threading.Event) -> None:
    """Work until `stop` is set. A round that fails is logged and the next one begins."""
    log.info("the worker has started")
    while not stop.is_set():
        try:
            done = one_round()
        except Exception:
            log.exception("a round of the worker failed")
            done = 0
        close_old_connections()
        if not done:
            stop.wait(PAUSE)
    connection.close()
    log.info("the worker has stopped")
