"""Staff file for somebody at the window, by telephone or on a visit: write, read back, send, record the person's word.

What is typed is kept sealed under a draft of its own, named in the address, so that two windows never mix two people.
"""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiefen import shelf
from jiefen.apps.intake import assisted, services, steps
from jiefen.apps.intake.forms import FactsForm, PeopleForm
from jiefen.apps.intake.forms_assist import WAYS, AssistedForm, ReadBackForm
from jiefen.apps.intake.models import Assisted
from jiefen.apps.intake.views import one_sided, others_of, profile_of, rows_of, way_of
from jiefen.apps.intake.views_filed import show_filed
from jiefen.apps.matters import clock
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people.models import Duty, Place
from jiefen.core.procedure.model import Procedure
from jiefen.web.language import direction, html_lang, tag

_DRAFTS, _SENT = "assist", "assist_sent"
_MOST = 20
"""Unfinished filings, and sent ones, that a session remembers."""
_OURS = ("csrfmiddlewaretoken",)


def _desk(request: HttpRequest) -> Duty:
    """The duty by which the reader files for others. Raises Http404 for everybody else."""
    duty = assisted.desk_of(request.user)
    if duty is None:
        raise Http404
    return duty


@login_required
@require_http_methods(["GET", "POST"])
def assist(request: HttpRequest) -> HttpResponse:
    """Choose a way to file for somebody; what is unfinished; what was filed; what people say is wrong."""
    _desk(request)
    pack, day = settings.JIEFEN["pack"], clock.now().date()
    if request.method == "POST":
        _throw_away(request, request.POST.get("forget", ""))
        return redirect("intake:assist")
    context = {
        "ways": [shelf.procedure(pack, name, on=day) for name, _action in shelf.pack(pack).opens],
        "unfinished": list(_unfinished(request)),
        "filed": [(one, WAYS.get(one.way, one.way)) for one in assisted.filed_by(request.user)[:_MOST]],
        "wrong": assisted.disputed_before(request.user)[:_MOST],
    }
    return render(request, "intake/assist_choose.html", context)


def _unfinished(request: HttpRequest) -> Any:
    """The drafts of this session: way, name, and the address at which to go on."""
    open_now = {name for name, _action in shelf.pack(settings.JIEFEN["pack"]).opens}
    for key, draft in request.session.get(_DRAFTS, {}).items():
        held = services.find_draft(draft["code"])
        if held is not None and draft["procedure"] in open_now:
            found, _action = way_of(draft["procedure"])
            name = services.read_draft(held).get("my_name", "")
            yield key, found, name, held.saved_at, f"{reverse('intake:assist_write', args=[found.id])}?draft={key}"


def _throw_away(request: HttpRequest, key: str) -> None:
    drafts = request.session.get(_DRAFTS, {})
    draft = drafts.pop(key, None)
    if draft is not None:
        services.end_draft(draft["code"])
        request.session[_DRAFTS] = drafts


def _draft(request: HttpRequest, procedure: str) -> tuple[str, dict[str, Any] | None]:
    """The key of the draft that the address names, and what is kept under it; None where there is none."""
    key = request.GET.get("draft", "")[:16]
    known = request.session.get(_DRAFTS, {}).get(key)
    held = services.find_draft(known["code"]) if known and known["procedure"] == procedure else None
    return key, services.read_draft(held) if held is not None else None


def _keep(request: HttpRequest, procedure: str, key: str) -> tuple[str, bool]:
    """Keep what was typed. Returns the draft's key, and whether another window had saved it meanwhile."""
    typed = {name: value for name, value in request.POST.items() if name not in _OURS} | {"procedure": procedure}
    drafts = request.session.get(_DRAFTS, {})
    known = drafts.get(key) if drafts.get(key, {}).get("procedure") == procedure else None
    shown = request.POST.get("version", "")
    version = int(shown) if known and shown.isascii() and shown.isdigit() and len(shown) < 9 else None
    code, version, conflict = services.save_draft(typed, known["code"] if known else None, version)
    if known is None or known["code"] != code:
        key = secrets.token_hex(4)
    drafts[key] = {"procedure": procedure, "code": code, "version": version}
    request.session[_DRAFTS] = dict(list(drafts.items())[-_MOST:])
    return key, conflict


def _forms(procedure: Procedure, action: str, data: Any, *, aloud: bool = False) -> tuple[PeopleForm, FactsForm]:
    """The filing's own two forms in the active language, numbered as on paper. `aloud`: worded for the person's ears."""
    language = get_language() or "zh-hans"
    people = PeopleForm(
        settings.JIEFEN["pack"],
        language,
        clock.now().date(),
        data,
        initial={"request_key": secrets.token_hex(16)},
        one_sided=one_sided(procedure, action),
    )
    beside = people.fields["helper_name"]
    beside.label = _("Whoever sits beside the person and speaks or writes for them: name")
    if aloud:
        beside.label = _("Whoever sits beside you and speaks or writes for you: name")
    beside.help_text = _("They are noted as a helper. What is written is the person's own.")
    facts = FactsForm(procedure, procedure.actions[action], language, [], data)
    steps.number(people, facts)
    return people, facts


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, procedure: str) -> HttpResponse:
    """Write what the person says. Everything typed is kept at once, right or wrong."""
    _desk(request)
    found, action = way_of(procedure)
    key, held = _draft(request, procedure)
    data, conflict = request.POST if request.method == "POST" else held, False
    people, facts = _forms(found, action, data)
    how = AssistedForm(data)
    if request.method == "POST":
        key, conflict = _keep(request, procedure, key)
        if _valid(people, facts, how) and not conflict:
            return redirect(f"{reverse('intake:assist_read', args=[procedure])}?draft={key}")
    return _written(request, found, (people, facts, how), key, conflict, status=400 if request.method == "POST" else 200)


