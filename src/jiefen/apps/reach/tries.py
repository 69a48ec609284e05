"""What staff do to reach somebody, written down: letters printed and handed over, calls, visits; and the office's list of
those who still must be reached another way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from jiefen.apps.matters import keys, queries, store
from jiefen.apps.matters import models as matters
from jiefen.apps.matters import services as matter_services
from jiefen.apps.people.models import Account
from jiefen.apps.reach import sending, services
from jiefen.apps.reach.models import TROUBLED, Companion, Delivery, Identification, Try, Typed
from jiefen.core.access import may
from jiefen.core.procedure.view import viewer_of

_MOST = 200

OUTCOMES_OF = {
    "call": ("answered", "no-answer", "refused", "wrong-person"),
    "visit": ("answered", "handed", "no-answer", "refused", "wrong-person"),
    "letter": ("handed", "sent", "bounced", "wrong-person"),
}
"""How each way can go, in the order in which staff are asked."""
_PROOF = {"answered": "read", "handed": "delivered-by-hand"}


def log(
    held: store.Loaded,
    seat: matters.Participation,
    *,
    channel: str,
    outcome: str,
    by: Account,
    as_participant: str,
    identity_asked: bool,
    note: str = "",
    told: Iterable[Delivery] = (),
    key: UUID | None = None,
) -> bool:
    """Write down an attempt by staff. True when it proves that the notices in `told` reached the person.

    It does when the person answered and understood, or took the paper, and was asked who they are. Without that
    question nobody knows who was spoken to, and it proves nothing. The same `key` twice is noted once.
    """
    told, proves = list(told), outcome in _PROOF and identity_asked
    if Try.objects.filter(pk=key).exists():
        return proves and bool(told)
    number = sending.number_of(sending.contact_of(held, seat)) if channel == "call" else ""
    one = sending.begin(
        seat,
        channel,
        outcome,
        delivery=told[0] if told else None,
        place=sending.place_of(held.row.pk, number),
        by=by,
        identity_asked=identity_asked,
        **({"id": key} if key else {}),
    )
    _keep_note(held, one, note)
    services.note(one, by=as_participant, identity_asked=identity_asked)
    for delivery in told if proves else ():
        if outcome == "handed":
            Delivery.objects.filter(pk=delivery.pk, by_hand_at=None).update(by_hand_at=one.made_at)
        services.prove(seat, delivery.effect, _PROOF[outcome], {"by": as_participant, "way": channel})
    return proves and bool(told)


def _keep_note(held: store.Loaded, one: Try, note: str) -> None:
    if note.strip():
        one.note = keys.seal(held.key, note.strip(), f"{held.row.pk}:try:{one.pk}")
        one.save(update_fields=["note"])


def note_of(held: store.Loaded, one: Try) -> str:
    """What staff wrote of an attempt."""
    return str(keys.open_sealed(held.key, one.note, f"{held.row.pk}:try:{one.pk}")) if one.note else ""


@dataclass(frozen=True, slots=True)
class ToReach:
    """Somebody who still must be reached another way, for the office's list."""

    matter: matters.Matter
    participant: str
    name: str
    channel: str
    outcome: str
    since: datetime


def to_reach(account: Account) -> list[ToReach]:
    """Those in the open matters of an account's offices whose newest attempt failed, and who have not come since."""
    person = {"participation": OuterRef("participation")}
    newest = Try.objects.filter(**person).order_by("-made_at", "-id").values("pk")[:1]
    came_since = (
        Q(Exists(Delivery.objects.filter(**person, opened_at__gt=OuterRef("made_at"))))
        | Q(Exists(Identification.objects.filter(**person, at__gt=OuterRef("made_at"))))
        | Q(Exists(Companion.objects.filter(**person).exclude(ended_at=None)))
    )
    found = Try.objects.filter(outcome__in=TROUBLED, matter__in=_of_offices(account), pk=Subquery(newest))
    rows = found.exclude(came_since).select_related("matter", "participation").order_by("made_at")
    return [
        ToReach(one.matter, one.participation.participant, name_of(one.matter, one.participation), one.shown_channel,
                one.shown_outcome, one.made_at)
        for one in rows[:_MOST]
        if _is_office(account, one.matter)
    ]  # fmt: skip


def to_read_back(account: Account) -> list[tuple[matters.Matter, Typed, str]]:
    """What was typed for people in the account's offices' open matters and waits for their word."""
    rows = Typed.objects.filter(matter__in=_of_offices(account), state=Typed.WAITING).select_related("matter", "speaker")
    return [
        (one.matter, one, name_of(one.matter, one.speaker))
        for one in rows.order_by("made_at")[:_MOST]
        if _is_office(account, one.matter)
    ]


def _of_offices(account: Account) -> QuerySet[matters.Matter]:
    """Open matters that an account can see; none for somebody who works for nobody."""
    if not account.duties.filter(until=None).exists():
        return matters.Matter.objects.none()
    return queries.visible_to(account).filter(outcome="", wrapped_key__isnull=False)


def _is_office(account: Account, row: matters.Matter) -> bool:
    """Whether the account invites people to this matter, rather than being a party of it."""
    held, seat = store.loaded(row), matter_services.seat_of(row, account)
    return seat is not None and may(viewer_of(held.procedure, held.matter.participants.get(seat.participant)), "invite")


def name_of(row: matters.Matter, seat: matters.Participation) -> str:
    """The name of somebody in a matter."""
    held = store.loaded(row)
    return str(keys.open_sealed(held.key, seat.profile, f"{row.pk}:profile:{seat.participant}").get("name", ""))
