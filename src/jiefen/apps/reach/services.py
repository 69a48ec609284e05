"""Telling and inviting. A notice is put into the app, e-mailed when there is an address, and its way is recorded.

Sending proves nothing: only opening, joining, or a hand-over recorded by staff does.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from jiefen.apps.matters import clock, keys, queries, store
from jiefen.apps.matters import models as matters
from jiefen.apps.matters import services as matter_services
from jiefen.apps.matters.effects import Done
from jiefen.apps.matters.presentation import day_in_words, show_fact
from jiefen.apps.people.codes import code_digest, new_code
from jiefen.apps.reach.models import Delivery, Invitation
from jiefen.core.access import sees
from jiefen.core.procedure.record import Event
from jiefen.core.procedure.view import viewer_of
from jiefen.web.formats import format_day
from jiefen.web.language import tag
from jiefen.web.text import visible

log = logging.getLogger("jiefen.reach")
LASTS = timedelta(days=30)


def carry_out(effect: matters.Effect) -> Done:
    """The outbox asks that somebody be told. Once, however often the worker tries."""
    seq, _kind, notice, reader = effect.key.split(":")
    held = store.loaded(effect.matter)
    seat = matters.Participation.objects.select_related("account").get(matter_id=effect.matter_id, participant=reader)
    delivery = Delivery.objects.filter(matter_id=effect.matter_id, effect=effect.key).first()
    if delivery is None:
        subject, body = compose(held, seq, notice, seat)
        text = keys.seal(held.key, {"subject": subject, "body": body}, f"{effect.matter_id}:told:{effect.key}")
        delivery = Delivery.objects.create(
            matter_id=effect.matter_id,
            institution_id=effect.institution_id,
            participation=seat,
            effect=effect.key,
            text=text,
            channel="app",
            made_at=clock.now(),
        )
    if not _mail(held, seat, delivery) and seat.account_id is None:
        return Done("failed", {"channel": "e-mail", "why": delivery.trouble})  # it lies in no app where they could read it
    return Done("sent" if held.procedure.notices[notice].proof else "delivered", {"channel": delivery.channel})


def compose(held: store.Loaded, seq: str, notice_id: str, seat: matters.Participation) -> tuple[str, str]:
    """Subject and body for one reader, in the reader's language, of nothing that the reader may not see."""
    notice = held.procedure.notices[notice_id]
    code = (seat.account.language if seat.account else "") or seat.language or settings.LANGUAGE_CODE
    language = tag(code) if tag(code) in held.procedure.languages else held.procedure.languages[0]
    with translation.override(code):
        names = _names(held, seq, seat, notice.shows, language)
    subject, body = notice.subject[language], notice.body[language]
    for name, value in names.items():
        subject, body = subject.replace("{" + name + "}", value), body.replace("{" + name + "}", value)
    return " ".join(subject.split()), body


def _names(held: store.Loaded, seq: str, seat: matters.Participation, shows: tuple[str, ...], language: str) -> dict[str, str]:
    viewer = viewer_of(held.procedure, held.matter.participants.get(seat.participant))
    event = _event(held, seq)
    people = queries.people_of(held, viewer, None)
    names = {"number": held.row.number, "today": format_day(clock.now(), language), "procedure": held.procedure.title[language]}
    names["state"] = held.procedure.states[held.matter.state].name[language]
    names["reason"] = visible(str(event.body.get("reason", ""))) if event else ""
    action = held.procedure.actions.get(event.body.get("action", "")) if event else None
    names["action"] = action.name[language] if action else ""
    for name in shows:
        fact = held.procedure.facts[name]
        giver = held.matter.born.get(name, "")
        side = held.matter.participants[giver].side if giver in held.matter.participants else None
        may = name in held.matter.facts and sees(viewer, fact.confidence, side, giver)
        names[name] = show_fact(fact, held.matter.facts[name], language, people).text if may else "—"
    started = {one["deadline"]: one for one in (event.body.get("started") or ())} if event else {}
    for name in held.procedure.deadlines:
        running = held.matter.running.get(name)
        day = running.act_by if running else started.get(name, {}).get("act_by")
        names[f"deadline.{name}"] = day_in_words(day, language) if day else "—"
    return names


def _event(held: store.Loaded, seq: str) -> Event | None:
    if not seq.isdigit():
        return None
    return next((one for one in store.read_events(held.row, held.key) if one.seq == int(seq)), None)


