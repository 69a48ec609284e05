"""The page of one matter that says of each person: attempted, arrived, opened, joined, proved; and what is not known.

The other side reads the days only. By which way, what it said and what staff wrote of it is for the person's own side and
for those who must reach them: a way tells that a number or an address is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiefen.apps.matters import models as matters
from jiefen.apps.matters import queries, store
from jiefen.apps.matters.presentation import STANDING
from jiefen.apps.people.identity import SAID
from jiefen.apps.reach import companions, sending, services, tries
from jiefen.apps.reach.models import CHANNELS, PAPERS, Companion, Delivery, Identification, Invitation, Try
from jiefen.core.access import may
from jiefen.core.procedure.record import EventKind

_ARRIVED = ("delivered", "handed", "answered")


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known of an identity: how far, how, when, by whom (empty for the other side)."""

    level: str
    how: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a matter on the page of reach. A moment that is None is not known."""

    person: queries.Person
    role: Any
    capacity: str
    capacity_shown: Any
    beside: str
    paper: str
    added_at: datetime | None
    ended_at: datetime | None
    level: str
    identity: Sequence[Known]
    attempted: datetime | None
    arrived: datetime | None
    opened: datetime | None
    joined: datetime | None
    proved: datetime | None
    wrong_person: bool
    tries: Sequence[tuple[Try, str]]
    deliveries: Sequence[Delivery]
    trouble: Try | None
    seen: bool
    can_write: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class _All:
    """Everything of a matter that rows are made from, read once."""

    held: store.Loaded
    seats: dict[str, matters.Participation]
    tries: list[Try]
    deliveries: list[Delivery]
    invitations: list[Invitation]
    identity: list[Identification]
    beside: dict[str, Companion]
    came: dict[str, Any]
    proofs: dict[str, datetime]


def rows_of(page: queries.Page) -> list[Row]:
    """A row for each person, in the order in which they came; offices are not among them."""
    everything = _read(page)
    return [_row(page, everything, one) for one in page.people.values() if not one.is_office]


def row_of(page: queries.Page, participant: str) -> Row | None:
    """The row of one person."""
    return next((row for row in rows_of(page) if row.person.participant == participant), None)


def _read(page: queries.Page) -> _All:
    held = store.loaded(page.row)
    mine = {"matter_id": page.id}
    return _All(
        held,
        {one.participant: one for one in matters.Participation.objects.filter(**mine).select_related("account")},
        list(Try.objects.filter(**mine).select_related("by").order_by("made_at", "id")),
        list(Delivery.objects.filter(**mine).order_by("made_at")),
        list(Invitation.objects.filter(**mine).order_by("made_at")),
        list(Identification.objects.filter(**mine).select_related("by").order_by("at", "id")),
        companions.companions_of(page.row),
        companions.came_later(held),
        _proofs(held),
    )


def _proofs(held: store.Loaded) -> dict[str, datetime]:
    """When each person was first proved to have been reached, as the ledger says: by a proof, or by acting themselves."""
    found: dict[str, datetime] = {}
    for event in store.events_of(held):
        if event.kind is EventKind.ACT:
            found.setdefault(event.actor, event.at)
        parts = str(event.body.get("effect", "")).split(":")
        told = event.kind is EventKind.REPORT and len(parts) == 4 and parts[1] in ("notice", "invite")
        if told and event.body["outcome"] in services.PROVES:
            found.setdefault(parts[3], event.at)
    return found


def _row(page: queries.Page, found: _All, person: queries.Person) -> Row:
    seat, staff = found.seats[person.participant], may(page.viewer, "invite")
    mine = [one for one in found.tries if one.participation_id == seat.pk]
    deliveries = [one for one in found.deliveries if one.participation_id == seat.pk]
    invited = [one for one in found.invitations if one.participation_id == seat.pk]
    # A way tells that a number or an address is known; a helper's standing is the business of the side they stand on.
    seen = staff or person.is_me or (bool(person.side) and person.side == page.viewer.side)
    one = found.beside.get(person.participant)
    identity = [item for item in found.identity if item.participation_id == seat.pk]
    trouble = mine[-1] if mine and mine[-1].is_troubled and seat.account_id is None else None
    return Row(
        person=person,
        role=page.procedure.roles[person.role].name,
        capacity=person.capacity,
        capacity_shown=STANDING.get(person.capacity, ""),
        beside=queries.joined(page.name_of(name) for name in one.beside) if one else "",
        paper=companions.paper_of(found.held, one) if one and seen else "",
        added_at=found.came.get(person.participant),
        ended_at=one.ended_at if one else None,
        level=str(SAID[seat.identity]),
        identity=[_known(item, seen) for item in identity],
        attempted=_first(
            *(item.made_at for item in mine if item.outcome not in ("due", "waiting")),
            *(item.made_at for item in deliveries if seat.account_id),
        ),
        arrived=_arrived(mine, deliveries, seat),
        opened=_first(*(item.opened_at for item in (*invited, *deliveries))),
        joined=_first(*(item.used_at for item in invited)) or found.came.get(person.participant) or page.row.opened_at
        if person.joined
        else None,
        proved=found.proofs.get(person.participant),
        wrong_person=any(item.outcome == "wrong-person" for item in mine[-1:]),
        tries=[(item, tries.note_of(found.held, item) if staff else "") for item in mine] if seen else [],
        deliveries=deliveries if seen else [],
        trouble=trouble if seen else None,
        seen=seen,
        can_write=staff and bool(sending.open_ways(found.held, seat, anew=True)),
        may_end=one is not None and companions.may_end(page, one),
    )  # fmt: skip


def _first(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


def _arrived(mine: Sequence[Try], deliveries: Sequence[Delivery], seat: matters.Participation) -> datetime | None:
    """When something first arrived, as far as that is known: a receipt, a hand-over, an answer, or one's own account."""
    return _first(
        *(one.outcome_at for one in mine if one.outcome in _ARRIVED),
        *(one.by_hand_at for one in deliveries),
        *(one.made_at for one in deliveries if seat.account_id is not None),
    )


def _known(one: Identification, seen: bool) -> Known:
    how = str(PAPERS.get(one.how) or CHANNELS.get(one.how) or one.how)
    return Known(str(SAID[one.level]), how if seen else "", one.at, str(one.by) if one.by and seen else "")
