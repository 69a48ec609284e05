"""Pages of those who bring people in: who was reached, letters, calls and visits, contacts, identity, and the list of
those who must be reached another way."""

import uuid
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.apps.matters import models as matters
from jiefen.apps.matters import queries, seats, store
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people.codes import clean_code
from jiefen.apps.people.identity import providers
from jiefen.apps.reach import companions, first, overview, pages, sending, services, telling, tries, typed
from jiefen.apps.reach.forms import AttemptForm, ContactForm, IdentityForm
from jiefen.apps.reach.models import CHANNELS, Delivery, Identification, Typed
from jiefen.core.access import may


@login_required
@require_safe
def reach(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Who was told what, when, and whether it arrived; who they are known to be; who stands beside whom."""
    page = pages.page_of(request, matter_id)
    held, seat = store.loaded(page.row), pages.own_seat(page)
    waiting = Typed.objects.filter(matter_id=matter_id, state=Typed.WAITING).select_related("typist", "speaker")
    staff, me = may(page.viewer, "invite"), page.viewer.participant
    return render(
        request,
        "reach/reach.html",
        {
            "page": page,
            "rows": overview.rows_of(page),
            "staff": staff,
            "may_add": bool(companions.may_add_for(page, held)),
            "types_for": [page.people[one] for one in typed.speakers(page, held, seat)],
            "typed": [
                _shown(page, one)
                for one in waiting
                if staff or me in (one.typist.participant, one.speaker.participant)
            ],
            "providers": [] if seat.office_id else list(providers().values()),
        },
    )  # fmt: skip


def _shown(page: queries.Page, one: Typed) -> tuple[Typed, Any, str, str]:
    """What waits for somebody's word: which act, who typed it, for whom."""
    names = page.name_of(one.typist.participant), page.name_of(one.speaker.participant)
    return one, page.procedure.actions[one.action].name, *names


def _may_print(page: queries.Page, seat: matters.Participation) -> bool:
    """Staff print a letter for everybody; a party for those who stand beside it, never in the name of another party."""
    if may(page.viewer, "invite"):
        return True
    held = store.loaded(page.row)
    beside = companions.companions_of(page.row).get(seat.participant)
    return (
        beside is not None
        and page.viewer.participant in beside.beside
        and may(page.viewer, "reissue-own", side=seat.side or None)
        and services.capacity_of(held, page.viewer.participant) == "self"
    )


@login_required
@require_POST
def letter(request: HttpRequest, matter_id: UUID, participant: str) -> HttpResponse:
    """A letter to print for somebody who has not joined: a fresh code, a QR code, plain words. The old code ends."""
    page = pages.page_of(request, matter_id)
    seat = pages.seat_in(page, participant)
    if seat.account_id is not None or not _may_print(page, seat):
        raise Http404
    notice = Delivery.objects.filter(participation=seat).order_by("made_at").first()
    code = services.invite(seat, effect=notice.effect if notice else "")
    sending.begin(seat, "letter", "printed", delivery=notice, by=request.user)
    link = f"{settings.JIEFEN['origin']}/i/{clean_code(code)}/"
    picture = mark_safe(segno.make(link, error="m").svg_inline(scale=4, dark="#12484f"))  # noqa: S308  drawn by us
    found = services.find_invitation(code)
    return render(
        request,
        "reach/letter.html",
        {"code": code, "link": f"{settings.JIEFEN['origin']}/i/", "picture": picture, "page": page, **first.told(found)},
    )


@login_required
@require_POST
def handed(request: HttpRequest, matter_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Staff say that they put a notice into the person's own hands, on paper."""
    page = pages.office_page(request, matter_id)
    found = get_object_or_404(Delivery.objects.select_related("participation"), pk=delivery_id, matter_id=matter_id)
    if found.by_hand_at is None:
        tries.log(
            store.loaded(page.row),
            found.participation,
            channel="letter",
            outcome="handed",
            by=request.user,
            as_participant=page.viewer.participant,
            identity_asked=True,
            told=[found],
        )
    return redirect("reach:reach", matter_id=matter_id)


@login_required
@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, matter_id: UUID, participant: str, way: str) -> HttpResponse:
    """Note a call, a visit or a letter: what was read out stands on the page, and how it went is asked."""
    page = pages.office_page(request, matter_id)
    if way not in tries.OUTCOMES_OF:
        raise Http404
    seat, held = pages.seat_in(page, participant), store.loaded(page.row)
    told = list(Delivery.objects.filter(participation=seat).order_by("made_at"))
    read = [(one, *telling.read_text(held, one)) for one in told]
    initial = {"told": [str(told[0].pk)] if told else [], "key": str(uuid.uuid4())}
    form = AttemptForm(
        way,
        [(str(one.pk), subject) for one, subject, _body in read],
        request.POST if request.method == "POST" else None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        proved = tries.log(
            held,
            seat,
            channel=way,
            outcome=given["outcome"],
            by=request.user,
            as_participant=page.viewer.participant,
            identity_asked=given["identity_asked"],
            note=given["note"],
            told=[one for one in told if str(one.pk) in given.get("told", [])],
            key=given["key"],
        )
        _say_noted(request, given["outcome"], proved)
        return redirect("reach:reach", matter_id=matter_id)
    contact = {name: value for name, value in sending.contact_of(held, seat).items() if value}
    context = {"page": page, "person": page.people[participant], "form": form, "read": read, "way": way}
    context |= {"shown_way": CHANNELS[way], "contact": contact.values()}
    return render(request, "reach/attempt.html", context, status=400 if form.is_bound else 200)


def _say_noted(request: HttpRequest, outcome: str, proved: bool) -> None:
    if proved:
        messages.success(request, _("Noted. It proves that the person was reached."))
    elif outcome in ("answered", "handed"):
        messages.warning(request, _("Noted. It proves nothing, because nobody asked who the person was."))
    else:
        messages.success(request, _("Noted. The person is not proved reached; nothing adverse happens to them."))


@login_required
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, matter_id: UUID, participant: str) -> HttpResponse:
    """Correct how somebody who has not joined may be reached, and write to them again."""
    page = pages.office_page(request, matter_id)
    seat, held = pages.seat_in(page, participant), store.loaded(page.row)
    form = ContactForm(request.POST if request.method == "POST" else None, initial=sending.contact_of(held, seat))
    if request.method == "POST" and form.is_valid():
        try:
            seats.correct_contact(seat, form.cleaned_data)
            messages.success(request, _("Saved."))
            return send(request, matter_id, participant) if "send" in request.POST else redirect("reach:reach", matter_id)
        except Refused:
            form.add_error(None, _("This person has joined and says for themselves how to reach them."))
    context = {"page": page, "person": page.people[participant], "form": form}
    return render(request, "reach/contact.html", context, status=400 if form.is_bound else 200)


@login_required
@require_POST
def send(request: HttpRequest, matter_id: UUID, participant: str) -> HttpResponse:
    """Write to somebody who has not joined once more, by every way that is open."""
    page = pages.office_page(request, matter_id)
    seat = pages.seat_in(page, participant)
    if seat.account_id is None and sending.again(store.loaded(page.row), seat, by=request.user):
        messages.success(request, _("It is being sent. Look at this page again in a moment."))
    else:
        messages.warning(
            request, _("No address is known to which it could be sent. Print a letter, call, or correct the contact.")
        )
    return redirect("reach:reach", matter_id=matter_id)


@login_required
@require_http_methods(["GET", "POST"])
def identify(request: HttpRequest, matter_id: UUID, participant: str) -> HttpResponse:
    """At the window: staff looked at a paper and confirm who somebody is."""
    page = pages.office_page(request, matter_id)
    seat = pages.seat_in(page, participant)
    if seat.account_id == request.user.pk:
        raise Http404  # nobody confirms themselves
    form = IdentityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        paper = form.cleaned_data["paper"]
        if not Identification.objects.filter(participation=seat, level="staff", how=paper, by=request.user).exists():
            seats.raise_identity(seat, "staff", how=paper, by=page.viewer.participant)
            services.note_identity(seat, "staff", how=paper, by=request.user)
        messages.success(request, _("Noted."))
        return redirect("reach:reach", matter_id=matter_id)
    context = {"page": page, "person": page.people[participant], "form": form}
    return render(request, "reach/identify.html", context, status=400 if form.is_bound else 200)


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The office's list: who must be reached another way, and what waits to be read back."""
    if not request.user.duties.filter(until=None).exists():
        raise Http404
    context = {"rows": tries.to_reach(request.user), "typed": tries.to_read_back(request.user)}
    return render(request, "reach/queue.html", context)
