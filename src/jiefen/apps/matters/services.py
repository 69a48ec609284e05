"""Every write to a matter. One function for each act, one transaction, idempotent by request key.

page, API or command -> `access` -> a function here -> lock -> `core.procedure` -> ledger, projections, outbox -> commit.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from jiefen import shelf
from jiefen.apps.matters import clock, keys, models, projections, proving, statements, store
from jiefen.apps.matters.errors import NoSuchMatter, Refused, Stale
from jiefen.apps.matters.numbers import new_number
from jiefen.apps.people.ids import new_id
from jiefen.apps.people.models import Account, Organisation, Place
from jiefen.core import procedure as engine
from jiefen.core.ledger import GENESIS, Receipt
from jiefen.core.procedure.record import Event, Matter, Participant

log = logging.getLogger("jiefen.matters")
_LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class NewParticipant:
    """Somebody to be given a seat. `profile` holds name, kind (person or organisation) and contact; it is sealed."""

    id: str
    role: str
    profile: Mapping[str, Any]
    side: str | None = None
    account: Account | None = None
    office: Organisation | None = None
    duty: str = ""
    language: str = ""
    capacity: str = "self"
    represents: tuple[str, ...] = ()
    identity: str = "claimed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a service did: the matter, the events it added (none on a repeat), and the receipt of the last one."""

    matter: models.Matter
    events: tuple[Event, ...] = ()
    receipt: Receipt | None = None
    repeated: bool = field(default=False)


def open_matter(
    pack: str,
    procedure_id: str,
    action: str,
    *,
    institution: Organisation,
    people: Sequence[NewParticipant],
    actors: tuple[str, ...],
    data: Mapping[str, Any],
    title: str,
    account: Account | None,
    request_key: str,
    place: Place | None = None,
    cause: str = "",
    parent: models.Matter | None = None,
    now: datetime | None = None,
) -> Outcome:
    """File a matter: the opening action of a procedure, in the version of the day. The receipt is given at once.

    Raises Refused with what is missing or wrong; nothing is written then. The same request key by the same account
    returns the matter that the first call opened.
    """
    moment = now or clock.now()
    procedure = shelf.procedure(pack, procedure_id, on=moment.date())
    proving.require(pack, procedure)
    with transaction.atomic():
        known = _opened_before(request_key, account)
        if known is not None:
            return _repeat(known, request_key)
        participants = [Participant(p.id, p.role, p.side, p.capacity, p.represents) for p in people]
        events = engine.open_matter(
            procedure,
            action,
            actors,
            participants,
            data,
            moment,
            shelf.calendar(pack),
            request_key=request_key,
            recorded_at=clock.now() if now is None else now,
        )
        row = _new_row(pack, procedure, institution, place, cause, title, parent, moment)
        held = store.Loaded(
            row, procedure, shelf.calendar(pack), keys.key_of(row.wrapped_key, str(row.pk)), Matter(procedure=procedure.key)
        )
        for person in people:
            _seat(held, person)
        return record(held, events, account)


def _opened_before(request_key: str, account: Account | None) -> models.Event | None:
    if not request_key:
        return None
    who = str(account.pk) if account else ""
    return models.Event.objects.select_related("matter").filter(request_key=request_key, account=who, seq=1).first()


def _new_row(pack, procedure, institution, place, cause, title, parent, moment) -> models.Matter:  # type: ignore[no-untyped-def]
    pk = new_id()
    key = keys.new_key()
    row = models.Matter(
        pk=pk,
        number=_free_number(moment.year),
        institution=institution,
        place=place,
        pack=pack,
        procedure=procedure.id,
        version=procedure.version,
        cause=cause,
        state="start",
        opened_at=moment,
        since=moment,
        head=GENESIS,
        wrapped_key=keys.wrap(key, str(pk)),
        title=keys.seal(key, title, f"{pk}:title"),
        parent=parent,
    )
    row.save(force_insert=True)
    return row


def _free_number(year: int) -> str:
    for _attempt in range(20):
        number = new_number(year)
        if not models.Matter.objects.filter(number=number).exists():
            return number
    raise RuntimeError("no free matter number was found in 20 tries")


def _seat(held: store.Loaded, person: NewParticipant) -> models.Participation:
    return models.Participation.objects.create(
        matter=held.row,
        institution_id=held.row.institution_id,
        participant=person.id,
        role=person.role,
        side=person.side or "",
        account=person.account,
        office=person.office,
        duty=person.duty,
        language=person.language,
        identity=person.identity,
        profile=keys.seal(held.key, dict(person.profile), f"{held.row.pk}:profile:{person.id}"),
    )


