"""Pages for those who were invited, for notices, and for whoever must know who was reached."""

from uuid import UUID

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.apps.matters import clock, presentation, queries, store
from jiefen.apps.matters import models as matters
from jiefen.apps.matters import services as matter_services
from jiefen.apps.matters.errors import NoSuchMatter, Refused
from jiefen.apps.matters.forms import say_refusal
from jiefen.apps.people import services as people
from jiefen.apps.people.codes import clean_code
from jiefen.apps.reach import services
from jiefen.apps.reach.forms import CodeForm, JoinForm
from jiefen.apps.reach.models import Delivery, Invitation
from jiefen.core.access import Confidence, may

_PURPOSE = "invitation"


@require_http_methods(["GET", "POST"])
def type_code(request: HttpRequest) -> HttpResponse:
    """Type the code of a letter."""
    if people.too_many(_PURPOSE, request):
        return render(request, "jiefen/errors/429.html", status=429)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if services.find_invitation(form.cleaned_data["code"]) is not None:
            return redirect("reach:invitation", code=clean_code(form.cleaned_data["code"]))
        people.note_wrong(_PURPOSE, request)
        form.add_error(
            "code", _("No letter has this code. Compare it with your letter, letter by letter; 0 and O, 1 and I are the same.")
        )
    return render(request, "reach/code.html", {"form": form}, status=400 if form.is_bound else 200)


def _invitation(request: HttpRequest, code: str) -> Invitation | HttpResponse:
    """The invitation that can be used, or the page that says why it cannot."""
    if people.too_many(_PURPOSE, request):
        return render(request, "jiefen/errors/429.html", status=429)
    found = services.find_invitation(code)
    if found is None:
        people.note_wrong(_PURPOSE, request)
        return render(request, "reach/unusable.html", {"why": "unknown"}, status=404)
    seat = found.participation
    if found.used_at is not None or seat.account_id is not None:
        mine = request.user.is_authenticated and seat.account_id == request.user.pk
        return (
            redirect("matters:matter", matter_id=found.matter_id)
            if mine
            else render(request, "reach/unusable.html", {"why": "used"}, status=410)
        )
    if found.ended_at is not None or found.expires_at <= clock.now():
        return render(request, "reach/unusable.html", {"why": "expired", "office": found.institution}, status=410)
    return found


@require_safe
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """The first page, plain, without account: who invites, to what, and which rights one has."""
    found = _invitation(request, code)
    if isinstance(found, HttpResponse):
        return found
    services.opened(found)
    return render(request, "reach/invitation.html", {"code": code, **_told(found)})


