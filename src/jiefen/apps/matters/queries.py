"""Every read of a matter. What leaves here for a page, the API or a paper has gone through `core.access`.

`visible_to` and `page_of` are two forms of one rule: a matter is visible to whoever has a seat in it, directly or
through an office. A test proves that they agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiefen import shelf
from jiefen.apps.matters import clock, keys, models, statements, store
from jiefen.apps.matters.errors import NoSuchMatter
from jiefen.apps.matters.services import seat_among, seat_of, seats_of
from jiefen.apps.people.models import Account
from jiefen.core import procedure as engine
from jiefen.core.access import Confidence, RoleKind, Viewer, sees
from jiefen.core.ledger import Receipt, make_receipt
from jiefen.core.marks import marks
from jiefen.core.procedure.model import Action, Procedure, State
from jiefen.core.procedure.record import Matter, Running
from jiefen.core.procedure.view import MatterView, view_of, viewer_of
from jiefen.web.language import in_language, tag


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as the viewer may know them. `contact` is empty when it is shielded from the viewer."""

    participant: str
    role: str
    side: str
    name: str
    kind: str
    contact: Mapping[str, Any]
    joined: bool
    identity: str
    is_me: bool
    is_office: bool
    capacity: str = "self"
    left: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list of matters: enough to choose what to open next."""

    id: UUID
    number: str
    title: str
    procedure: str
    state: State
    my_turn: bool
    act_by: date | None
    provisional: bool
    opened_at: datetime
    since: datetime
    ended: bool
    role: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page of one matter shows to one account."""

    id: UUID
    number: str
    title: str
    row: models.Matter
    procedure: Procedure
    state: State
    view: MatterView
    viewer: Viewer
    people: Mapping[str, Person]
    actions: tuple[Action, ...]
    waiting_for: tuple[str, ...]
    my_turn: bool
    seen: int
    next_deadline: Running | None
    parent: models.Matter | None = None
    children: tuple[models.Matter, ...] = ()
    readings: tuple[models.Reading, ...] = field(default=())

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of the matter, in the order in which they came."""
        return tuple(dict.fromkeys(one.side for one in self.people.values() if one.side))

    @property
    def talks(self) -> bool:
        """Whether there is somebody to talk with: rooms exist where the procedure has a neutral."""
        return any(role.kind is RoleKind.NEUTRAL for role in self.procedure.roles.values())

    def names_of_side(self, side: str) -> str:
        """Who stands on a side for themselves, as the mediator calls it."""
        return joined(one.name for one in self.people.values() if one.side == side and one.capacity == "self")

    def name_of(self, participant: str) -> str:
        """The name of a participant as this viewer knows it."""
        found = self.people.get(participant)
        return found.name if found else ""


def joined(names: Iterable[str]) -> str:
    """Names one after the other, as the active language sets marks between them."""
    return marks(tag(get_language() or "")).comma.join(names)


def visible_to(account: Account) -> QuerySet[models.Matter]:
    """The matters in which an account has a seat, directly or through an office. Nothing else can be listed."""
    offices = Q()
    for organisation, duty in account.duties.filter(until=None).values_list("organisation_id", "kind"):
        offices |= Q(participations__office=organisation, participations__duty=duty)
    mine = Q(participations__account=account) | offices if offices else Q(participations__account=account)
    return models.Matter.objects.filter(mine).distinct()


def title_of(row: models.Matter) -> str:
    """The title of a matter: the one it was given, or its procedure's in the active language where nobody gave it one.

    Empty when its content has been erased.
    """
    try:
        given = str(keys.open_sealed(keys.key_of(row.wrapped_key, str(row.pk)), row.title, f"{row.pk}:title"))
    except keys.Unreadable:
        return ""
    procedure = shelf.procedure(row.pack, row.procedure, row.version)
    return given.strip() or in_language(procedure.title, get_language() or "") or procedure.key


def lines(account: Account, *, ended: bool | None = None, limit: int = 200) -> list[Line]:
    """The matters of an account, most urgent first: my turn before theirs, then by the legal clock."""
    rows = visible_to(account).annotate(next_due=Min("deadlines__act_by"))
    if ended is not None:
        rows = rows.exclude(outcome="") if ended else rows.filter(outcome="")
    found = [_line(account, row) for row in rows.order_by("next_due", "-opened_at")[:limit]]
    return sorted(found, key=lambda line: (line.ended, not line.my_turn, line.act_by or date.max))


def _line(account: Account, row: models.Matter) -> Line:
    if row.wrapped_key is None:
        return _erased_line(row)
    held = store.loaded(row)
    seat = seat_of(row, account)
    soonest = _soonest(held.matter)
    waiting = engine.waiting_for(held.procedure, held.matter)
    return Line(
        id=row.pk,
        number=row.number,
        title=title_of(row),
        procedure=row.procedure,
        state=held.procedure.states[row.state],
        my_turn=seat is not None and seat.participant in waiting,
        act_by=date.fromisoformat(soonest.act_by) if soonest else None,
        provisional=bool(soonest and soonest.provisional),
        opened_at=row.opened_at,
        since=row.since,
        ended=bool(row.outcome),
        role=seat.role if seat else "",
    )


def _erased_line(row: models.Matter) -> Line:
    state = shelf.procedure(row.pack, row.procedure, row.version).states[row.state]
    return Line(
        row.pk, row.number, _("Content erased"), row.procedure, state, False, None, False, row.opened_at, row.since, True, ""
    )


def _soonest(matter: Matter) -> Running | None:
    return min(matter.running.values(), key=lambda running: running.act_by_at, default=None)


def find(account: Account, matter_id: UUID) -> models.Matter:
    """The matter, if the account has a seat in it. Raises NoSuchMatter, the same for a missing and a foreign one."""
    return _found(account, matter_id)[0]


def _found(
    account: Account, matter_id: UUID, role: str = ""
) -> tuple[models.Matter, models.Participation, list[models.Participation]]:
    """The matter, the account's seat in it (the one in `role` where it has several), all seats. Raises NoSuchMatter."""
    rows = statements.select(models.Matter, id=matter_id)
    seats = seats_of(matter_id)
    seat = (role and seat_among(seats, account, role)) or seat_among(seats, account)
    if not rows or seat is None:
        raise NoSuchMatter(str(matter_id))
    return rows[0], seat, seats