def record(held: store.Loaded, events: Iterable[Event], account: Account | None) -> Outcome:
    """Append, project, and give the receipt. The one place where events become rows; the caller holds the lock."""
    events = tuple(events)
    rows = store.append(held, events, str(account.pk) if account else "")
    projections.update(held, events)
    state, pk, head = held.matter, held.row.pk, bytes(held.row.head)
    transaction.on_commit(lambda: store.replayed.put(pk, head, state))
    return Outcome(held.row, events, store.receipt_of(held.row, rows[-1]))


def _repeat(event: models.Event, request_key: str) -> Outcome:
    row = event.matter
    log.info("request %s repeated on %s: nothing done twice", request_key, row.number)
    return Outcome(row, (), store.receipt_of(row, event), repeated=True)


def seats_of(matter_id: UUID) -> list[models.Participation]:
    """Every seat of a matter, in the order in which people came."""
    return sorted(statements.select(models.Participation, matter=matter_id), key=lambda seat: seat.pk)


def seat_among(seats: Iterable[models.Participation], account: Account, role: str = "") -> models.Participation | None:
    """The seat that an account sits in: its own, or an office whose duty it has today. `role` narrows to one role."""
    fitting = [seat for seat in seats if role in ("", seat.role)]
    own = next((seat for seat in fitting if seat.account_id == account.pk), None)
    if own is not None or not any(seat.office_id for seat in fitting):
        return own
    duties = set(account.duties.filter(until=None).values_list("organisation_id", "kind"))
    return next((seat for seat in fitting if (seat.office_id, seat.duty) in duties), None)


def seat_of(row: models.Matter, account: Account, role: str = "") -> models.Participation | None:
    """The seat of an account in a matter; see `seat_among`. Their own is looked for first: most acts are of parties."""
    own = statements.select(models.Participation, keep=lambda one: role in ("", one["role"]), matter=row.pk, account=account.pk)
    return own[0] if own else seat_among(seats_of(row.pk), account, role)


def perform(
    matter_id: UUID,
    action: str,
    account: Account,
    data: Mapping[str, Any],
    *,
    request_key: str,
    seen: int | None = None,
    reason: str = "",
    ground: str = "",
    role: str = "",
    now: datetime | None = None,
) -> Outcome:
    """One act by one account. What fell due before is performed first, dated when it fell due.

    `seen` is the number of the last act that the person's page showed; when others have acted since, Stale is raised
    and nothing is written. Raises NoSuchMatter for somebody who is not in the matter, Refused for what the procedure
    does not allow.
    """

    def act(held: store.Loaded, seat: models.Participation, moment: datetime) -> tuple[Event, ...]:
        if seen is not None and held.matter.last_act > seen:
            raise Stale(range(seen + 1, held.matter.last_act + 1), held.matter.last_act)
        return engine.perform(
            held.procedure,
            held.matter,
            action,
            seat.participant,
            data,
            moment,
            held.calendar,
            reason=reason,
            ground=ground,
            request_key=request_key,
        )

    return by_account(matter_id, account, request_key, now, act, role=role)


def by_account(
    matter_id: UUID,
    account: Account,
    request_key: str,
    now: datetime | None,
    act: Callable[[store.Loaded, models.Participation, datetime], tuple[Event, ...]],
    *,
    role: str = "",
) -> Outcome:
    """Lock the matter, find the account's seat, let time act first, then record what `act` gives.

    Raises NoSuchMatter for somebody without a seat, and whatever `act` raises; nothing is written then.
    """
    moment = now or clock.now()
    with transaction.atomic():
        held = store.load(matter_id, lock=True)
        if not engine.is_overdue(held.matter, moment):
            seat = seat_of(held.row, account, role)
            if seat is None:
                log.warning("account %s tried to act in matter %s without a seat", account.pk, held.row.number)
                raise NoSuchMatter(str(matter_id))
            known = _done_before(held, request_key)
            if known is not None:
                return _repeat(known, request_key)
            return record(held, act(held, seat, moment), account)
    # Time acts in a transaction of its own, so that it stands even when the act is then refused.
    _expire(matter_id, moment)
    return by_account(matter_id, account, request_key, moment, act, role=role)