def _told(found: Invitation) -> dict[str, object]:
    """What somebody invited may know before joining: the body, the subject in open words, and by when."""
    held = store.loaded(found.matter)
    language = get_language() or ""
    shown = {
        name: value
        for name, value in held.matter.facts.items()
        if name in ("claim", "amount") and held.procedure.facts[name].confidence is Confidence.OPEN
    }
    seat = found.participation
    role = held.procedure.roles[seat.role]
    clocks = [
        (deadline, held.matter.running[name])
        for name, deadline in held.procedure.deadlines.items()
        if name in held.matter.running and role.id in deadline.who
    ]
    profile_name = queries.people_of(held, queries.Viewer(), None)[seat.participant].name
    return {
        "office": found.institution,
        "procedure": held.procedure,
        "number": held.row.number,
        "facts": presentation.show_facts(held.procedure, shown, language, {}),
        "until": clocks[0][1].act_by if clocks else None,
        "silence": clocks[0][0].consequence if clocks else None,
        "invited": profile_name,
    }


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Take the seat: with the account one has, or with a new one made on the spot."""
    found = _invitation(request, code)
    if isinstance(found, HttpResponse):
        return found
    told = _told(found)
    form = JoinForm(request.POST or None, initial={"name": told["invited"]})
    if request.user.is_authenticated:
        form.fields.pop("email")
    if request.method != "POST" or not form.is_valid():
        return render(request, "reach/join.html", {"form": form, "code": code, **told}, status=400 if form.is_bound else 200)
    return _joined(request, found, form, code, told)


def _joined(request: HttpRequest, found: Invitation, form: JoinForm, code: str, told: dict[str, object]) -> HttpResponse:
    given = form.cleaned_data
    paper = None
    if request.user.is_authenticated:
        account = request.user
    else:
        account, paper = people.account_for_party(name=given["name"], email=given["email"], language=get_language() or "")
    profile = {
        "name": given["name"],
        "kind": "person",
        "contact": {"email": given.get("email") or account.email, "phone": given["phone"]},
    }
    try:
        matter_services.take_seat(found.participation_id, account, profile=profile, identity="code")
    except Refused as refused:
        form.add_error(None, say_refusal(refused))
        return render(request, "reach/join.html", {"form": form, "code": code, **told}, status=409)
    Invitation.objects.filter(pk=found.pk).update(used_at=clock.now())
    if found.effect:
        matter_services.report(found.matter_id, found.effect, "joined")
    if request.user.is_authenticated:
        return redirect("matters:matter", matter_id=found.matter_id)
    response = people.sign_in(request, account, to=f"/matters/{found.matter_id}/")
    if paper is None:
        return response
    return render(request, "reach/joined.html", {"code": paper, "matter_id": found.matter_id})


@require_http_methods(["GET", "POST"])
def not_me(request: HttpRequest, code: str) -> HttpResponse:
    """The letter came to the wrong person: its code ends, and the office is told."""
    found = _invitation(request, code)
    if isinstance(found, HttpResponse):
        return found
    if request.method == "POST":
        Invitation.objects.filter(pk=found.pk).update(ended_at=clock.now(), wrong_person=True)
        return render(request, "reach/unusable.html", {"why": "given-back"})
    return render(request, "reach/not_me.html", {"code": code})


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """My notices, the newest first."""
    found = Delivery.objects.filter(participation__account=request.user).select_related("matter").order_by("-made_at")
    rows = [(one, services.read_text(store.loaded(one.matter), one)[0]) for one in found[:100]]
    return render(request, "reach/notices.html", {"rows": rows})


@login_required
@require_safe
def notice(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """One notice; opening it is recorded."""
    found = get_object_or_404(Delivery, pk=delivery_id, participation__account=request.user)
    services.read(found)
    subject, body = services.read_text(store.loaded(found.matter), found)
    return render(request, "reach/notice.html", {"one": found, "subject": subject, "body": body})


def _page(request: HttpRequest, matter_id: UUID) -> queries.Page:
    try:
        return queries.page_of(request.user, matter_id)
    except NoSuchMatter:
        raise Http404 from None


@login_required
@require_safe
def reach(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Who was told what, when, and whether it arrived."""
    page = _page(request, matter_id)
    staff = may(page.viewer, "invite")
    rows = []
    for person in page.people.values():
        seen = staff or person.is_me or person.side == page.viewer.side
        sent = Delivery.objects.filter(matter_id=matter_id, participation__participant=person.participant).order_by("made_at")
        invited = Invitation.objects.filter(matter_id=matter_id, participation__participant=person.participant).order_by(
            "made_at"
        )
        rows.append((person, list(sent) if seen else [], list(invited)))
    return render(request, "reach/reach.html", {"page": page, "rows": rows, "staff": staff})


@login_required
@require_POST
def letter(request: HttpRequest, matter_id: UUID, participant: str) -> HttpResponse:
    """A letter to print for somebody who has not joined: a fresh code, a QR code, plain words. The old code ends."""
    page = _page(request, matter_id)
    seat = get_object_or_404(matters.Participation, matter_id=matter_id, participant=participant, account=None, office=None)
    if not may(page.viewer, "invite"):
        raise Http404
    effect = Delivery.objects.filter(participation=seat).order_by("made_at").values_list("effect", flat=True).first() or ""
    code = services.invite(seat, effect=effect)
    link = f"{settings.JIEFEN['origin']}/i/{clean_code(code)}/"
    picture = mark_safe(segno.make(link, error="m").svg_inline(scale=4, dark="#12484f"))  # noqa: S308  drawn by us
    found = services.find_invitation(code)
    return render(
        request,
        "reach/letter.html",
        {"code": code, "link": f"{settings.JIEFEN['origin']}/i/", "picture": picture, "page": page, **_told(found)},
    )


@login_required
@require_POST
def handed(request: HttpRequest, matter_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Staff say that a notice was handed over on paper."""
    page = _page(request, matter_id)
    if not may(page.viewer, "invite"):
        raise Http404
    found = get_object_or_404(Delivery, pk=delivery_id, matter_id=matter_id)
    services.handed_over(found, page.viewer.participant)
    return redirect("reach:reach", matter_id=matter_id)