def page_of(account: Account, matter_id: UUID, role: str = "") -> Page:
    """The page of a matter for an account. Raises NoSuchMatter. Reading by an office is written down."""
    row, seat, seats = _found(account, matter_id, role)
    held = store.loaded(row)
    events = store.read_events(row, held.key)
    viewer = viewer_of(held.procedure, held.matter.participants.get(seat.participant))
    view = view_of(held.procedure, held.matter, events, viewer)
    if view is None:
        raise NoSuchMatter(str(matter_id))
    if seat.office_id is not None:
        note_reading(row, account, seat.role)
    waiting = engine.waiting_for(held.procedure, held.matter)
    return Page(
        id=row.pk,
        number=row.number,
        title=title_of(row),
        row=row,
        procedure=held.procedure,
        state=held.procedure.states[held.matter.state],
        view=view,
        viewer=viewer,
        people=people_of(held, viewer, account, seats),
        actions=engine.open_actions(held.procedure, held.matter, seat.participant),
        waiting_for=waiting,
        my_turn=seat.participant in waiting,
        seen=held.matter.last_act,
        next_deadline=_soonest(held.matter),
        parent=row.parent if row.parent_id and seat_of(row.parent, account) else None,
        children=tuple(child for child in statements.select(models.Matter, parent=row.pk) if seat_of(child, account)),
        readings=_readings(row, viewer),
    )


def _readings(row: models.Matter, viewer: Viewer) -> tuple[models.Reading, ...]:
    if viewer.kind is not RoleKind.PARTY:
        return ()
    return tuple(row.readings.select_related("account").order_by("-day")[:50])


def note_reading(row: models.Matter, account: Account, office: str) -> None:
    """Write down that somebody of an office read the matter today; the parties can see it."""
    models.Reading.objects.get_or_create(matter=row, account=account, day=clock.now().date(), defaults={"office": office})


def people_of(
    held: store.Loaded, viewer: Viewer, account: Account | None, seats: Sequence[models.Participation] | None = None
) -> dict[str, Person]:
    """The participants of a matter as a viewer may know them, in the order in which they came; offices by their
    names in the active language. `seats`: if read already."""
    came = {name: number for number, name in enumerate(held.matter.participants)}
    rows = sorted(seats_of(held.row.pk) if seats is None else seats, key=lambda seat: came.get(seat.participant, len(came)))
    return {row.participant: _person(held, row, viewer, account) for row in rows}


def _person(held: store.Loaded, row: models.Participation, viewer: Viewer, account: Account | None) -> Person:
    profile = keys.open_sealed(held.key, row.profile, f"{held.row.pk}:profile:{row.participant}")
    may_reach = sees(viewer, Confidence.CONTACT, row.side or None, row.participant)
    stands = held.matter.participants.get(row.participant)
    return Person(
        participant=row.participant,
        role=row.role,
        side=row.side,
        name=in_language(profile.get("names"), get_language() or "") or profile.get("name", ""),
        kind=profile.get("kind", "person"),
        contact=profile.get("contact") or {} if may_reach else {},
        joined=row.account_id is not None or row.office_id is not None,
        identity=row.identity,
        is_me=account is not None and row.account_id == account.pk,
        is_office=row.office_id is not None,
        capacity=stands.capacity if stands else "self",
        left=bool(stands and stands.left),
    )


def receipt_of(account: Account, matter_id: UUID, seq: int) -> Receipt:
    """The receipt of one entry, for somebody with a seat in the matter. Raises NoSuchMatter."""
    row = find(account, matter_id)
    event = models.Event.objects.filter(matter_id=matter_id, seq=seq).first()
    if event is None:
        raise NoSuchMatter(f"{matter_id}:{seq}")
    return make_receipt(row.number, store.entry_of(row.pk, row.institution_id, event))