def _valid(people: PeopleForm, facts: FactsForm, how: AssistedForm) -> bool:
    """Whether all three are; and if somebody else speaks, whether their name is there."""
    valid = people.is_valid() & facts.is_valid() & how.is_valid()
    if valid and how.cleaned_data["speaks"] == "helper" and not people.cleaned_data["helper_name"].strip():
        people.add_error("helper_name", _("Somebody else speaks for the person: write their name."))
        return False
    return valid


def _written(
    request: HttpRequest, found: Procedure, forms: tuple[Any, Any, Any], key: str, conflict: bool, *, status: int
) -> HttpResponse:
    people, facts, how = forms
    draft = request.session.get(_DRAFTS, {}).get(key)
    sections = [
        (at, steps.title_of(step, facts), step.id, [(people if step.of_people else facts)[name] for name in step.fields])
        for at, step in enumerate(steps.steps_of(people, facts), start=1)
    ]
    context = {
        "procedure": found,
        "people": people,
        "facts": facts,
        "how": how,
        "sections": sections,
        "conflict": conflict,
        "address": f"{reverse('intake:assist_write', args=[found.id])}{f'?draft={key}' if draft else ''}",
        "version": draft["version"] if draft else "",
    }
    return render(request, "intake/assist.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def read_back(request: HttpRequest, procedure: str) -> HttpResponse:
    """Everything once more, large and in the person's language, to be read aloud; then sent once, however often pressed."""
    duty, (found, action) = _desk(request), way_of(procedure)
    key, held = _draft(request, procedure)
    if held is None:
        sent = request.session.get(_SENT, {}).get(key)
        return redirect("intake:assist_filed", filing=sent) if sent else redirect("intake:assist")
    people, facts = _forms(found, action, held)
    how = AssistedForm(held)
    if not _valid(people, facts, how):
        return redirect(f"{reverse('intake:assist_write', args=[procedure])}?draft={key}")
    spoken = how.cleaned_data["language"]
    place = Place.objects.filter(pk=people.cleaned_data["place"]).first() or duty.organisation.place
    with translation.override(spoken):
        aloud = _aloud(found, action, held, place)
    form = ReadBackForm(how.cleaned_data["way"], request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"people": people.cleaned_data, "data": facts.data_of_act(), "how": how.cleaned_data}
        try:
            one, code = assisted.file(_told(found, action, given, place, aloud["rows"], form.day), by=request.user)
            return _sent(request, key, one, code)
        except Refused as refused:
            facts.take_refusal(refused)
        except services.NoOffice:
            facts.add_error(None, _("No office that takes this on is known for this place. Choose another place."))
        return _written(request, found, (people, facts, how), key, False, status=400)
    context = {"procedure": found, "form": form, "key": key, "spoken": spoken, "aloud": aloud}
    return render(request, "intake/assist_read.html", context, status=400 if form.is_bound else 200)


def _aloud(found: Procedure, action: str, held: dict[str, Any], place: Place | None) -> dict[str, Any]:
    """What is read aloud, in the active language: the questions under their numbers, each with its answer."""
    people, facts = _forms(found, action, held, aloud=True)
    people.is_valid(), facts.is_valid()
    language = get_language() or "zh-hans"
    rows = [
        [label if step.of_people else f"{at}. {label}", value]
        for at, step in enumerate(steps.steps_of(people, facts), start=1)
        for label, value in rows_of(step, found, people, facts, language)
    ]
    try:
        offices = services.seats_of_offices(settings.JIEFEN["pack"], found, place)
    except services.NoOffice:
        offices = []
    body = next((one.office for one in offices if one.office is not None), None)
    return {
        "rows": rows,
        "office": body.name_in(tag(language)) if body is not None else "",
        "alone": one_sided(found, action),
        "procedure": found,
        "html_lang": html_lang(language),
        "direction": direction(language),
    }


def _told(found: Procedure, action: str, given: dict[str, Any], place: Any, rows: Any, signed_on: Any) -> assisted.Told:
    people, data, how = given["people"], given["data"], given["how"]
    pack, day = settings.JIEFEN["pack"], clock.now().date()
    return assisted.Told(
        procedure=found,
        action=action,
        applicant=profile_of(people, "my"),
        others=others_of(people),
        data=data,
        title=services.title_for(pack, people["cause"], data.get("claim") or "", day),
        cause=people["cause"],
        place=place,
        way=how["way"],
        language=how["language"],
        helper=people["helper_name"].strip(),
        interpreter=how["interpreter"].strip(),
        saw_paper=how["saw_paper"],
        text=rows,
        request_key=people["request_key"],
        signed_on=signed_on,
    )


def _sent(request: HttpRequest, key: str, one: Assisted, code: str) -> HttpResponse:
    """It is filed: the draft goes, and the paper for the person is shown, with their code this once."""
    _throw_away(request, key)
    request.session[_SENT] = dict(list({**request.session.get(_SENT, {}), key: str(one.pk)}.items())[-_MOST:])
    return show_filed(request, one, code=code, fresh=True)
