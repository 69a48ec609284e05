"""Between rows and the pure floor: a matter's events read, replayed and appended.

What is worked out of a matter's events is kept in memory by the hash that its chain ends with, so that it can be wrong
about no other chain.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from jiefen import shelf
from jiefen.apps.matters import keys, models, statements
from jiefen.apps.matters.errors import NoSuchMatter
from jiefen.core.law import Calendar
from jiefen.core.ledger import GENESIS, Entry, Receipt, entry_hash
from jiefen.core.procedure import apply, replay
from jiefen.core.procedure.model import Procedure
from jiefen.core.procedure.record import Event, EventKind, Matter

Value = TypeVar("Value")


class _Kept(Generic[Value]):
    """What was worked out of the ledgers used last, each by the head of its chain. Safe to lose at any moment."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[UUID, tuple[bytes, Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, matter: UUID, head: bytes) -> Value | None:
        """What is kept of the chain that ends with `head`, if it is kept."""
        with self._lock:
            kept = self._values.get(matter)
            if kept is None or kept[0] != head:
                return None
            self._values.move_to_end(matter)
            return kept[1]

    def put(self, matter: UUID, head: bytes, value: Value) -> None:
        """Keep `value` of the chain that ends with `head`; the one used longest ago goes."""
        with self._lock:
            self._values[matter] = head, value
            self._values.move_to_end(matter)
            if len(self._values) > self._most:
                self._values.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._values.clear()


replayed: _Kept[Matter] = _Kept(2000)
"""The state of matters, replayed."""

opened: _Kept[tuple[Event, ...]] = _Kept(300)
"""The events of matters, opened. Nothing is given from here unless the matter's key could be unwrapped first."""


def forget() -> None:
    """Forget everything that is kept in memory of ledgers, as after a restore or an erasure."""
    replayed.clear()
    opened.clear()
    for clear in _others:
        clear()


_others: list[Callable[[], None]] = []


def forget_also(clear: Callable[[], None]) -> None:
    """Have `clear` called by `forget`: for whoever keeps in memory what was read here."""
    _others.append(clear)


@dataclass(slots=True)
class Loaded:
    """A matter as the services work on it: its row, its procedure and calendar, its key and its replayed state."""

    row: models.Matter
    procedure: Procedure
    calendar: Calendar
    key: bytes
    matter: Matter


def load(matter_id: UUID, *, lock: bool = False) -> Loaded:
    """The matter with this id. `lock` holds it until the transaction ends. Raises NoSuchMatter."""
    rows = statements.select(models.Matter, lock=lock, id=matter_id)
    if not rows:
        raise NoSuchMatter(str(matter_id))
    return loaded(rows[0])


def loaded(row: models.Matter) -> Loaded:
    """The working form of a matter's row."""
    procedure = shelf.procedure(row.pack, row.procedure, row.version)
    key = keys.key_of(row.wrapped_key, str(row.pk))
    state = replayed.get(row.pk, bytes(row.head))
    if state is None:
        state = replay(procedure, read_events(row, key))
        replayed.put(row.pk, bytes(row.head), state)
    return Loaded(row, procedure, shelf.calendar(row.pack), key, state)


def read_events(row: models.Matter, key: bytes) -> Sequence[Event]:
    """All events of a matter, opened. Raises Unreadable when one does not open with the matter's key."""
    events = opened.get(row.pk, bytes(row.head))
    if events is None:
        stored = models.Event.objects.filter(matter_id=row.pk).order_by("seq")
        events = tuple(_event(row.pk, key, one) for one in stored.values_list(*_COLUMNS))
        opened.put(row.pk, bytes(row.head), events)
    return events


_COLUMNS = ("seq", "kind", "at", "recorded_at", "actor", "body", "request_key")


def _event(matter: UUID, key: bytes, columns: tuple[object, ...]) -> Event:
    seq, kind, at, recorded_at, actor, body, request_key = columns
    plain = keys.open_sealed(key, body, f"{matter}:{seq}:{kind}")  # type: ignore[arg-type]
    return Event(seq, EventKind(kind), at, recorded_at, actor, plain, request_key)  # type: ignore[arg-type]


def stamp(moment: datetime) -> str:
    """A time as the chain covers it: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def entry_of(matter: UUID, institution: UUID, row: models.Event) -> Entry:
    """What the chain covers of a stored event."""
    return Entry(
        matter=str(matter),
        institution=str(institution),
        seq=row.seq,
        kind=row.kind,
        actor=row.actor,
        account=row.account,
        at=stamp(row.at),
        recorded_at=stamp(row.recorded_at),
        request_key=row.request_key,
        body=bytes(row.body),
        previous=bytes(row.previous),
    )


def receipt_of(row: models.Matter, event: models.Event) -> Receipt:
    """The receipt of a stored event, by the hash that it was chained with."""
    return Receipt(row.number, event.seq, stamp(event.at), bytes(event.hash).hex())


def append(held: Loaded, events: Sequence[Event], account: str) -> list[models.Event]:
    """Chain, seal and insert `events`, and move `held` forward. The caller holds the lock and the transaction."""
    row, previous, rows = held.row, bytes(held.row.head) or GENESIS, []
    for event in events:
        stored = models.Event(
            matter_id=row.pk,
            institution_id=row.institution_id,
            seq=event.seq,
            kind=event.kind.value,
            actor=event.actor,
            account=account,
            at=event.at,
            recorded_at=event.recorded_at,
            request_key=event.request_key,
            body=keys.seal(held.key, event.body, f"{row.pk}:{event.seq}:{event.kind.value}"),
            previous=previous,
        )
        previous = stored.hash = entry_hash(entry_of(row.pk, row.institution_id, stored))
        held.matter = apply(held.procedure, held.matter, event)
        rows.append(stored)
    statements.insert(rows)
    row.head = previous
    return rows


def events_of(held: Loaded) -> Iterable[Event]:
    """The events of a loaded matter, opened."""
    return read_events(held.row, held.key)
