"""The first pages: what this is, telling a problem, checking it, sending it."""

import uuid
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiefen import shelf
from jiefen.apps.intake import services, steps
from jiefen.apps.intake.forms import FactsForm, PeopleForm
from jiefen.apps.matters import clock, presentation, queries
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people import services as people
from jiefen.apps.people.models import Account, Place
from jiefen.core.procedure.model import Procedure
from jiefen.web.language import in_language
from jiefen.web.still import still


@still
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and where to begin."""
    return render(request, "intake/home.html")


@still
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Help: whom to call, how to come back, what to do when something is wrong."""
    return render(request, "intake/help.html")


@still
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """What this software promises, in plain words."""
    return render(request, "intake/rights.html")


@still
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The ways in which one can begin, side by side."""
    pack = settings.JIEFEN["pack"]
    ways = [shelf.procedure(pack, name, on=clock.now().date()) for name, _action in shelf.pack(pack).opens]
    return render(request, "intake/choose.html", {"ways": ways})


def way_of(name: str) -> tuple[Procedure, str]:
    """The procedure of the day that a person may begin with, and its opening action. Raises Http404."""
    pack = settings.JIEFEN["pack"]
    for procedure, action in shelf.pack(pack).opens:
        if procedure == name:
            return shelf.procedure(pack, name, on=clock.now().date()), action
    raise Http404


def one_sided(procedure: Procedure, action: str) -> bool:
    """Whether nobody is on the other side, or nobody there must hear of it."""
    return services.party_roles(procedure, action)[1] is None


def _forms(request: HttpRequest, procedure: Procedure, action: str, answers: dict[str, Any] | None) -> tuple[Any, Any]:
    language = get_language() or "zh-hans"
    data = request.POST if request.method == "POST" else answers
    initial = {"request_key": str(uuid.uuid4())}
    if request.method != "POST" and request.user.is_authenticated:
        initial |= {"my_name": str(request.user), "my_email": request.user.email}
    people_form = PeopleForm(
        settings.JIEFEN["pack"], language, clock.now().date(), data, initial=initial, one_sided=one_sided(procedure, action)
    )
    facts = FactsForm(procedure, procedure.actions[action], language, [], data)
    return people_form, facts


@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, procedure: str) -> HttpResponse:
    """Tell the problem. Everything typed is kept at once, under a code with which one can go on anywhere."""
    found, action = way_of(procedure)
    draft = request.session.get(f"draft:{procedure}")
    kept = services.find_draft(draft["code"]) if draft else None
    answers = services.read_draft(kept) if kept is not None and request.method != "POST" else None
    people_form, facts = _forms(request, found, action, answers)
    conflict = False
    if request.method == "POST":
        typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
        typed["procedure"] = procedure
        code, version, conflict = services.save_draft(
            typed, draft["code"] if draft else None, draft["version"] if draft else None
        )
        request.session[f"draft:{procedure}"] = {"code": code, "version": version}
        both = people_form.is_valid() & facts.is_valid()
        if both and "save" not in request.POST:
            return redirect("intake:check", procedure=procedure)
    code = request.session.get(f"draft:{procedure}", {}).get("code", "")
    bound = request.method == "POST"
    return render(
        request,
        "intake/tell.html",
        {
            "procedure": found,
            "people": people_form,
            "facts": facts,
            "code": code,
            "conflict": conflict,
            "saved": bound and "save" in request.POST,
        },
        status=400 if bound and "save" not in request.POST else 200,
    )


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, procedure: str) -> HttpResponse:
    """Everything once more before it is sent; then sent once, however often the button is pressed."""
    found, action = way_of(procedure)
    draft = request.session.get(f"draft:{procedure}")
    kept = services.find_draft(draft["code"]) if draft else None
    if kept is None:
        sent = request.session.get(f"sent:{procedure}")
        return redirect("matters:matter", matter_id=sent) if sent else redirect("intake:tell", procedure=procedure)
    answers = services.read_draft(kept)
    language = get_language() or "zh-hans"
    people_form = PeopleForm(settings.JIEFEN["pack"], language, clock.now().date(), answers, one_sided=one_sided(found, action))
    facts = FactsForm(found, found.actions[action], language, [], answers)
    pages = steps.steps_of(people_form, facts)
    if not (people_form.is_valid() & facts.is_valid()):
        missing = steps.first_open(pages, people_form, facts)
        return redirect("intake:step", procedure=procedure, step=(missing or pages[0]).id)
    problem = ""
    if request.method == "POST":
        try:
            return _send(request, found, action, people_form.cleaned_data, facts.data_of_act(), draft["code"])
        except Refused as refused:
            facts.take_refusal(refused)
            problem = "; ".join(error for errors in facts.errors.values() for error in errors)
        except services.NoOffice:
            problem = _(
                "No office that takes this on is known here yet. Your text is kept; choose another way or another place."
            )
    rows = [
        (label, value, reverse("intake:step", args=[procedure, page.id]))
        for page in pages
        for label, value in rows_of(page, found, people_form, facts, language)
    ]
    return render(request, "intake/check.html", {"procedure": found, "rows": rows, "problem": problem})


def rows_of(
    page: steps.Step, procedure: Procedure, people_form: PeopleForm, facts: FactsForm, language: str
) -> Iterator[tuple[str, str]]:
    """What was answered on one page of the filing, as its person reads it again."""
    if page.of_people:
        for name in page.fields:
            field, value = people_form.fields[name], people_form.cleaned_data.get(name)
            choices = dict(flatten_choices(getattr(field, "choices", ()) or ()))
            yield str(field.label), str(choices.get(value, value or ""))
        return
    fact, value = procedure.facts[page.id], facts.data_of_act().get(page.id)
    shown = presentation.show_fact(fact, value, language, {}) if value not in (None, "", []) else None
    if shown is None:
        yield in_language(dict(fact.label), language), ""
    elif shown.rows:
        yield shown.label, "\n".join(" · ".join(row) for row in shown.rows)
    else:
        yield shown.label, shown.text


def profile_of(given: dict[str, Any], who: str) -> dict[str, Any]:
    """What was said of one person: name, kind and how to reach them. `who`: "my" or "other"."""
    contact = {name: given.get(f"{who}_{name}", "") for name in ("email", "phone", "address")}
    return {"name": given[f"{who}_name"], "kind": given.get(f"{who}_kind", "person"), "contact": contact}


def others_of(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The other side, each with what was said of them."""
    if "other_name" not in given:
        return []
    names = [one.strip() for one in given["other_name"].replace("，", ",").replace("、", ",").split(",") if one.strip()]
    return [{**profile_of(given, "other"), "name": name} for name in names]


