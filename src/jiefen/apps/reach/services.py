"""Codes by which people take their seats, and what proves that somebody was reached.

Sending proves nothing, and neither does opening: whoever holds the phone or the letter can open it. Joining proves it,
reading in one's own account, a hand-over, and a conversation in which staff asked who they were speaking to.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from jiefen.apps.matters import clock, keys, seats, store
from jiefen.apps.matters import models as matters
from jiefen.apps.matters import services as matter_services
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people.codes import code_digest, new_code
from jiefen.apps.people.identity import highest
from jiefen.apps.people.models import Account
from jiefen.apps.reach import telling
from jiefen.apps.reach.models import Companion, Delivery, Identification, Invitation, Try

log = logging.getLogger("jiefen.reach")
LASTS = timedelta(days=30)
PROVES = ("delivered-by-hand", "opened", "read", "joined")
"""Outcomes that the engine takes as proof; a test holds them equal to the engine's own."""
_BESIDE = ("helper", "interpreter")


@transaction.atomic
def invite(seat: matters.Participation, *, effect: str = "", channel: str = "letter", now: datetime | None = None) -> str:
    """A fresh code for a seat. Returned once, kept as a hash.

    A letter ends every code before it. A code that is sent ends only those that went the same way with other notices: a
    reminder by e-mail does not end the code of the letter on somebody's table, and a message that was handed over twice
    because nobody answered the first time does not end the code that arrived.
    """
    moment = now or clock.now()
    before = Invitation.objects.filter(participation=seat, used_at=None, ended_at=None)
    (before if channel == "letter" else before.filter(channel=channel).exclude(effect=effect)).update(ended_at=moment)
    code = new_code()
    Invitation.objects.create(
        matter_id=seat.matter_id,
        institution_id=seat.institution_id,
        participation=seat,
        effect=effect,
        channel=channel,
        digest=code_digest(code),
        made_at=moment,
        expires_at=moment + LASTS,
    )
    return code


def find_invitation(typed: str) -> Invitation | None:
    """The invitation whose code was typed, in whatever condition; None when no code is like it."""
    digest = code_digest(typed)
    return Invitation.objects.select_related("participation", "matter").filter(digest=digest).first() if digest else None


def has_left(seat: matters.Participation) -> bool:
    """Whether somebody who stood beside a party does so no more."""
    return Companion.objects.filter(participation=seat).exclude(ended_at=None).exists()


def opened(invitation: Invitation) -> None:
    """The page of an invitation was opened, by whoever holds its code: recorded once, and no proof."""
    if invitation.opened_at is None:
        invitation.opened_at = clock.now()
        invitation.save(update_fields=["opened_at"])
        if invitation.effect:
            matter_services.report(invitation.matter_id, invitation.effect, "code-opened")


@transaction.atomic
def take(invitation: Invitation, account: Account, *, profile: Mapping[str, Any]) -> None:
    """Somebody takes the seat that their code is for; that proves its notice. Raises Refused."""
    seat = invitation.participation
    if has_left(seat):
        raise Refused("ended", "This seat was given up.")
    seats.check_free(invitation.matter_id, account)
    seat = matter_services.take_seat(seat.pk, account, profile=profile, identity=highest(seat.identity, "code"))
    moment = clock.now()
    Invitation.objects.filter(pk=invitation.pk).update(used_at=moment)
    Invitation.objects.filter(participation=seat, used_at=None, ended_at=None).update(ended_at=moment)
    note_identity(seat, "code", how=invitation.channel, by=None)
    if invitation.effect:
        prove(seat, invitation.effect, "joined")
    telling.tell_of_joining(seat)


def note_identity(seat: matters.Participation, level: str, *, how: str, by: Account | None) -> None:
    """Keep when and how somebody's identity was confirmed, beside what was known before."""
    Identification.objects.create(
        matter_id=seat.matter_id,
        institution_id=seat.institution_id,
        participation=seat,
        level=level,
        how=how,
        at=clock.now(),
        by=by,
    )


def give_back(invitation: Invitation) -> None:
    """It came to the wrong person: its code ends, the office is told by its list, nothing is kept of the person.

    Nothing more is sent to where it went, until the contact is corrected.
    """
    seat, moment = invitation.participation, clock.now()
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(wrong_person=True)
        live = Invitation.objects.filter(participation=seat, channel=invitation.channel, used_at=None, ended_at=None)
        live.update(ended_at=moment)  # others that went the same way lie at the same wrong place
        sent = Try.objects.filter(participation=seat, channel=invitation.channel).order_by("-made_at").first()
        back = Try.objects.create(
            matter_id=seat.matter_id,
            institution_id=seat.institution_id,
            participation=seat,
            delivery=sent.delivery if sent else None,
            channel=invitation.channel,
            place=sent.place if sent else "",
            made_at=moment,
            outcome="wrong-person",
            outcome_at=moment,
        )
        if invitation.effect:
            matter_services.report(seat.matter_id, invitation.effect, "wrong-person", detail={"way": invitation.channel})
        else:
            note(back)


def prove(seat: matters.Participation, effect: str, outcome: str, detail: Mapping[str, Any] | None = None) -> None:
    """Write into the ledger what proves that a notice reached its reader.

    What reaches a helper or an interpreter has not reached the party, and proves nothing.
    """
    capacity = capacity_of(store.load(seat.matter_id), seat.participant)
    said = f"{outcome}-by-{capacity}" if capacity in _BESIDE else outcome
    matter_services.report(seat.matter_id, effect, said, detail=detail)


def capacity_of(held: store.Loaded, participant: str) -> str:
    """In which capacity somebody is in a matter: self, representative, helper or interpreter."""
    found = held.matter.participants.get(participant)
    return found.capacity if found else "self"


def read(delivery: Delivery) -> None:
    """A notice was read by its reader: recorded once."""
    if delivery.opened_at is None:
        Delivery.objects.filter(pk=delivery.pk, opened_at=None).update(opened_at=clock.now())
        prove(delivery.participation, delivery.effect, "read")


def unread(account_id: UUID) -> int:
    """How many notices an account has not opened."""
    return Delivery.objects.filter(participation__account_id=account_id, opened_at=None).count()


def note(one: Try, **detail: Any) -> None:
    """Write an attempt into the ledger. Says nothing that proves a notice, and nothing in an erased matter."""
    effect = f"{one.pk.hex[-12:]}:try:{one.channel}:{one.participation.participant}"
    try:
        matter_services.report(one.matter_id, effect, one.outcome, detail=detail)
    except keys.Unreadable:
        log.info("attempt %s belongs to a matter whose content is erased", one.pk)
