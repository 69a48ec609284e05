"""The ways that are open, side by side. The person chooses; nothing on this page has been sent to anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from jiefen import shelf
from jiefen.apps.intake import asking
from jiefen.apps.intake import ways as open_ways
from jiefen.apps.intake.asking import Kept
from jiefen.apps.intake.views_ask import pack_of
from jiefen.apps.matters import clock
from jiefen.core.routes import Routes, Standing, aid_grounds, safety
from jiefen.web.language import tag


@require_http_methods(["GET", "POST"])
def ways(request: HttpRequest) -> HttpResponse:
    """What may be done, how long it may take, what it costs, and how each way ends."""
    interview, kept = shelf.interview(pack_of()), asking.kept_of(request.session)
    missing = interview.unanswered(kept.answers)
    if missing is not None:
        return redirect("intake:question", name=missing.id)
    routes = shelf.routes(pack_of())
    if routes is None:
        return redirect("intake:choose")
    if request.method == "POST":
        _answer(request, routes, kept)
        return redirect("intake:ways")
    today, language = clock.now().date(), get_language() or "zh-hans"
    known = _known(routes, kept)
    found = open_ways.ways_for(pack_of(), known, today, language)
    cause = open_ways.cause_of(pack_of(), known, today)
    context = {
        "open": [one for one in found if one.choice.standing in (Standing.FIRST, Standing.OPEN)],
        "depends": [(one, [routes.answers[name] for name in one.choice.asks if name in routes.answers])
                    for one in found if one.choice.standing is Standing.DEPENDS],
        "closed": [one for one in found if one.choice.standing is Standing.CLOSED],
        "cause": cause,
        "safety": safety(routes, open_ways.answers_of(pack_of(), known, today)),
        "limit": open_ways.limit_for(pack_of(), known, today),
        "limit_lines": _lines(known, today),
        "aid": aid_grounds(routes, cause),
        "relief": open_ways.relief(pack_of(), known, today),
        "topics": [one for one in shelf.guidance(pack_of()).values() if cause is not None and cause.id in one.causes],
        "pack": pack_of(),
        "code": kept.code,
    }  # fmt: skip
    return render(request, "intake/ways.html", context)


def _known(routes: Routes, kept: Kept) -> dict[str, object]:
    """The answers of the interview, and those that were given on this page."""
    more = {name: kept.answers[name] for name in routes.answers if name in kept.answers}
    return {**more, **kept.settled(shelf.interview(pack_of()))}


def _answer(request: HttpRequest, routes: Routes, kept: Kept) -> None:
    """Take the answer to what a way depends on; anything else is left alone."""
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    answer = routes.answers.get(name)
    if answer is None:
        return
    if answer.type == "yesno" and value in ("yes", "no"):
        kept.answers[name] = value == "yes"
    elif answer.type == "choice" and value in answer.options:
        kept.answers[name] = value
    elif answer.type == "number" and value.isascii() and value.isdigit() and len(value) < 6:
        kept.answers[name] = int(value)
    asking.keep(request.session, kept)


def _lines(known: dict[str, object], today) -> list[str]:  # type: ignore[no-untyped-def]
    """How the end of limitation was found, with citations as people read them."""
    from jiefen.apps.matters.presentation import readable

    found = open_ways.limit_for(pack_of(), known, today)
    lang = tag(get_language() or "zh-hans")
    return [readable(one, shelf.sources(pack_of()), lang) for one in found.result.lines(lang)] if found else []
