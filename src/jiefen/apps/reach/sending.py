"""Bringing notices to people: which ways are open to each, each attempt recorded, each trouble shown to whoever can help.

Called by the worker, outside any transaction; a notice goes each way once, however often the worker tries.
"""

import contextlib
import logging
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from jiefen.apps.matters import clock, keys, seats, store
from jiefen.apps.matters import models as matters
from jiefen.apps.matters.effects import Done
from jiefen.apps.people import channels
from jiefen.apps.people.phones import NotANumber, clean_phone, takes_messages
from jiefen.apps.people.secrets import keyed_digest
from jiefen.apps.reach import services, telling
from jiefen.apps.reach.models import Delivery, Try

log = logging.getLogger("jiefen.reach")
PATIENCE = 12
"""Times that the worker tries before an attempt is recorded as failed."""


def carry_out(effect: matters.Effect) -> Done:
    """The outbox asks that somebody be told. Once, however often the worker tries."""
    seq, _kind, notice, reader = effect.key.split(":")
    held = store.loaded(effect.matter)
    seat = _seat(effect.matter_id, reader)
    if services.has_left(seat):
        return Done("failed", {"why": "no longer in the matter"})
    delivery = Delivery.objects.filter(matter_id=effect.matter_id, effect=effect.key).first()
    if delivery is None:
        delivery = telling.put_in_app(held, seat, effect.key, *telling.compose(held, seq, notice, seat))
    plan(held, seat, delivery)
    send_waiting(held, seat, delivery, last=effect.attempts >= PATIENCE)
    if seat.account_id is None and seat.office_id is None and not _went(delivery):
        return Done("failed", {"why": "it could not be brought by any way"})  # it lies in no app where they could read it
    return Done("sent" if held.procedure.notices[notice].proof else "delivered", {"channel": delivery.channel})


def carry_out_invitation(effect: matters.Effect) -> Done:
    """The outbox asks that somebody who was added, or could not be reached, be invited (again)."""
    held = store.loaded(effect.matter)
    seat = _seat(effect.matter_id, effect.key.split(":")[3])
    if services.has_left(seat) or seat.account_id is not None:
        return Done("failed", {"why": "there is nobody to invite any more"})
    delivery = Delivery.objects.filter(participation=seat).order_by("made_at").first()
    if delivery is None:
        delivery = telling.put_in_app(held, seat, effect.key, *telling.compose_invitation(held, seat))
    plan(held, seat, delivery)
    send_waiting(held, seat, delivery, last=effect.attempts >= PATIENCE)
    return Done("sent" if _went(delivery) else "failed", {"channel": delivery.channel})


def _seat(matter_id: UUID, participant: str) -> matters.Participation:
    found: matters.Participation = matters.Participation.objects.select_related("account").get(
        matter_id=matter_id, participant=participant
    )
    return found


def _went(delivery: Delivery) -> bool:
    return Try.objects.filter(delivery=delivery, outcome__in=("sent", "delivered")).exists()


def contact_of(held: store.Loaded, seat: matters.Participation) -> dict[str, Any]:
    """How somebody may be reached, as they or others said it."""
    profile = keys.open_sealed(held.key, seat.profile, f"{held.row.pk}:profile:{seat.participant}")
    return profile.get("contact") or {}


def ways(held: store.Loaded, seat: matters.Participation) -> list[tuple[str, str]]:
    """The ways by which the site can write to somebody now: channel and address, the better one first."""
    if seat.office_id is not None:
        return []
    contact, found = contact_of(held, seat), []
    mail = (seat.account.email if seat.account else "") or str(contact.get("email") or "")
    if mail:
        found.append(("e-mail", mail))
    number = number_of(contact)
    if takes_messages(number) and channels.sms() is not None:
        found.append(("sms", number))
    return found


def number_of(contact: dict[str, Any]) -> str:
    """The telephone number in its one form; empty where there is none or it is none."""
    try:
        return clean_phone(str(contact.get("phone") or ""))
    except NotANumber:
        return ""


def place_of(matter_id: UUID, address: str) -> str:
    """A keyed hash of an address, different in each matter: it shows whether two attempts went to one place, no more."""
    return keyed_digest(f"{matter_id}:{address.casefold()}", "reach") if address else ""


def plan(held: store.Loaded, seat: matters.Participation, delivery: Delivery, *, by: Any = None) -> list[Try]:
    """Attempts to make for a notice, written down before they are made.

    Somebody who has joined is written to one way; somebody who has not, every way that is known. Nothing goes to where
    it came to the wrong person. Asked for by staff (`by`), it goes once more where it went before and did not bounce.
    """
    tries, made = Try.objects.filter(participation=seat), []
    found = open_ways(held, seat, anew=by is not None)
    for name, place in found[:1] if seat.account_id else found:
        before = tries.filter(delivery=delivery, channel=name, place=place)
        if not (before.filter(outcome="waiting") if by else before).exists():
            made.append(begin(seat, name, "waiting", delivery=delivery, place=place, by=by))
    if not found and seat.account_id is None and seat.office_id is None:
        newest = tries.order_by("-made_at").first()
        if newest is None or newest.outcome != "due":
            made.append(begin(seat, "letter", "due", delivery=delivery, by=by))
    return made


