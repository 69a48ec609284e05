"""Pages for those who were invited, and for notices."""

import json
import os
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiefen.apps.matters import clock, keys, store
from jiefen.apps.matters.errors import Refused
from jiefen.apps.matters.forms import say_refusal
from jiefen.apps.people import services as people
from jiefen.apps.people.codes import clean_code, code_digest, is_mistyped
from jiefen.apps.people.secrets import open_text, seal_text
from jiefen.apps.people.views import locked
from jiefen.apps.reach import first, services, telling, tries
from jiefen.apps.reach.forms import CodeForm, JoinForm
from jiefen.apps.reach.models import Delivery, Invitation

_PURPOSE = "invitation"
_SHOWN, _TYPED = "invited", "join_typed"  # in the session: the code that was shown to work, and what was typed to join


@require_http_methods(["GET", "POST"])
def type_code(request: HttpRequest) -> HttpResponse:
    """Type the code of a letter. What was typed stays in its place, whatever the answer is."""
    form = CodeForm(request.POST if request.method == "POST" else None, initial={"code": request.GET.get("code", "")[:60]})
    wait = people.minutes_to_wait(_PURPOSE, request)
    if wait:
        return _wait(request, form, wait)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        if services.find_invitation(typed) is not None:
            return redirect("reach:invitation", code=clean_code(typed))
        form.add_error("code", _count_wrong(request, typed))
    return render(request, "reach/code.html", {"form": form}, status=400 if form.is_bound else 200)


def _wait(request: HttpRequest, form: CodeForm, wait: int) -> HttpResponse:
    response = render(request, "reach/code.html", {"form": form, "wait_minutes": wait}, status=429)
    response["Retry-After"] = str(wait * 60)
    return response


def _count_wrong(request: HttpRequest, typed: str) -> str:
    """Note a wrong code, and say what is wrong with it."""
    if is_mistyped(typed):
        people.note_mistyped(_PURPOSE, request)
        return _(
            "One of the letters is not right, or one is missing. Compare them with your letter; 0 and O, 1 and I are the same."
        )
    people.note_wrong(_PURPOSE, request)
    return _("No letter has this code. Compare it with your letter, letter by letter; 0 and O, 1 and I are the same.")


def _invitation(request: HttpRequest, code: str) -> Invitation | HttpResponse:
    """The invitation that can be used, or the page that says why it cannot."""
    digest = code_digest(code)
    # Whoever has been shown this code's page is not guessing, even where somebody at the same address is.
    wait = 0 if digest and request.session.get(_SHOWN) == digest.hex() else people.minutes_to_wait(_PURPOSE, request)
    if wait:
        return locked(request, wait)
    found = services.find_invitation(code)
    if found is None:
        _count_wrong(request, code)
        why = "mistyped" if is_mistyped(code) else "unknown"
        return render(request, "reach/unusable.html", {"why": why, "typed": clean_code(code)}, status=404)
    seat = found.participation
    if found.used_at is not None or seat.account_id is not None:
        mine = request.user.is_authenticated and seat.account_id == request.user.pk
        if mine:
            return redirect("matters:matter", matter_id=found.matter_id)
        return render(request, "reach/unusable.html", {"why": "used", "office": first.office_of(found)}, status=410)
    if found.ended_at is not None or found.expires_at <= clock.now() or services.has_left(seat):
        kept = _TYPED in request.session
        return render(
            request, "reach/unusable.html", {"why": "expired", "office": first.office_of(found), "kept": kept}, status=410
        )
    return found


@require_safe
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """The first page, plain, without account: who invites, to what, and which rights one has."""
    found = _invitation(request, code)
    if isinstance(found, HttpResponse):
        return found
    services.opened(found)
    request.session[_SHOWN] = bytes(found.digest).hex()
    return render(request, "reach/invitation.html", {"code": code, **first.told(found)})


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Take the seat: with the account one has, or with a new one made on the spot."""
    if request.method == "POST":
        _keep_typed(request)
    found = _invitation(request, code)
    if isinstance(found, HttpResponse):
        return found
    told = first.told(found)
    form = JoinForm(
        request.POST if request.method == "POST" else None, initial={"name": told["invited"], **_typed_before(request)}
    )
    if request.user.is_authenticated:
        form.fields.pop("email")
    if request.method != "POST" or not form.is_valid():
        return render(request, "reach/join.html", {"form": form, "code": code, **told}, status=400 if form.is_bound else 200)
    return _joined(request, found, form, code, told)


def _keep_typed(request: HttpRequest) -> None:
    """What was typed to join stays in the session, sealed, until it is used: the code may end while somebody types."""
    plain = {name: request.POST.get(name, "")[:300] for name in ("name", "email", "phone")}
    request.session[_TYPED] = seal_text(json.dumps(plain), _TYPED, os.urandom(12))


def _typed_before(request: HttpRequest) -> dict[str, str]:
    try:
        plain = json.loads(open_text(request.session[_TYPED], _TYPED))
    except (KeyError, ValueError, keys.Unreadable):
        return {}
    return {name: value for name, value in plain.items() if value}


def _joined(request: HttpRequest, found: Invitation, form: JoinForm, code: str, told: dict[str, object]) -> HttpResponse:
    given, paper = form.cleaned_data, None
    if request.user.is_authenticated:
        account = request.user
    else:
        account, paper = people.account_for_party(name=given["name"], email=given["email"], language=get_language() or "")
    contact = {"email": given.get("email") or account.email, "phone": given["phone"]}
    try:
        services.take(found, account, profile={"name": given["name"], "kind": told["kind"], "contact": contact})
    except Refused as refused:
        form.add_error(None, say_refusal(refused))
        return render(request, "reach/join.html", {"form": form, "code": code, **told}, status=409)
    for name in (_TYPED, _SHOWN):
        request.session.pop(name, None)
    if request.user.is_authenticated:
        return redirect("matters:matter", matter_id=found.matter_id)
    response = people.sign_in(request, account, to=f"/matters/{found.matter_id}/")
    if paper is None:
        return response
    return render(request, "reach/joined.html", {"code": paper, "matter_id": found.matter_id})


@require_http_methods(["GET", "POST"])
def not_me(request: HttpRequest, code: str) -> HttpResponse:
    """The letter came to the wrong person: its code ends, and the office is told. Nothing is kept of the person."""
    found = _invitation(request, code)
    if isinstance(found, HttpResponse):
        return found
    if request.method == "POST":
        services.give_back(found)
        if request.user.is_authenticated:
            for name in (_TYPED, _SHOWN):
                request.session.pop(name, None)
        else:
            request.session.flush()
        return render(request, "reach/unusable.html", {"why": "given-back"})
    return render(request, "reach/not_me.html", {"code": code})


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """My notices, the newest first; for staff also who must be reached another way."""
    found = Delivery.objects.filter(participation__account=request.user, matter__wrapped_key__isnull=False)
    rows = [
        (one, telling.read_text(store.loaded(one.matter), one)[0])
        for one in found.select_related("matter").order_by("-made_at")[:100]
    ]
    waiting = len(tries.to_reach(request.user)) + len(tries.to_read_back(request.user))
    return render(request, "reach/notices.html", {"rows": rows, "waiting": waiting})


@login_required
@require_safe
def notice(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """One notice; opening it is recorded."""
    found = get_object_or_404(Delivery, pk=delivery_id, participation__account=request.user)
    services.read(found)
    subject, body = telling.read_text(store.loaded(found.matter), found)
    return render(request, "reach/notice.html", {"one": found, "subject": subject, "body": body})
