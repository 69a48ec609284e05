"""Filing one question at a time: what the first questions gave is there already; then check, then send."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiefen.apps.intake import asking, services, steps
from jiefen.apps.intake.forms import FactsForm, PeopleForm
from jiefen.apps.intake.steps import Step
from jiefen.apps.intake.views import one_sided, way_of
from jiefen.apps.intake.views_ask import pack_of
from jiefen.apps.matters import clock
from jiefen.core.procedure.model import FactType, Procedure


@require_POST
def go(request: HttpRequest, procedure: str) -> HttpResponse:
    """Begin a way with what was answered before, so that nobody writes it twice."""
    found, action = way_of(procedure)
    kept = asking.kept_of(request.session)
    known = _known(found, action, kept)
    code, version, _conflict = services.save_draft(known, None, None)
    request.session[f"draft:{procedure}"] = {"code": code, "version": version}
    people, facts = _forms(found, action, known)
    open_steps = steps.steps_of(people, facts)
    first = next((one for one in open_steps if not any(known.get(name) for name in one.fields)), open_steps[0])
    return redirect("intake:step", procedure=procedure, step=first.id)


def _known(procedure: Procedure, action: str, kept: asking.Kept) -> dict[str, Any]:
    """The answers that the filing asks for as well, as its form takes them."""
    known: dict[str, Any] = {"procedure": procedure.id, "request_key": str(uuid.uuid4())}
    for ask in procedure.actions[action].asks:
        value = kept.answers.get(ask.fact)
        fact = procedure.facts[ask.fact]
        if value is None:
            continue
        if fact.type is FactType.MONEY:
            known[ask.fact] = f"{value // 100}.{value % 100:02d}" if value % 100 else str(value // 100)
        elif fact.type in (FactType.TEXT, FactType.DATE):
            known[ask.fact] = str(value)[: fact.longest or 20_000]
    known |= {name: kept.answers[name] for name in ("cause", "place") if kept.answers.get(name)}
    return known


def _forms(procedure: Procedure, action: str, data: Any) -> tuple[PeopleForm, FactsForm]:
    language = get_language() or "zh-hans"
    alone = one_sided(procedure, action)
    people = PeopleForm(pack_of(), language, clock.now().date(), data, one_sided=alone)
    facts = FactsForm(procedure, procedure.actions[action], language, [], data)
    steps.number(people, facts)
    return people, facts


@require_safe
def first(request: HttpRequest, procedure: str) -> HttpResponse:
    """To the first page of a way."""
    found, action = way_of(procedure)
    return redirect("intake:step", procedure=procedure, step=steps.steps_of(*_forms(found, action, None))[0].id)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, procedure: str, step: str) -> HttpResponse:
    """One page of a filing. What is typed is kept at once, right or wrong."""
    found, action = way_of(procedure)
    draft = request.session.get(f"draft:{procedure}")
    held = services.find_draft(draft["code"]) if draft else None
    answers = services.read_draft(held) if held is not None else {"procedure": procedure, "request_key": str(uuid.uuid4())}
    people, facts = _forms(found, action, _with_defaults(request, answers))
    every = steps.steps_of(people, facts)
    here = next((one for one in every if one.id == step), None)
    if here is None:
        raise Http404
    code, conflict = str(draft["code"]) if held is not None else "", False
    if request.method == "POST":
        answers = {**answers, **steps.typed_in(here, request.POST)}
        code, version, conflict = services.save_draft(answers, code or None, held.version if held is not None else None)
        request.session[f"draft:{procedure}"] = {"code": code, "version": version}
        people, facts = _forms(found, action, answers)
        form = steps.narrowed(here, people, facts)
        if form.is_valid() and not conflict:
            if "save" in request.POST:
                return redirect(f"{reverse('intake:saved')}?way={procedure}")
            return _onward(request, every, here, procedure)
    else:
        form = steps.narrowed(here, *_unbound(people, facts, answers))
    return _drawn(request, found, every, here, form, code, conflict, steps.title_of(here, facts))


def _with_defaults(request: HttpRequest, answers: dict[str, Any]) -> dict[str, Any]:
    if request.user.is_authenticated:
        return {"my_name": str(request.user), "my_email": request.user.email, **answers}
    return answers


def _unbound(people: PeopleForm, facts: FactsForm, answers: dict[str, Any]) -> tuple[PeopleForm, FactsForm]:
    """The same forms showing what is kept without complaining of what has not been asked yet."""
    for form in (people, facts):
        form.initial = {**form.initial, **form.data, **answers} if form.data else {**form.initial, **answers}
        form.is_bound, form.data = False, {}
    return people, facts


def _onward(request: HttpRequest, every: tuple[Step, ...], here: Step, procedure: str) -> HttpResponse:
    place = every.index(here)
    if request.GET.get("back") == "check" or place + 1 == len(every):
        return redirect("intake:check", procedure=procedure)
    return redirect("intake:step", procedure=procedure, step=every[place + 1].id)


def _drawn(
    request: HttpRequest,
    found: Procedure,
    every: tuple[Step, ...],
    here: Step,
    form: Any,
    code: str,
    conflict: bool,
    title: str,
) -> HttpResponse:
    place = every.index(here)
    back = reverse("intake:step", args=[found.id, every[place - 1].id]) if place else reverse("intake:ways")
    context = {
        "procedure": found,
        "step": here,
        "form": form,
        "fields": [form[name] for name in here.fields],
        "alone": len(here.fields) == 1,
        "place": place + 1,
        "total": len(every),
        "back": back,
        "code": code,
        "conflict": conflict,
        "title": title,
    }
    return render(request, "intake/step.html", context, status=400 if form.is_bound else 200)