def _done_before(held: store.Loaded, request_key: str) -> models.Event | None:
    """The event of this request, if it was performed already. The newest requests are known without asking."""
    if not request_key or (request_key not in held.matter.requests and held.matter.seq <= engine.REMEMBERED):
        return None
    return models.Event.objects.select_related("matter").filter(matter_id=held.row.pk, request_key=request_key).first()


def expire_one(matter_id: UUID, now: datetime | None = None) -> int:
    """Perform what fell due in one matter, each act dated when it fell due. The number of acts of time."""
    moment = now or clock.now()
    if not statements.select(models.Deadline, keep=lambda one: one["lost_at"] <= moment, matter=matter_id):
        return 0
    return _expire(matter_id, moment)


def _expire(matter_id: UUID, moment: datetime) -> int:
    with transaction.atomic():
        held = store.load(matter_id, lock=True)
        events = engine.expire(held.procedure, held.matter, moment, held.calendar)
        if events:
            record(held, events, None)
        return len(events)


def join(
    matter_id: UUID, person: NewParticipant, *, by: Account | None, request_key: str = "", now: datetime | None = None
) -> Outcome:
    """Give somebody a seat in a running matter (a mediator named, a representative added)."""
    moment = now or clock.now()
    with transaction.atomic():
        held = store.load(matter_id, lock=True)
        if models.Participation.objects.filter(matter_id=matter_id, participant=person.id).exists():
            return Outcome(held.row, repeated=True)
        event = engine.join(
            held.procedure,
            held.matter,
            Participant(person.id, person.role, person.side, person.capacity, person.represents),
            moment,
            actor="system",
            request_key=request_key,
        )
        _seat(held, person)
        return record(held, (event,), by)


def take_seat(
    seat_id: UUID, account: Account, *, profile: Mapping[str, Any] | None, identity: str, now: datetime | None = None
) -> models.Participation:
    """An invited person takes the seat that was kept for them. Raises Refused when somebody else holds it.

    What the other side wrote about the person is replaced by what the person says of themselves.
    """
    with transaction.atomic():
        seat = models.Participation.objects.select_for_update(of=("self",)).get(pk=seat_id)
        if seat.account_id not in (None, account.pk):
            raise Refused("already-done", "Somebody has already joined with this invitation.")
        taken = models.Participation.objects.filter(matter_id=seat.matter_id, account=account).exclude(pk=seat.pk)
        if taken.exists():
            raise Refused("two-sides", "One person cannot act for two sides of the same matter.")
        held = store.load(seat.matter_id, lock=True)
        seat.account, seat.identity = account, identity
        seat.language = account.language or seat.language
        if profile is not None:
            seat.profile = keys.seal(held.key, dict(profile), f"{seat.matter_id}:profile:{seat.participant}")
        seat.save()
        return seat


def request_key_of(words: str) -> str:
    """Words as a request key of 64 characters at most. A longer one is shortened with its hash, so that two that begin alike
    stay two."""
    if len(words) <= _LONGEST_KEY:
        return words
    return f"{words[: _LONGEST_KEY - 25]}…{hashlib.sha256(words.encode()).hexdigest()[:24]}"


def report(
    matter_id: UUID, effect: str, outcome: str, *, detail: Mapping[str, Any] | None = None, now: datetime | None = None
) -> Outcome:
    """Write into the ledger how an effect went (delivered, opened, made, failed). Once for each effect and outcome."""
    moment = now or clock.now()
    request_key = request_key_of(f"{effect}:{outcome}")
    with transaction.atomic():
        held = store.load(matter_id, lock=True)
        known = models.Event.objects.select_related("matter").filter(matter_id=matter_id, request_key=request_key).first()
        if known is not None:
            return _repeat(known, request_key)
        events = engine.report(held.procedure, held.matter, effect, outcome, moment, held.calendar, detail=dict(detail or {}))
        events = events if isinstance(events, tuple) else (events,)
        return record(held, tuple(_keyed(event, request_key) for event in events), None)


def _keyed(event: Event, request_key: str) -> Event:
    return Event(event.seq, event.kind, event.at, event.recorded_at, event.actor, event.body, request_key)


def review_calendar(matter_id: UUID, now: datetime | None = None) -> int:
    """Recompute the provisional deadlines of one matter with today's calendar. The number of events written."""
    moment = now or clock.now()
    with transaction.atomic():
        held = store.load(matter_id, lock=True)
        events = engine.review(held.procedure, held.matter, moment, held.calendar)
        if events:
            record(held, events, None)
        return len(events)
