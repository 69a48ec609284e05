"""Making events and matters cheaply. A frozen dataclass sets each field through `object.__setattr__`, which at the
engine's pace costs more than everything it decides. The twins below have the same slots and set them plainly; then
the finished value becomes the frozen class, and nobody can change it any more.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jiefen.core.procedure.record import Data, Event, EventKind, Matter, Participant, Running


class _PlainEvent:
    __slots__ = ("actor", "at", "body", "kind", "recorded_at", "request_key", "seq")


class _PlainMatter:
    __slots__ = ("at", "born", "done", "entered", "facts", "last_act", "opened_at", "participants", "procedure",
                 "requests", "running", "seq", "state", "used")  # fmt: skip


def make_event(
    seq: int, kind: EventKind, at: datetime, recorded_at: datetime, actor: str, body: Mapping[str, Any], request_key: str
) -> Event:
    """The same as `Event(...)`."""
    one: Any = _PlainEvent()
    one.seq, one.kind, one.at, one.recorded_at = seq, kind, at, recorded_at
    one.actor, one.body, one.request_key = actor, body, request_key
    one.__class__ = Event
    return one  # type: ignore[no-any-return]


def make_matter(
    procedure: str, seq: int, last_act: int, state: str, entered: datetime | None, opened_at: str | None,
    participants: Mapping[str, Participant], facts: Data, born: Mapping[str, str],
    done: Mapping[str, tuple[str, ...]], running: Mapping[str, Running], used: Mapping[str, int],
    requests: Mapping[str, int], at: datetime | None,
) -> Matter:  # fmt: skip
    """The same as `Matter(...)` with every field given in its order."""
    one: Any = _PlainMatter()
    one.procedure, one.seq, one.last_act, one.state = procedure, seq, last_act, state
    one.entered, one.opened_at, one.at = entered, opened_at, at
    one.participants, one.facts, one.born, one.done = participants, facts, born, done
    one.running, one.used, one.requests = running, used, requests
    one.__class__ = Matter
    return one  # type: ignore[no-any-return]
