"""What one viewer may have of one matter. Pages, API and papers are made from this and from nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiefen.core.access import Confidence, Viewer, sees
from jiefen.core.procedure.model import Procedure
from jiefen.core.procedure.record import Event, EventKind, Matter, Participant, Running


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event as the viewer may read it: only the facts it may have, and the reason that was given."""

    seq: int
    kind: EventKind
    at: datetime
    recorded_at: datetime
    actor: str
    action: str
    complete: bool
    source: str
    target: str
    facts: Mapping[str, Any]
    reason: str
    ground: str
    started: tuple[Mapping[str, Any], ...]
    documents: tuple[str, ...]
    notices: tuple[str, ...]
    hand_off: str


@dataclass(frozen=True, slots=True)
class Message:
    """Something said in a room. `replaced` is the newer message's seq when it was edited; nothing disappears."""

    seq: int
    at: datetime
    actor: str
    room: str
    confidence: Confidence
    text: str
    files: tuple[str, ...]
    reply_to: int | None
    replaces: int | None
    replaced: int | None


@dataclass(frozen=True, slots=True)
class FileView:
    """A file handed in: what it is called, what it really is, how long, its fingerprint, and for whom."""

    id: str
    seq: int
    at: datetime
    actor: str
    name: str
    media_type: str
    size: int
    sha256: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class MatterView:
    """Everything of a matter that one viewer may have, ready for a page."""

    viewer: Viewer
    state: str
    outcome: str | None
    facts: Mapping[str, Any]
    timeline: tuple[TimelineEntry, ...]
    messages: tuple[Message, ...]
    files: tuple[FileView, ...]
    running: tuple[Running, ...]


def viewer_of(procedure: Procedure, participant: Participant | None) -> Viewer:
    """The viewer that a participant is under a procedure; the public when there is none, or when it has left."""
    if participant is None or participant.left:
        return Viewer()
    kind = procedure.roles[participant.role].kind
    return Viewer(participant.id, kind, participant.role, participant.side, participant.represents)


def readers(
    procedure: Procedure, participants: Iterable[Participant], confidence: Confidence, born_side: str | None
) -> tuple[Participant, ...]:
    """Those of `participants` who may have such an item: what "who can see this" shows before it is sent."""
    return tuple(one for one in participants if sees(viewer_of(procedure, one), confidence, born_side))


def view_of(procedure: Procedure, matter: Matter, events: Iterable[Event], viewer: Viewer) -> MatterView | None:
    """What `viewer` may have of `matter`, or None when it may not even know that the matter exists."""
    if not viewer.participant:
        return None
    timeline: list[TimelineEntry] = []
    messages: dict[int, Message] = {}
    files: list[FileView] = []
    for event in events:
        if event.kind in (EventKind.ACT, EventKind.EXPIRE, EventKind.MOVE):
            timeline.append(_entry(procedure, matter, event, viewer))
        elif event.kind is EventKind.SAY:
            _add_message(messages, matter, event, viewer)
        elif event.kind is EventKind.FILE and _born_visible(matter, event, viewer):
            files.append(_file(event))
    return MatterView(
        viewer=viewer,
        state=matter.state,
        outcome=procedure.states[matter.state].outcome if matter.state in procedure.states else None,
        facts=visible_facts(procedure, matter, matter.facts, viewer),
        timeline=tuple(timeline),
        messages=tuple(messages.values()),
        files=tuple(files),
        running=tuple(matter.running.values()),
    )


def visible_facts(
    procedure: Procedure, matter: Matter, data: Mapping[str, Any], viewer: Viewer, actor: str = ""
) -> dict[str, Any]:
    """Those of `data` (facts by id) that the viewer may have. `actor` gave them; else who gave each fact last."""
    kept: dict[str, Any] = {}
    for name, value in data.items():
        fact = procedure.facts.get(name)
        giver = actor or matter.born.get(name, "")
        if fact is not None and sees(viewer, fact.confidence, _side(matter, giver), giver):
            kept[name] = value
    return kept


def _side(matter: Matter, participant: str) -> str | None:
    found = matter.participants.get(participant)
    return found.side if found else None


def _entry(procedure: Procedure, matter: Matter, event: Event, viewer: Viewer) -> TimelineEntry:
    body = event.body
    hand_off = body.get("hand_off") or {}
    return TimelineEntry(
        seq=event.seq,
        kind=event.kind,
        at=event.at,
        recorded_at=event.recorded_at,
        actor=event.actor,
        action=body.get("action", ""),
        complete=body.get("complete", True),
        source=body.get("from", ""),
        target=body.get("to", ""),
        facts=visible_facts(procedure, matter, body.get("data") or {}, viewer, event.actor),
        reason=body.get("reason", ""),
        ground=body.get("ground", ""),
        started=tuple(body.get("started") or ()),
        documents=tuple(paper["id"] for paper in body.get("documents") or () if viewer.participant in paper.get("readers", ())),
        notices=tuple(note["id"] for note in body.get("notices") or () if viewer.participant in note.get("to", ())),
        hand_off=hand_off.get("procedure", ""),
    )


def _add_message(messages: dict[int, Message], matter: Matter, event: Event, viewer: Viewer) -> None:
    body = event.body
    confidence = Confidence(body["confidence"])
    room = str(body["room"])
    # A caucus belongs to the side it was held with, also what the mediator said in it.
    side = room.partition(":")[2] or _side(matter, event.actor)
    if not sees(viewer, confidence, side, event.actor):
        return
    replaces = body.get("replaces")
    if replaces in messages:
        old = messages[replaces]
        messages[replaces] = Message(
            old.seq, old.at, old.actor, old.room, old.confidence, old.text, old.files, old.reply_to, old.replaces,
            event.seq,
        )  # fmt: skip
    messages[event.seq] = Message(
        event.seq, event.at, event.actor, room, confidence, body.get("text", ""), tuple(body.get("files") or ()),
        body.get("reply_to"), replaces, None,
    )  # fmt: skip


def _born_visible(matter: Matter, event: Event, viewer: Viewer) -> bool:
    side = event.body.get("side") or _side(matter, event.actor)
    return sees(viewer, Confidence(event.body["confidence"]), side, event.actor)


def _file(event: Event) -> FileView:
    body = event.body
    return FileView(
        id=body["file"],
        seq=event.seq,
        at=event.at,
        actor=event.actor,
        name=body["name"],
        media_type=body["media_type"],
        size=body["size"],
        sha256=body["sha256"],
        confidence=Confidence(body["confidence"]),
    )
