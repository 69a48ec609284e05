"""The engine: open, perform and expire. Pure functions from a matter and an act to the events that it leaves.

Nothing is sent and nothing is written here. Notices, documents and hand-offs stand inside the event as requests,
carried out afterwards by the applications and reported back (`life.report`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from jiefen.core.law import Calendar
from jiefen.core.procedure import clocks
from jiefen.core.procedure.data import participant_data
from jiefen.core.procedure.errors import Refused
from jiefen.core.procedure.making import make_event
from jiefen.core.procedure.model import START, Procedure
from jiefen.core.procedure.motion import set_in_motion
from jiefen.core.procedure.plan import Step, plan_of
from jiefen.core.procedure.record import Event, EventKind, Matter, Participant, Running
from jiefen.core.procedure.replay import apply
from jiefen.core.procedure.rules import (
    ACTING,
    check_guard,
    check_may,
    check_people,
    check_reason,
    check_times,
    checked_data,
    completes,
    stands_for,
)

_ACT, _NOTHING = EventKind.ACT, dict[str, Any]()
_MOST_EXPIRIES = 1000


def open_matter(
    procedure: Procedure,
    action: str,
    actor_ids: tuple[str, ...],
    participants: Sequence[Participant],
    data: Mapping[str, Any],
    now: datetime,
    calendar: Calendar,
    *,
    request_key: str = "",
    recorded_at: datetime | None = None,
) -> tuple[Event, ...]:
    """The first event of a matter: an opening action performed by one or several participants together.

    Where the action says `each` or `sides`, all concerned must be among `actor_ids` (or be represented there), since
    nothing can wait before a matter exists. Raises Refused: unknown-action, wrong-state, unknown-participant,
    not-allowed, too-few, two-sides, or as `perform` does for data and guards.
    """
    step = _step(procedure, action)
    act = step.action
    if START not in step.sources:
        raise Refused("wrong-state", f"{action} does not open a matter.")
    check_people(procedure, participants)
    people = {one.id: one for one in participants}
    _check_openers(step, people, actor_ids)
    blank = Matter(procedure=procedure.key, participants=people)
    cleaned = checked_data(step, blank, data)
    check_guard(act, cleaned)
    body: dict[str, Any] = {"action": action, "participant": actor_ids[0]}
    if cleaned:
        body["data"] = cleaned
    set_in_motion(body, procedure, plan_of(procedure), blank, step, now, calendar)
    body["participants"] = [participant_data(one) for one in participants]
    body["procedure"] = procedure.key
    body["fingerprint"] = procedure.fingerprint
    if len(actor_ids) > 1:
        body["actors"] = list(actor_ids)
    return (Event(1, _ACT, now, recorded_at or now, actor_ids[0], body, request_key),)


def _check_openers(step: Step, people: Mapping[str, Participant], actors: tuple[str, ...]) -> None:
    if not actors:
        raise Refused("too-few", "Somebody must open the matter.")
    for actor in actors:
        if actor not in people:
            raise Refused("unknown-participant", f"{actor} is not a participant.")
        if people[actor].role not in step.by or people[actor].capacity not in ACTING:
            raise Refused("not-allowed", f"{actor} cannot open this matter.")
    done = {name for actor in actors for name in stands_for(people[actor])}
    if step.partial and not completes(step.action, people, done):
        raise Refused("too-few", f"{step.action.id} is done by all of them together.")


def _step(procedure: Procedure, action: str) -> Step:
    found = plan_of(procedure).steps.get(action)
    if found is None:
        raise Refused("unknown-action", f"There is no action called {action!r} in {procedure.key}.")
    return found


def perform(
    procedure: Procedure,
    matter: Matter,
    action: str,
    actor: str,
    data: Mapping[str, Any],
    now: datetime,
    calendar: Calendar,
    *,
    reason: str = "",
    ground: str = "",
    request_key: str = "",
) -> tuple[Event, ...]:
    """One act by one participant: the event it leaves, or nothing when this request was performed already.

    `now` needs a zone; an act is never dated before the one before it, whatever a clock says. Raises Refused with a
    stable code; "overdue" when something fell due before `now`, so that the caller lets time act first (`expire`).
    """
    if request_key and request_key in matter.requests:
        return ()
    step = (procedure.tables.get("plan") or plan_of(procedure)).steps.get(action)  # type: ignore[attr-defined]
    if step is None:
        step = _step(procedure, action)
    who, state, last = matter.participants.get(actor), matter.state, matter.at
    at = last if last is not None and last > now else now
    # The ordinary case is decided in one line; the function says which of its parts does not hold.
    if who is None or who.role not in step.by or state not in step.sources or who.capacity != "self" or step.partial:
        check_may(procedure, matter, step, actor)
    if matter.running and clocks.fallen_due(matter.running.values(), at) is not None:
        raise Refused("overdue", "A deadline has ended before this act; it must be performed first.")
    body: dict[str, Any]
    if step.moves_only and not (data or reason or ground or matter.running):
        body = {"action": action, "participant": actor, "from": state, "to": step.action.to}
    else:
        body = _considered(procedure, matter, step, actor, data, at, calendar, reason, ground)
    return (make_event(matter.seq + 1, _ACT, at, now, actor, body, request_key),)


def _considered(
    procedure: Procedure, matter: Matter, step: Step, actor: str, data: Mapping[str, Any], at: datetime,
    calendar: Calendar, reason: str, ground: str,
) -> dict[str, Any]:  # fmt: skip
    """The body of an act that brings, asks or sets in motion more than a change of state."""
    act = step.action
    body: dict[str, Any] = {"action": act.id, "participant": actor}
    cleaned = checked_data(step, matter, data) if data or step.required else _NOTHING
    if act.when is not None:
        check_guard(act, {**matter.facts, **cleaned})
    if cleaned:
        body["data"] = cleaned
    if act.reason or act.refusal or ground or reason:
        cleaned_reason = check_reason(act, reason, ground)
        if cleaned_reason:
            body["reason"] = cleaned_reason
        if ground:
            body["ground"] = ground
    if act.extends:
        check_times(matter, act)
    if step.partial:
        parts = sorted(stands_for(matter.participants[actor]))
        body["done"] = list(dict.fromkeys([*matter.done.get(act.id, ()), *parts]))
        if not completes(act, matter.participants, body["done"]):
            body["complete"] = False
            return body
    set_in_motion(body, procedure, plan_of(procedure), matter, step, at, calendar)
    return body


def expire(procedure: Procedure, matter: Matter, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """All that fell due by `now`, in order: each dated when it fell due, recorded at `now`.

    An act of time can start clocks that have themselves ended by now; they follow. At most 1000 in one call, so that
    a procedure that restarts its own clock cannot hang; the next call goes on.
    """
    events: list[Event] = []
    while len(events) < _MOST_EXPIRIES:
        running = clocks.fallen_due(matter.running.values(), now)
        if running is None:
            break
        event = _expiry(procedure, matter, running, now, calendar)
        events.append(event)
        matter = apply(procedure, matter, event)
    return tuple(events)


def _expiry(procedure: Procedure, matter: Matter, running: Running, now: datetime, calendar: Calendar) -> Event:
    step = _step(procedure, procedure.deadlines[running.deadline].on_expiry)
    at = datetime.fromisoformat(running.lost_at)
    if matter.at is not None and matter.at > at:  # it ran from a day in the past, and had ended before it was known
        at = matter.at
    body: dict[str, Any] = {"action": step.action.id, "participant": "time"}
    set_in_motion(body, procedure, plan_of(procedure), matter, step, at, calendar)
    body["deadline"] = running.deadline
    # A clock that has ended is over, also where the matter stays in a state in which it could run.
    if running.deadline not in {one["deadline"] for one in body.get("started", ())}:
        body["stopped"] = list(dict.fromkeys([*body.get("stopped", ()), running.deadline]))
    return Event(matter.seq + 1, EventKind.EXPIRE, at, now, "time", body)
