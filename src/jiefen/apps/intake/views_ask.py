"""The guided questions: one page each, with the way back, saving, and the answers once more before anything follows.

No account is needed and nothing is sent. Each page works without JavaScript and can be closed at any moment.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from jiefen import shelf
from jiefen.apps.intake import asking, guessing
from jiefen.apps.intake.asking import AnswerForm, Kept
from jiefen.apps.matters import clock
from jiefen.core.interview import Interview, Question
from jiefen.web.still import Kept as KeptPages
from jiefen.web.still import from_here, still


def pack_of() -> str:
    """The jurisdiction that this installation works under."""
    return str(settings.JIEFEN["pack"])


_SHARED: KeptPages[str] = KeptPages()
_CODE = "\u2042code\u2042"
"""Stands for a person's code in a body that is kept for others too."""


def _interview() -> Interview:
    try:
        return shelf.interview(pack_of())
    except ValueError as problem:
        raise Http404(str(problem)) from None


def _language() -> str:
    return get_language() or "zh-hans"


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """To the first question that is not answered, or to the ways when all are."""
    interview = _interview()
    kept = asking.kept_of(request.session)
    missing = interview.unanswered(kept.answers)
    if not kept.code:
        return redirect("intake:question", name=interview.questions[0].id)
    return redirect("intake:question", name=missing.id) if missing else redirect("intake:answers")


@from_here
@still
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, name: str) -> HttpResponse:
    """One question."""
    interview = _interview()
    try:
        one = interview.question(name)
    except KeyError:
        raise Http404 from None
    kept = asking.kept_of(request.session)
    form = _form(one, kept, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        if one.id in kept.typed and kept.answers.get(one.id) is None:
            form.initial["answer"] = kept.typed[one.id]
        return _drawn(request, interview, one, kept, form)
    elsewhere = request.POST.get("was") not in ("", asking.mark_of(kept, one)) and bool(kept.code)
    valid = form.is_valid()
    answer = form.cleaned_data.get("answer") if valid else None
    if elsewhere and kept.answers.get(one.id) not in (None, answer):
        return _drawn(request, interview, one, kept, _again(form, one, kept), other=kept.answers[one.id], status=409)
    _take(kept, one, form, answer, valid)
    asking.keep(request.session, kept)
    if "save" in request.POST:
        return redirect("intake:saved")
    if not valid:
        return _drawn(request, interview, one, kept, form, status=400)
    return _onward(request, interview, one, kept)


def _again(form: AnswerForm, one: Question, kept: Kept) -> AnswerForm:
    """The same form with what was typed, ready to be sent a second time over the other window's answer."""
    data = form.data.copy()
    data["was"] = asking.mark_of(kept, one)
    return _form(one, kept, data)


def _form(one: Question, kept: Kept, data: Any) -> AnswerForm:
    return AnswerForm(one, _language(), kept, clock.now().date(), data, currency=shelf.pack(pack_of()).currency)


def _take(kept: Kept, one: Question, form: AnswerForm, answer: Any, valid: bool) -> None:
    kept.typed.pop(one.id, None)
    if valid:
        kept.answers.pop(one.id, None)
        if answer is not None:
            kept.answers[one.id] = answer
        return
    typed = form.raw()
    kept.typed[one.id] = {key: str(value)[:10] for key, value in typed.items()} if isinstance(typed, dict) else str(typed)


def _onward(request: HttpRequest, interview: Interview, one: Question, kept: Kept) -> HttpResponse:
    answer = kept.answers.get(one.id)
    said = {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else answer
    if one.leads.get(str(said)) == "safe":
        return redirect("intake:safe")
    if request.GET.get("back") == "answers":
        return redirect("intake:answers")
    following = interview.following(one.id, kept.answers)
    return redirect("intake:question", name=following.id) if following else redirect("intake:answers")


def _drawn(
    request: HttpRequest,
    interview: Interview,
    one: Question,
    kept: Kept,
    form: AnswerForm,
    *,
    other: Any = None,
    status: int = 200,
) -> HttpResponse:
    path = interview.path(kept.answers)
    before = interview.before(one.id, kept.answers)
    place = next((at for at, each in enumerate(path, start=1) if each.id == one.id), 1)
    context = {
        "interview": interview,
        "one": one,
        "form": form,
        "place": place,
        "total": len(path),
        "back": reverse("intake:question", args=[before.id]) if before else reverse("intake:home"),
        "code": kept.code,
        "other": asking.in_words(one, other, pack_of(), clock.now().date(), _language()) if other is not None else "",
    }
    if one.type == "cause":
        context["guess"] = guessing.for_page(pack_of(), str(kept.answers.get("story") or ""), clock.now().date(), _language())
        context["chosen"] = kept.answers.get(one.id)
    if status == 200 and _shows_nothing_typed(request, one, kept):
        key = (one.id, _language(), place, len(path), context["back"], bool(kept.code), settings.JIEFEN["pack"])
        body = _SHARED.get(key)
        if body is None:
            body = render_to_string("intake/question.html", {**context, "code": _CODE}, request)
            _SHARED.put(key, body)
        return HttpResponse(body.replace(_CODE, escape(kept.code)))
    return render(request, "intake/question.html", context, status=status)


def _shows_nothing_typed(request: HttpRequest, one: Question, kept: Kept) -> bool:
    """Whether the page of a question is the same for everybody at this place: nobody signed in, nothing to tell, nothing
    answered here yet, and nothing guessed from a story."""
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and "_auth_user_id" not in request.session
        and "_messages" not in request.session
        and "messages" not in request.COOKIES
        and kept.answers.get(one.id) is None
        and one.id not in kept.typed
        and one.type != "cause"
    )


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Everything that was answered, each with a link to change it."""
    interview = _interview()
    kept = asking.kept_of(request.session)
    missing = interview.unanswered(kept.answers)
    if missing is not None:
        return redirect("intake:question", name=missing.id)
    day, path = clock.now().date(), interview.path(kept.answers)
    rows = [(one, asking.in_words(one, kept.answers.get(one.id), pack_of(), day, _language())) for one in path]
    return render(request, "intake/answers.html", {"rows": rows, "code": kept.code, "interview": interview})


@require_safe
def safe(request: HttpRequest) -> HttpResponse:
    """For somebody in danger: whom to call, the protection order, free help. Nobody on the other side is told."""
    from jiefen.apps.intake import ways

    return render(request, "intake/safe.html", {"ways": ways.safe_ways(pack_of(), clock.now().date())})


@require_http_methods(["GET", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Throw away the answers of this device."""
    if request.method == "POST":
        from jiefen.apps.intake import services

        kept = asking.kept_of(request.session)
        services.end_draft(kept.code)
        request.session.pop("ask", None)
        return redirect("intake:home")
    return render(request, "intake/forget.html")
