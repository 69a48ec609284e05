"""Pages for typing what somebody else says: choose the act, type it, and have it confirmed by the person."""

import re
import uuid
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiefen.apps.matters import presentation, queries, store
from jiefen.apps.matters.errors import Refused, Stale
from jiefen.apps.matters.forms import ActForm, say_refusal
from jiefen.apps.people import services as people
from jiefen.apps.people.views import locked
from jiefen.apps.reach import pages, typed
from jiefen.apps.reach.forms import OwnCodeForm, ReadBackForm
from jiefen.apps.reach.models import Typed
from jiefen.core.procedure.model import Action

_PURPOSE = "own-code"
_MOST_ROWS = 50
_OURS = ("csrfmiddlewaretoken", "request_key", "seen", "add_row", "rows")


@login_required
@require_safe
def choose(request: HttpRequest, matter_id: UUID, participant: str) -> HttpResponse:
    """What a person may do now, for somebody who types it for them."""
    page, held = _for(request, matter_id, participant)
    acts = typed.actions_for(held, participant)
    return render(request, "reach/typed_choose.html", {"page": page, "person": page.people[participant], "acts": acts})


def _for(request: HttpRequest, matter_id: UUID, participant: str) -> tuple[queries.Page, store.Loaded]:
    page = pages.page_of(request, matter_id)
    held = store.loaded(page.row)
    if participant not in typed.speakers(page, held, pages.own_seat(page)):
        raise Http404
    return page, held


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, matter_id: UUID, participant: str, action: str) -> HttpResponse:
    """Type an act for somebody. What was typed survives every refusal, and can be changed until it is confirmed."""
    page, held = _for(request, matter_id, participant)
    act = next((one for one in typed.actions_for(held, participant) if one.id == action), None)
    if act is None:
        raise Http404
    mine = Typed.objects.filter(matter_id=matter_id, typist__participant=page.viewer.participant, state=Typed.WAITING)
    asked = request.GET.get("draft", "")
    before = mine.filter(pk=asked, speaker__participant=participant, action=action).first() if _is_id(asked) else None
    form = _form(request, page, act, typed.read(held, before).fields if before else {})
    if request.method == "POST" and "add_row" not in request.POST and form.is_valid():
        text = typed.Text(
            form.data_of_act(),
            form.cleaned_data.get("reason", ""),
            form.cleaned_data.get("ground", ""),
            {name: value for name, value in request.POST.items() if name not in _OURS},
        )
        try:
            seats = pages.own_seat(page), pages.seat_in(page, participant)
            one = typed.keep(
                page,
                held,
                request.user,
                typist=seats[0],
                speaker=seats[1],
                action=action,
                text=text,
                seen=page.seen,
                before=before,
            )
            return redirect("reach:typed", matter_id, one.pk)
        except Refused as refused:
            form.take_refusal(refused)
    context = {"page": page, "person": page.people[participant], "action": act, "form": form}
    return render(request, "reach/typed_write.html", context, status=400 if form.is_bound and form.errors else 200)