def _send(
    request: HttpRequest, procedure: Procedure, action: str, given: dict[str, Any], data: dict[str, Any], code: str
) -> HttpResponse:
    pack, paper = settings.JIEFEN["pack"], None
    account = request.user if request.user.is_authenticated else None
    if account is None:
        account, paper = people.account_for_party(name=given["my_name"], email=given["my_email"], language=get_language() or "")
    day = clock.now().date()
    done = services.file_matter(
        pack,
        procedure.id,
        action,
        applicant=profile_of(given, "my"),
        others=others_of(given),
        data=data,
        title=services.title_for(pack, given["cause"], data.get("claim") or "", day),
        account=account,
        request_key=given["request_key"],
        place=Place.objects.filter(pk=given["place"]).first(),
        cause=given["cause"],
        identity="claimed",
        helper=given.get("helper_name", ""),
    )
    services.end_draft(code)
    request.session[f"sent:{procedure.id}"] = str(done.matter.pk)
    context = {"receipt": done.receipt, "matter_id": done.matter.pk, "code": paper, "procedure": procedure}
    context |= {"helped": given["my_name"] if given.get("helper_name") else ""}
    context |= what_comes(account, done.matter.pk)
    if not request.user.is_authenticated:
        people.sign_in(request, account)
    return render(request, "intake/sent.html", context)


def what_comes(account: Account, matter_id: UUID) -> dict[str, Any]:
    """What happens next and by when, for the page that says "sent"."""
    page = queries.page_of(account, matter_id)
    soonest, language = page.next_deadline, get_language() or "zh-hans"
    return {
        "state": page.state,
        "next": presentation.show_clock(page, soonest, language, clock.now()) if soonest is not None else None,
    }
