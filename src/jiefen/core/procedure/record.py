"""What the engine holds of one matter and what it leaves behind: participants, events, running deadlines.

Knows the shape of a matter's life as plain immutable values that turn into canonical JSON and back.
Refuses to know accounts, tables, keys and files: a participant is an id within the matter, nothing more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

Data = Mapping[str, Any]
"""Values of facts by fact id, in the forms that `FactType` names."""


class EventKind(StrEnum):
    """The kinds of entry in a matter's ledger."""

    ACT = "act"  # somebody performed an action
    EXPIRE = "expire"  # a deadline ended and time performed its action
    JOIN = "join"  # a participant was added, or a place in the matter was claimed
    LEAVE = "leave"  # somebody who stood beside a party does so no more
    SAY = "say"  # something said in a room, or a note (see apps/rooms)
    FILE = "file"  # a file was added (see apps/papers)
    REPORT = "report"  # an effect that an event asked for was carried out, or failed
    REVIEW = "review"  # a provisional deadline was recomputed
    MOVE = "move"  # the matter goes on under another version of its procedure


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone in a matter, by an id that means nothing outside it.

    `represents` names the participants for whom this one acts (a representative); a helper or interpreter is
    recorded as such in `capacity` ("self", "representative", "helper", "interpreter"). Whoever stood beside a party
    and has `left` stays known by name, and does, sees and is told nothing more.
    """

    id: str
    role: str
    side: str | None = None
    capacity: str = "self"
    represents: tuple[str, ...] = ()
    left: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """A deadline that runs in this matter. Days are ISO strings; *_at are ISO instants with zone."""

    deadline: str
    started: str  # instant the period counts from
    act_by: str
    not_lost_before: str
    act_by_at: str
    lost_at: str
    provisional: bool
    calendar: str
    extensions: tuple[Mapping[str, Any], ...] = ()
    suspensions: tuple[Mapping[str, Any], ...] = ()  # {"start": instant, "end": instant | None, "reason": str}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the ledger: immutable, numbered from 1, chained by `jiefen.core.ledger`.

    `at` is when the act took effect; `recorded_at` when it was written (later for an act of time that was noticed
    late). `body` is JSON-able and holds, by kind: for act and expire `action`, `participant`, `data`, `reason`,
    `ground`, `from`, `to`, `complete`, `started`, `stopped`, `notices`, `documents`, `hand_off`; for the others what
    their docstrings in `engine` say.
    """

    seq: int
    kind: EventKind
    at: datetime
    recorded_at: datetime
    actor: str  # participant id, or "time", or "system"
    body: Mapping[str, Any]
    request_key: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """The state of one matter as its events make it. `seq` is the last event's number; 0 before the first."""

    procedure: str  # Procedure.key that it follows now
    seq: int = 0
    last_act: int = 0  # seq of the last act or expiry: what a form must have seen
    state: str = "start"
    entered: datetime | None = None  # when the present state was entered
    opened_at: str | None = None
    participants: Mapping[str, Participant] = field(default_factory=dict)
    facts: Data = field(default_factory=dict)
    born: Mapping[str, str] = field(default_factory=dict)  # fact id -> participant id who gave it last
    done: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # partial completions of `each` actions
    running: Mapping[str, Running] = field(default_factory=dict)
    # "action/deadline" -> times extended; "seq/deadline" -> 1 when the notice of event seq has started that deadline
    used: Mapping[str, int] = field(default_factory=dict)
    requests: Mapping[str, int] = field(default_factory=dict)  # request key -> seq, the newest ones
    at: datetime | None = None  # when the last act or expiry took effect: nothing later may be dated before it

    @property
    def present(self) -> tuple[Participant, ...]:
        """Those who have not left, in the order in which they came."""
        return tuple(one for one in self.participants.values() if not one.left)

    @property
    def since(self) -> str | None:
        """The instant at which the present state was entered, as ISO text in UTC; None before the matter is open."""
        return self.entered.astimezone(UTC).isoformat() if self.entered is not None else None
