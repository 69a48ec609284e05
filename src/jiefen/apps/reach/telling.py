"""What people are told: the texts of notices, invitations and short messages, each in the reader's language, of nothing
that the reader may not see."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiefen.apps.matters import clock, keys, queries, store
from jiefen.apps.matters import models as matters
from jiefen.apps.matters import services as matter_services
from jiefen.apps.matters.presentation import day_in_words, show_fact
from jiefen.apps.matters.seats import language_of
from jiefen.apps.people.codes import clean_code
from jiefen.apps.reach.models import Delivery
from jiefen.core.access import sees
from jiefen.core.procedure.record import Event
from jiefen.core.procedure.view import viewer_of
from jiefen.web.formats import format_day
from jiefen.web.language import in_language, tag
from jiefen.web.text import visible

_SHORT = 40
"""A link in a short message has fewer characters than this; else it leads to where the code is typed."""


_INVITED = {
    "representative": gettext_lazy(
        "Somebody in matter %(number)s at %(office)s wants you to act for them. Accept only if you want to."
    ),
    "helper": gettext_lazy(
        "Somebody in matter %(number)s at %(office)s wants you to help them."
        " Nothing you type counts until they say that it is right."
    ),
    "interpreter": gettext_lazy(
        "Somebody in matter %(number)s at %(office)s wants you to interpret for them."
        " You see what they see, and act for nobody."
    ),
    "self": gettext_lazy(
        "%(office)s keeps matter %(number)s, in which you may take part. Whether you do is for you to decide."
    ),
}


def compose(held: store.Loaded, seq: str, notice_id: str, seat: matters.Participation) -> tuple[str, str]:
    """Subject and body of a procedure's notice for one reader."""
    notice, code = held.procedure.notices[notice_id], language_of(seat)
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


def compose_invitation(held: store.Loaded, seat: matters.Participation) -> tuple[str, str]:
    """Subject and body for somebody who was added to a running matter: who asks them, in which capacity, their rights."""
    capacity = held.matter.participants[seat.participant].capacity
    code = language_of(seat)
    with translation.override(code):
        office = held.row.institution.name_in(tag(code))
        values = {"office": office, "number": held.row.number}
        subject = _("You are asked to take part in matter %(number)s") % values
        body = _INVITED.get(capacity, _INVITED["self"]) % values
        return subject, body


def put_in_app(held: store.Loaded, seat: matters.Participation, effect: str, subject: str, body: str) -> Delivery:
    """A notice where its reader finds it after signing in. Once for each `effect`."""
    text = keys.seal(held.key, {"subject": subject, "body": body}, f"{held.row.pk}:told:{effect}")
    found, _made = Delivery.objects.get_or_create(
        matter_id=held.row.pk,
        effect=effect,
        defaults={
            "institution_id": held.row.institution_id,
            "participation": seat,
            "text": text,
            "channel": "app",
            "made_at": clock.now(),
        },
    )
    return found


def read_text(held: store.Loaded, delivery: Delivery) -> tuple[str, str]:
    """Subject and body of a notice."""
    plain: dict[str, Any] = keys.open_sealed(held.key, delivery.text, f"{held.row.pk}:told:{delivery.effect}")
    return plain["subject"], plain["body"]


def tell_of_joining(seat: matters.Participation) -> None:
    """Everybody with an account in the matter finds a notice that somebody has joined, whichever side it is."""
    held = store.load(seat.matter_id)
    name = queries.people_of(held, queries.Viewer(), None)[seat.participant].name
    for other in matter_services.seats_of(seat.matter_id):
        if other.account_id is None or other.pk == seat.pk:
            continue
        code = language_of(other)
        with translation.override(code):
            role = in_language(dict(held.procedure.roles[seat.role].name), code)
            values = {"name": visible(name), "number": held.row.number, "role": role}
            subject = _("%(name)s has joined") % values
            body = _("%(name)s (%(role)s) has joined matter %(number)s.") % values
        put_in_app(held, other, f"{held.matter.seq}:joined:{seat.participant}:{other.participant}", subject, body)


def tell_of_typing(held: store.Loaded, speaker: matters.Participation, name: str, key: str) -> None:
    """The person for whom something was typed finds that it waits for their word."""
    with translation.override(language_of(speaker)):
        subject = _("%(name)s has typed something for you") % {"name": visible(name)}
        body = _(
            "It counts for nothing until you have read it and said that it is right."
            " You find it on the page that says who was reached."
        )
    put_in_app(held, speaker, f"{key}:typed:waiting:{speaker.participant}", subject, body)


def letter_by_mail(held: store.Loaded, seat: matters.Participation, delivery: Delivery, code: str) -> tuple[str, str]:
    """Subject and text of an e-mail: that there is news and where to read it. An invitation carries its code."""
    subject, body = read_text(held, delivery)
    origin = settings.JIEFEN["origin"]
    about = f"{subject[:120]} · {held.row.number}"
    if not code:
        return about, f"{subject}\n\n{origin}/notices/{delivery.pk}/\n"
    with translation.override(language_of(seat)):
        not_you = _("This is not for you? Open it and say so there; nothing is kept about you.")
    return about, f"{body}\n\n{origin}/i/{code}/\n\n{code}\n\n{not_you}\n"


def short_message(held: store.Loaded, seat: matters.Participation, code: str) -> str:
    """An SMS: who writes, and where to read it. Nothing of what it is about: phones lie on tables."""
    language, origin = language_of(seat), settings.JIEFEN["origin"]
    with translation.override(language):
        values = {"office": held.row.institution.name_in(tag(language)), "link": f"{origin}/notices/", "code": code}
        if not code:
            return _("%(office)s: there is news for you. %(link)s") % values
        whole = f"{origin}/i/{clean_code(code)}"
        if len(whole) < _SHORT:
            return _("%(office)s: a letter for you. %(link)s") % {**values, "link": whole}
        return _("%(office)s: a letter for you. %(link)s Code %(code)s") % {**values, "link": f"{origin}/i/"}