def open_ways(held: store.Loaded, seat: matters.Participation, *, anew: bool = False) -> list[tuple[str, str]]:
    """The ways that are open, each with its place: none that led to the wrong person, and last those where something
    bounced, since a mailbox that was full may be emptied. Asked for `anew` by staff, those are closed too: there are
    better ways than the same one again.
    """
    tries = Try.objects.filter(participation=seat)
    wrong = set(tries.filter(outcome="wrong-person").values_list("place", flat=True))
    bounced = set(tries.filter(outcome="bounced").values_list("place", flat=True))
    found = [(name, place) for name, to in ways(held, seat) if (place := place_of(held.row.pk, to)) not in wrong]
    if anew:
        return [one for one in found if one[1] not in bounced]
    return sorted(found, key=lambda one: one[1] in bounced)


def again(held: store.Loaded, seat: matters.Participation, *, by: Any) -> bool:
    """Staff ask that somebody who has not joined be written to once more. False when no way is open."""
    delivery = Delivery.objects.filter(participation=seat).order_by("made_at").first()
    effect = f"{held.matter.seq}:invite:again-{secrets.token_hex(3)}:{seat.participant}"
    if delivery is None:
        delivery = telling.put_in_app(held, seat, effect, *telling.compose_invitation(held, seat))
    if not open_ways(held, seat, anew=True):
        return False
    plan(held, seat, delivery, by=by)
    seats.ask(held.row, effect)
    return True


def begin(
    seat: matters.Participation, channel: str, outcome: str, *, delivery: Delivery | None, place: str = "", by: Any = None,
    **more: Any,
) -> Try:  # fmt: skip
    """Write down one attempt."""
    moment = clock.now()
    return Try.objects.create(
        matter_id=seat.matter_id,
        institution_id=seat.institution_id,
        participation=seat,
        delivery=delivery,
        channel=channel,
        place=place,
        made_at=moment,
        by=by,
        outcome=outcome,
        outcome_at=moment,
        **more,
    )


def send_waiting(held: store.Loaded, seat: matters.Participation, delivery: Delivery, *, last: bool) -> None:
    """Make the attempts that wait. Raises Trouble when one may work later, unless this was the `last` time."""
    trouble: channels.Trouble | None = None
    for one in Try.objects.filter(delivery=delivery, outcome="waiting").select_related("participation"):
        try:
            _send(held, seat, delivery, one)
        except channels.Bounced as refusal:
            _settle(one, delivery, "bounced", str(refusal))
        except channels.Trouble as found:
            trouble = found
            if last:
                _settle(one, delivery, "failed", str(found))
            else:
                Try.objects.filter(pk=one.pk).update(reason=str(found)[:200])
                Delivery.objects.filter(pk=delivery.pk).update(trouble=str(found)[:200])
    if trouble is not None and not last:
        raise trouble


def _send(held: store.Loaded, seat: matters.Participation, delivery: Delivery, one: Try) -> None:
    known = {(name, place_of(held.row.pk, to)): to for name, to in ways(held, seat)}
    to = known.get((one.channel, one.place))
    channel = channels.email() if one.channel == "e-mail" else channels.sms()
    if to is None or channel is None:
        _settle(one, delivery, "failed", "the address has changed since")
        return
    code = "" if seat.account_id else services.invite(seat, effect=delivery.effect, channel=one.channel)
    if one.channel == "e-mail":
        about, text = telling.letter_by_mail(held, seat, delivery, code)
    else:
        about, text = "", telling.short_message(held, seat, code)
    sent = channel.send(to, text, key=str(one.pk), about=about)
    moment = clock.now()
    Try.objects.filter(pk=one.pk, outcome="waiting").update(
        outcome="sent", outcome_at=moment, provider_id=sent.id[:120], reason=""
    )
    delivery.channel, delivery.trouble = one.channel, ""
    delivery.mailed_at = moment if one.channel == "e-mail" else delivery.mailed_at
    delivery.save(update_fields=["channel", "trouble", "mailed_at"])


def _settle(one: Try, delivery: Delivery, outcome: str, reason: str) -> None:
    one.outcome, one.outcome_at, one.reason = outcome, clock.now(), reason[:200]
    one.save(update_fields=["outcome", "outcome_at", "reason"])
    Delivery.objects.filter(pk=delivery.pk).update(trouble=one.reason)
    services.note(one, reason=one.reason)


def take_receipts(receipts: Sequence[channels.Receipt]) -> int:
    """What a channel says later of its messages; the number of those that are ours. Told twice, it counts once.

    What has bounced stays so, whatever order the receipts come in: a doubt about arriving must not be forgotten.
    """
    known = 0
    for told in receipts:
        one = _by_receipt(told.id)
        if one is None:
            log.warning("a receipt came for a message that is not ours")
            continue
        known += 1
        if one.outcome in ("sent", "waiting") or (one.outcome == "delivered" and told.outcome == "bounced"):
            one.outcome, one.outcome_at, one.reason = told.outcome, clock.now(), told.reason[:200]
            one.save(update_fields=["outcome", "outcome_at", "reason"])
            services.note(one, reason=one.reason)
    return known


def _by_receipt(told: str) -> Try | None:
    ours = Q(provider_id=told)
    with contextlib.suppress(ValueError):
        ours |= Q(pk=UUID(told))
    found = Try.objects.select_related("participation").filter(ours, channel="sms").order_by("-made_at")
    return found.first() if told else None
