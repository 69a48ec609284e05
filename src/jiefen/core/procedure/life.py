"""Entries of the ledger beside the procedure's own actions: joining, saying, filing, reporting back, recomputing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jiefen.core.access import Confidence
from jiefen.core.law import Calendar
from jiefen.core.procedure import clocks
from jiefen.core.procedure.data import participant_data, running_data
from jiefen.core.procedure.errors import Refused
from jiefen.core.procedure.model import Procedure
from jiefen.core.procedure.plan import plan_of
from jiefen.core.procedure.record import Event, EventKind, Matter, Participant, Running
from jiefen.core.procedure.replay import started_key
from jiefen.core.procedure.rules import check_person
from jiefen.core.procedure.values import clean_text

LONGEST_MESSAGE = 10_000
_LONGEST_NAME = 300
_ROOMS = {"joint": Confidence.WITHOUT_PREJUDICE, "caucus": Confidence.CAUCUS, "notes": Confidence.MEDIATOR_NOTE}
_PROVES = ("delivered-by-hand", "opened", "read", "joined")
"""Outcomes that prove that a notice reached its reader. Sending alone proves nothing."""


def join(
    procedure: Procedure, matter: Matter, participant: Participant, now: datetime, *, actor: str, request_key: str = ""
) -> Event:
    """A participant is added to a running matter. Raises Refused: unknown-participant, two-sides, too-few."""
    if participant.id in matter.participants:
        raise Refused("unknown-participant", f"{participant.id} is a participant already.")
    check_person(procedure, matter.participants, participant)
    role = procedure.roles[participant.role]
    held = sum(one.role == role.id and one.capacity == "self" for one in matter.participants.values())
    if role.most is not None and participant.capacity == "self" and held >= role.most:
        raise Refused("too-few", f"There are {held} of {role.id} already.", params={"role": role.id, "most": role.most})
    body = {"participant": participant_data(participant)}
    return Event(matter.seq + 1, EventKind.JOIN, now, now, actor, body, request_key)


def leave(matter: Matter, participant: str, now: datetime, *, actor: str, request_key: str = "") -> Event:
    """Somebody who stood beside a party (representative, helper, interpreter) does so no more; `actor` ended it.

    What they did before stands. A party does not leave in this way: its door is an act of the procedure.
    Raises Refused: unknown-participant, not-allowed, already-done.
    """
    one = _present(matter, participant)
    if one.capacity == "self":
        raise Refused("not-allowed", f"{participant} stands in the matter for itself and is not removed from it.")
    return Event(matter.seq + 1, EventKind.LEAVE, now, now, actor, {"participant": participant}, request_key)


def _present(matter: Matter, participant: str) -> Participant:
    one = matter.participants.get(participant)
    if one is None:
        raise Refused("unknown-participant", f"{participant} is not a participant of this matter.")
    if one.left:
        raise Refused("already-done", f"{participant} is in the matter no more.")
    return one


def say(
    matter: Matter,
    actor: str,
    room: str,
    text: str,
    confidence: str,
    now: datetime,
    *,
    files: tuple[str, ...] = (),
    reply_to: int | None = None,
    replaces: int | None = None,
    request_key: str = "",
) -> Event:
    """Something said in a room: "joint", "caucus:<side>" or "notes". Each room has its one class of confidence.

    Raises Refused: unknown-participant, already-done (has left), not-allowed (room and class do not fit), missing,
    wrong-value (too long).
    """
    _present(matter, actor)
    kind, _, side = room.partition(":")
    sides = {one.side for one in matter.participants.values()}
    if _ROOMS.get(kind) != confidence or (kind == "caucus") != bool(side) or (side and side not in sides):
        raise Refused("not-allowed", f"There is no room {room!r} for class {confidence}.")
    plain, code = clean_text(text, LONGEST_MESSAGE)
    if not (plain or code or files):
        raise Refused("missing", "Write something first.", errors={"text": "missing"})
    if code:
        raise Refused("wrong-value", f"A message is plain text of at most {LONGEST_MESSAGE} characters.",
                      errors={"text": code}, params={"most": LONGEST_MESSAGE, "found": len(text)})  # fmt: skip
    body: dict[str, Any] = {"room": room, "text": plain, "confidence": confidence}
    if files:
        body["files"] = list(files)
    if reply_to is not None:
        body["reply_to"] = reply_to
    if replaces is not None:
        body["replaces"] = replaces
    return Event(matter.seq + 1, EventKind.SAY, now, now, actor, body, request_key)


def add_file(
    matter: Matter,
    actor: str,
    file_id: str,
    name: str,
    media_type: str,
    size: int,
    sha256: str,
    confidence: str,
    now: datetime,
    *,
    side: str | None = None,
    request_key: str = "",
) -> Event:
    """A file was handed in: its name, what it really is, its size in bytes and its SHA-256 (hex).

    Raises Refused: unknown-participant, already-done (has left), wrong-value (the name or the class of confidence).
    """
    _present(matter, actor)
    name, code = clean_text(name, _LONGEST_NAME)
    if code or not name:
        raise Refused("wrong-value", f"A file's name is {code or 'missing'}.", errors={"name": code or "missing"})
    if confidence not in list(Confidence):
        raise Refused("wrong-value", f"There is no class {confidence!r}.", errors={"confidence": "unknown-option"})
    body: dict[str, Any] = {
        "file": file_id,
        "name": name,
        "media_type": media_type,
        "size": size,
        "sha256": sha256,
        "confidence": str(confidence),
    }
    if side:
        body["side"] = side
    return Event(matter.seq + 1, EventKind.FILE, now, now, actor, body, request_key)


def report(
    procedure: Procedure,
    matter: Matter,
    effect: str,
    outcome: str,
    now: datetime,
    calendar: Calendar,
    *,
    detail: Mapping[str, Any] | None = None,
    request_key: str = "",
) -> Event:
    """How an effect went. A proved notice starts the deadlines that the law counts from it, for that reader.

    `effect` is "seq:kind:name:reader". A notice that must be proved is so only by an outcome that shows it reached
    its reader; the deadline then runs from this moment.
    """
    body: dict[str, Any] = {"effect": effect, "outcome": outcome, "detail": dict(detail or {})}
    parts = effect.split(":")
    if len(parts) >= 3 and parts[1] == "notice" and parts[2] in procedure.notices:
        notice = procedure.notices[parts[2]]
        if outcome in _PROVES or (outcome == "delivered" and not notice.proof):
            started = _started_by(procedure, matter, effect, notice.id, now, calendar)
            if started:
                body["started"] = [running_data(one) for one in started]
    return Event(matter.seq + 1, EventKind.REPORT, now, now, "system", body, request_key)


def _started_by(
    procedure: Procedure, matter: Matter, effect: str, notice: str, now: datetime, calendar: Calendar
) -> list[Running]:
    """Once for each sending: the first proof counts, and a later one does not wake a clock that has ended."""
    plan = plan_of(procedure)
    return [
        running
        for deadline in plan.on_notice.get(notice, ())
        if matter.state in plan.runs_in[deadline.id]
        and deadline.id not in matter.running
        and started_key(effect, deadline.id) not in matter.used
        and (running := clocks.start(deadline, now, matter.facts, calendar)) is not None
    ]


def review(procedure: Procedure, matter: Matter, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """Recompute provisional deadlines with a newer calendar: one event if any date or its certainty changed."""
    changed = []
    for name, running in matter.running.items():
        if running.provisional and running.calendar != calendar.key:
            fresh = clocks.recomputed(procedure.deadlines[name], running, calendar)
            if fresh != running:
                changed.append(fresh)
    if not changed:
        return ()
    body = {"reviewed": [running_data(one) for one in changed], "calendar": calendar.key}
    return (Event(matter.seq + 1, EventKind.REVIEW, now, now, "system", body),)