def _is_id(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _form(request: HttpRequest, page: queries.Page, act: Action, before: dict[str, str]) -> ActForm:
    """The form of an act; `before` is what was typed earlier and is shown to be changed."""
    people_here = [(one.participant, one.name) for one in page.people.values() if not one.is_office]
    data: dict[str, str] | None = None
    if request.method == "POST" or before:
        data = request.POST.dict() if request.method == "POST" else {**before, "request_key": str(uuid.uuid4())}
    rows = _rows(data or {})
    initial = {"request_key": str(uuid.uuid4()), "seen": page.seen}
    return ActForm(page.procedure, act, get_language() or "zh-hans", people_here, data, initial=initial, rows=rows)


def _rows(data: dict[str, str]) -> int:
    """How many rows a list has: as many as are filled in or were shown, and one more where one was asked for."""
    filled = [int(found[1]) + 1 for name in data if (found := re.fullmatch(r"\w+-(\d{1,2})-\w+", name))]
    shown = data.get("rows", "1")
    asked = int(shown) if shown.isdecimal() and len(shown) < 4 else 1
    return min(max(1, asked, *filled) + ("add_row" in data), _MOST_ROWS)


@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, matter_id: UUID, typed_id: UUID) -> HttpResponse:
    """What was typed for somebody, to be read, and the ways in which that person can say that it is right."""
    page = pages.page_of(request, matter_id)
    rows = Typed.objects.select_related("typist", "speaker", "speaker__account")
    one, me = get_object_or_404(rows, pk=typed_id, matter_id=matter_id), page.viewer.participant
    held = store.loaded(page.row)
    how = typed.can_confirm(page, held, one)
    if not how and me not in (one.typist.participant, one.speaker.participant):
        raise Http404
    form = {"own-code": OwnCodeForm, "staff": ReadBackForm}.get(how)
    shown = form(request.POST if request.method == "POST" else None) if form else None
    if request.method == "POST" and "no" in request.POST and one.state == Typed.WAITING:
        typed.settle(one, Typed.TAKEN_BACK if me == one.typist.participant else Typed.DECLINED)
        messages.success(request, _("It was not sent, and is kept no longer."))
        return redirect("reach:reach", matter_id)
    if request.method == "POST" and how and (shown is None or shown.is_valid()):
        answer = _confirmed(request, page, held, one, how, shown)
        if answer is not None:
            return answer
    return _show(request, page, held, one, how, shown)


def _confirmed(request, page, held, one, how, form) -> HttpResponse | None:  # type: ignore[no-untyped-def]
    """Perform what the person has said to be right; None when the form says what is wrong."""
    by = request.user
    if how == "own-code":
        wait = people.minutes_to_wait(_PURPOSE, request)
        if wait:
            return locked(request, wait)
        by = people.account_by_return_code(form.cleaned_data["code"])
        if by is None or by.pk != one.speaker.account_id:
            people.note_wrong(_PURPOSE, request)
            form.add_error("code", _("This is not this person's code. It stands on the paper that they got when they joined."))
            return None
    me = one.speaker.participant if how == "own-code" else page.viewer.participant
    try:
        done = typed.confirm(held, one, how=how, by=by, as_participant=me)
    except Refused as refused:
        messages.error(request, say_refusal(refused))
        return None
    except Stale as moved:
        typed.seen_now(one, moved.seq)
        fresh = pages.page_of(request, page.id)
        timeline = presentation.show_timeline(fresh, get_language() or "zh-hans")
        stale = [told for told in timeline if told.seq in moved.missed]
        return _show(request, fresh, held, one, how, form, stale)
    messages.success(request, _("Done and recorded."))
    if done.receipt is not None and how != "own-code":
        request.session["receipt"] = {
            "number": done.receipt.number, "seq": done.receipt.seq, "at": done.receipt.at,
            "fingerprint": done.receipt.fingerprint, "repeated": done.repeated,
        }  # fmt: skip
    return redirect("matters:matter", matter_id=page.id)


def _show(request, page, held, one, how, form, stale=()) -> HttpResponse:  # type: ignore[no-untyped-def]
    text, language = typed.read(held, one), get_language() or "zh-hans"
    act = page.procedure.actions[one.action]
    context = {
        "page": page,
        "one": one,
        "action": act,
        "how": how,
        "form": form,
        "stale": stale,
        "typist": page.people[one.typist.participant],
        "speaker": page.people[one.speaker.participant],
        "facts": presentation.show_facts(page.procedure, text.data, language, page.people),
        "reason": text.reason,
        "ground": next((ground.name for ground in act.grounds if ground.id == text.ground), ""),
        "mine": page.viewer.participant == one.typist.participant,
        "waiting": one.state == Typed.WAITING,
    }
    bad = form is not None and form.is_bound and bool(form.errors)
    return render(request, "reach/typed.html", context, status=409 if stale else 400 if bad else 200)
