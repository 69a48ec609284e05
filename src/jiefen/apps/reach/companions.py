"""People who come later: another party on a side, and those who stand beside a party (representative, helper,
interpreter). Who may add whom, and how somebody beside a party leaves."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from jiefen.apps.matters import clock, keys, queries, seats, store
from jiefen.apps.matters import models as matters
from jiefen.apps.matters import services as matter_services
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people.models import Account
from jiefen.apps.reach.models import Companion, Invitation, Try, Typed
from jiefen.core.access import RoleKind, may
from jiefen.core.procedure.record import Participant

CAPACITIES = ("representative", "helper", "interpreter", "self")
MOST_A_DAY = 10
"""People whom one account may add to one matter in a day: each of them is written to."""


def may_add_for(page: queries.Page, held: store.Loaded) -> list[Participant]:
    """The parties for whom, or beside whom, the reader of a page may add somebody: their own side's; for staff, every
    party. A helper or an interpreter adds nobody."""
    me = held.matter.participants.get(page.viewer.participant)
    if me is None or page.state.outcome is not None or me.capacity in ("helper", "interpreter"):
        return []
    staff = may(page.viewer, "invite")
    return [
        one
        for one in held.matter.participants.values()
        if one.capacity == "self"
        and held.procedure.roles[one.role].kind is RoleKind.PARTY
        and page.people[one.id].is_office is False
        and (staff or (one.side, one.side is None and one.role) == (me.side, me.side is None and me.role))
    ]


def add(
    page: queries.Page,
    held: store.Loaded,
    account: Account,
    *,
    capacity: str,
    beside: list[str],
    name: str,
    contact: Mapping[str, str],
    paper: str,
    language: str,
    request_key: str,
) -> matters.Participation:
    """Add somebody to a running matter, and have them invited by code like everybody else.

    `paper` names what gives a representative authority. Raises Refused: not-allowed, missing, too-few (the role is
    full), two-sides, ended.
    """
    first = _allowed(page, held, account, capacity, beside, paper)
    person = matter_services.NewParticipant(
        id="",
        role=first.role,
        side=first.side,
        profile={"name": name, "kind": "person", "contact": dict(contact)},
        capacity=capacity,
        represents=tuple(beside) if capacity == "representative" else (),
        language=language,
    )
    matter_services.expire_one(page.id)
    with transaction.atomic():
        seat = seats.add(page.id, person, by=account, request_key=request_key)
        if capacity != "self":
            _keep(held, seat, capacity, beside, paper, account)
    return seat


def _allowed(
    page: queries.Page, held: store.Loaded, account: Account, capacity: str, beside: list[str], paper: str
) -> Participant:
    """The first of those beside whom somebody is added, whose role and side they get. Raises Refused."""
    allowed = {one.id: one for one in may_add_for(page, held)}
    if not beside or not set(beside) <= allowed.keys() or capacity not in CAPACITIES:
        raise Refused("not-allowed", "You cannot add somebody for this person.")
    if len({allowed[one].role for one in beside}) > 1:
        raise Refused("two-sides", "One person stands on one side only.")
    if capacity == "representative" and not paper.strip():
        raise Refused("missing", "A representative needs a paper that gives authority.", errors={"paper": "missing"})
    if _added_today(page.id, account) >= MOST_A_DAY:
        raise Refused("not-allowed", "Too many people were added today. Go on tomorrow, or ask the office.")
    return allowed[beside[0]]


def _keep(
    held: store.Loaded, seat: matters.Participation, capacity: str, beside: list[str], paper: str, account: Account
) -> None:
    place = f"{held.row.pk}:authority:{seat.participant}"
    Companion.objects.get_or_create(
        participation=seat,
        defaults={
            "matter_id": seat.matter_id,
            "institution_id": seat.institution_id,
            "capacity": capacity,
            "beside": beside,
            "paper": keys.seal(held.key, paper.strip(), place) if paper.strip() else None,
            "added_by": account,
            "added_at": clock.now(),
        },
    )


def _added_today(matter_id: UUID, account: Account) -> int:
    since = clock.now() - timedelta(days=1)
    return matters.Event.objects.filter(
        matter_id=matter_id, kind="join", account=str(account.pk), recorded_at__gt=since
    ).count()


def companions_of(row: matters.Matter) -> dict[str, Companion]:
    """Those who stand beside somebody in a matter, by participant."""
    found = Companion.objects.filter(matter=row).select_related("participation")
    return {one.participation.participant: one for one in found}


def paper_of(held: store.Loaded, one: Companion) -> str:
    """The paper that gives a representative authority, as it was named."""
    place = f"{held.row.pk}:authority:{one.participation.participant}"
    return str(keys.open_sealed(held.key, one.paper, place)) if one.paper else ""


def may_end(page: queries.Page, one: Companion) -> bool:
    """Who ends somebody's standing beside a party: that party, those who stand there themselves, the office."""
    me = page.viewer.participant
    return one.ended_at is None and (me in one.beside or me == one.participation.participant or may(page.viewer, "invite"))


def end(page: queries.Page, one: Companion, account: Account) -> None:
    """From now on they see nothing and are told nothing; what they typed and nobody confirmed is thrown away.

    Raises Refused (not-allowed). Ended twice, it is ended once.
    """
    if one.ended_at is not None:
        return
    if not may_end(page, one):
        raise Refused("not-allowed", "Only the person they stand beside, they themselves, or the office can end this.")
    moment, seat = clock.now(), one.participation
    Companion.objects.filter(pk=one.pk).update(ended_at=moment)
    Invitation.objects.filter(participation=seat, used_at=None, ended_at=None).update(ended_at=moment)
    Try.objects.filter(participation=seat, outcome="waiting").update(outcome="failed", outcome_at=moment)
    Typed.objects.filter(typist=seat, state=Typed.WAITING).update(state=Typed.TAKEN_BACK, settled_at=moment, text=None)
    seats.give_up(seat, by=page.viewer.participant, account=account)


def helped_by(seat: matters.Participation) -> list[str]:
    """The participants whom a helper may type for; none for anybody else."""
    found = Companion.objects.filter(participation=seat, capacity="helper", ended_at=None).first()
    return list(found.beside) if found else []


def told_so_far(held: store.Loaded, most: int = 8) -> list[tuple[Any, dict[str, str]]]:
    """What has happened so far, for somebody who comes later: when, and which act. No content, which has its classes."""
    acts = [
        (one.at, dict(held.procedure.actions[one.body["action"]].name))
        for one in store.events_of(held)
        if one.kind.value in ("act", "expire") and one.body.get("action") in held.procedure.actions
    ]
    return acts[-most:]


def came_later(held: store.Loaded) -> dict[str, Any]:
    """Who was added while the matter ran, and when."""
    return {one.body["participant"]["id"]: one.at for one in store.events_of(held) if one.kind.value == "join"}