def _address(held: store.Loaded, seat: matters.Participation) -> str:
    if seat.account is not None and seat.account.email:
        return seat.account.email
    profile = keys.open_sealed(held.key, seat.profile, f"{held.row.pk}:profile:{seat.participant}")
    return str((profile.get("contact") or {}).get("email") or "")


def _mail(held: store.Loaded, seat: matters.Participation, delivery: Delivery) -> bool:
    """E-mail with the least in it: that there is news, and where to read it. An invitation carries its code.

    False when the mailbox refuses for good, which is noted. Raises OSError when it may work later.
    """
    address = _address(held, seat)
    if delivery.mailed_at is not None or not address or seat.office_id is not None:
        return True
    if delivery.trouble.startswith("5"):
        return False
    link = f"{settings.JIEFEN['origin']}/notices/{delivery.pk}/"
    subject, body = read_text(held, delivery)
    if seat.account_id is None:
        code = invite(seat, effect=delivery.effect)
        link = f"{settings.JIEFEN['origin']}/i/{code}/"
        text = f"{body}\n\n{link}\n\n{code}\n"
    else:
        text = f"{subject}\n\n{link}\n"
    message = EmailMessage(
        subject=f"{subject[:120]} · {held.row.number}",
        body=text,
        to=[address],
        headers={"Message-ID": f"<{delivery.pk}@jiefen>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send(fail_silently=False)
    except smtplib.SMTPException as refusal:
        delivery.trouble = _refusal(refusal)
        delivery.save(update_fields=["trouble"])
        if delivery.trouble.startswith("5"):
            return False
        raise
    delivery.mailed_at, delivery.channel, delivery.trouble = clock.now(), "e-mail", ""
    delivery.save(update_fields=["mailed_at", "channel", "trouble"])
    return True


def _refusal(refusal: smtplib.SMTPException) -> str:
    """The server's code and words, without the address: "550 no such mailbox"."""
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(refusal.recipients.values()))
    elif isinstance(refusal, smtplib.SMTPResponseException):
        code, words = refusal.smtp_code, refusal.smtp_error
    else:
        return type(refusal).__name__
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"[:200]


def read_text(held: store.Loaded, delivery: Delivery) -> tuple[str, str]:
    """Subject and body of a notice."""
    plain: dict[str, Any] = keys.open_sealed(held.key, delivery.text, f"{held.row.pk}:told:{delivery.effect}")
    return plain["subject"], plain["body"]


@transaction.atomic
def invite(seat: matters.Participation, *, effect: str = "", now: datetime | None = None) -> str:
    """A fresh code for a seat; those before stop working. Returned once, kept as a hash."""
    moment = now or clock.now()
    Invitation.objects.filter(participation=seat, used_at=None, ended_at=None).update(ended_at=moment)
    code = new_code()
    Invitation.objects.create(
        matter_id=seat.matter_id,
        institution_id=seat.institution_id,
        participation=seat,
        effect=effect,
        digest=code_digest(code),
        made_at=moment,
        expires_at=moment + LASTS,
    )
    return code


def find_invitation(typed: str) -> Invitation | None:
    """The invitation whose code was typed, in whatever condition; None when no code is like it."""
    digest = code_digest(typed)
    return Invitation.objects.select_related("participation", "matter").filter(digest=digest).first() if digest else None


def opened(invitation: Invitation) -> None:
    """The invitation was opened: recorded, and proof that its notice arrived."""
    if invitation.opened_at is None:
        invitation.opened_at = clock.now()
        invitation.save(update_fields=["opened_at"])
        if invitation.effect:
            matter_services.report(invitation.matter_id, invitation.effect, "opened")


def read(delivery: Delivery) -> None:
    """A notice was read by its reader: recorded once."""
    if delivery.opened_at is None:
        Delivery.objects.filter(pk=delivery.pk, opened_at=None).update(opened_at=clock.now())
        matter_services.report(delivery.matter_id, delivery.effect, "read")


def handed_over(delivery: Delivery, by: str) -> None:
    """Staff handed a notice over on paper; that proves it. Raises nothing on a repeat."""
    if delivery.by_hand_at is None:
        Delivery.objects.filter(pk=delivery.pk).update(by_hand_at=clock.now(), channel="paper")
        matter_services.report(delivery.matter_id, delivery.effect, "delivered-by-hand", detail={"by": by})


def unread(account_id: UUID) -> int:
    """How many notices an account has not opened."""
    return Delivery.objects.filter(participation__account_id=account_id, opened_at=None).count()
