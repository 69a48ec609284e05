"""Pages of matters. Thin: they read through `queries`, write through `services`, and choose words."""

import json
import uuid
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiefen import shelf
from jiefen.apps.matters import clock, drawing, models, naming, presentation, queries, services, store, waits
from jiefen.apps.matters.errors import NoSuchMatter, Refused, Stale
from jiefen.apps.matters.forms import ActForm
from jiefen.apps.matters.numbers import clean_number
from jiefen.apps.people import services as people_services
from jiefen.apps.people.identity import SAID
from jiefen.core.access import RoleKind
from jiefen.core.procedure import as_table, draw, explain
from jiefen.core.procedure.model import Action
from jiefen.core.procedure.rules import ACTING
from jiefen.web.language import tag

_MOST_ROWS = 50


def _language() -> str:
    return get_language() or "zh-hans"


def _page(request: HttpRequest, matter_id: UUID) -> queries.Page:
    try:
        return queries.page_of(request.user, matter_id)
    except NoSuchMatter:
        raise Http404 from None


@login_required
@require_safe
def my_matters(request: HttpRequest) -> HttpResponse:
    """My matters, or for staff the queue of the office: whose turn, by when, the most urgent first."""
    show = request.GET.get("show", "open")
    rows = queries.lines(request.user, ended={"open": False, "ended": True}.get(show))
    if show == "mine":
        rows = [row for row in rows if row.my_turn and not row.ended]
    today = clock.now().date()
    staff = request.user.duties.filter(until=None).exists()
    return render(request, "matters/list.html", {"rows": rows, "show": show, "today": today, "staff": staff})


@login_required
@require_safe
def matter(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """The page of one matter."""
    services.expire_one(matter_id)
    page = _page(request, matter_id)
    language, now = _language(), clock.now()
    clocks = sorted(
        (presentation.show_clock(page, one, language, now) for one in page.view.running), key=lambda one: one.act_by
    )
    waiting = [page.people[one] for one in page.waiting_for if one in page.people]
    context = {
        "page": page,
        "clocks": clocks,
        "next": next((one for one in clocks if _concerns(page, one)), clocks[0] if clocks else None),
        "waiting": waiting,
        "people": [_who(page, one) for one in page.people.values()],
        "doors": [one for one in page.actions if one.leaves],
        "acts": waits.still_possible(page, [one for one in page.actions if not one.leaves], language),
        "wait": "" if page.my_turn else waits.wait_from_here(page, language),
        "timeline": [drawing.draw_told(page.id, told, language) for told in presentation.show_timeline(page, language)],
        "facts": presentation.show_facts(page.procedure, page.view.facts, language, page.people),
        "receipt": _receipt_shown(request),
        "rooms": page.talks and page.viewer.kind in (RoleKind.PARTY, RoleKind.NEUTRAL),
        "sides": [(side, page.names_of_side(side)) for side in page.sides],
        "neutral": page.viewer.kind is RoleKind.NEUTRAL,
        "ended": page.state.outcome is not None,
    }
    return render(request, "matters/matter.html", context)


def _who(page: queries.Page, one: queries.Person) -> dict[str, object]:
    role = page.procedure.roles.get(one.role)
    return {
        "name": one.name,
        "is_me": one.is_me,
        "role": role.name if role else "",
        "joined": one.joined,
        "left": one.left,
        "capacity": presentation.STANDING.get(one.capacity, ""),
        "identity": "" if one.is_office else SAID[one.identity],
        "contact": [value for value in one.contact.values() if value],
    }


def _concerns(page: queries.Page, shown: presentation.Clock) -> bool:
    """The deadline that the present state is about is the one its name's roles wait for, not the long limitation."""
    return shown.days_all < 400


def _receipt_shown(request: HttpRequest) -> dict[str, str] | None:
    return request.session.pop("receipt", None)


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, matter_id: UUID, action: str) -> HttpResponse:
    """One act, drawn from the procedure. What was typed survives every refusal."""
    page = _page(request, matter_id)
    found = page.procedure.actions.get(action)
    if found is None or not found.by:
        raise Http404
    held = store.loaded(page.row)
    form = _form(request, page, held, found)
    stale: tuple[presentation.Told, ...] = ()
    if request.method == "POST" and "add_row" not in request.POST and form.is_valid():
        try:
            done = (
                naming.name_and_perform(
                    matter_id,
                    action,
                    request.user,
                    form.data_of_act(),
                    request_key=form.cleaned_data["request_key"],
                    seen=form.cleaned_data["seen"],
                    role=page.viewer.role,
                )
                if naming.roster_facts(held, found)
                else services.perform(
                    matter_id,
                    action,
                    request.user,
                    form.data_of_act(),
                    request_key=form.cleaned_data["request_key"],
                    seen=form.cleaned_data["seen"],
                    reason=form.cleaned_data.get("reason", ""),
                    ground=form.cleaned_data.get("ground", ""),
                    role=page.viewer.role,
                )
            )
            _keep_receipt(request, done)
            return redirect("matters:matter", matter_id=matter_id)
        except Refused as refused:
            form.take_refusal(refused)
        except Stale as moved:
            page = _page(request, matter_id)
            shown = presentation.show_timeline(page, _language())
            stale = tuple(one for one in shown if one.seq in moved.missed)
            form = _form(request, page, held, found, fresh_seen=moved.seq)
    status = 409 if stale else (400 if form.is_bound and form.errors else 200)
    possible = found in page.actions
    return render(
        request,
        "matters/act.html",
        {"page": page, "action": found, "form": form, "stale": stale, "possible": possible, "terms": _terms(page, found)},
        status=status,
    )


def _terms(page: queries.Page, action: Action) -> list[presentation.Shown]:
    """What somebody signs or decides on is shown above the form, where the act asks for no facts of its own."""
    asked = {ask.fact for ask in action.asks}
    signed = {name for paper in page.procedure.documents.values() if paper.signed_by for name in paper.uses}
    facts = {name: value for name, value in page.view.facts.items() if name in signed - asked}
    return presentation.show_facts(page.procedure, facts, _language(), page.people)


def _form(
    request: HttpRequest, page: queries.Page, held: store.Loaded, action: Action, fresh_seen: int | None = None
) -> ActForm:
    acting = [one for one in page.people.values() if not one.is_office and not one.left and one.capacity in ACTING]
    people = [(one.participant, one.name) for one in acting]
    rosters = {fact: naming.candidates(held, duty) for fact, duty in naming.roster_facts(held, action).items()}
    data = None
    rows = 1
    if request.method == "POST":
        data = request.POST.copy()
        rows = min(max(int(data.get("rows", "1")) if data.get("rows", "1").isdigit() else 1, 1), _MOST_ROWS)
        if "add_row" in data:
            rows = min(rows + 1, _MOST_ROWS)
        if fresh_seen is not None:
            data["seen"] = str(fresh_seen)
            data["request_key"] = str(uuid.uuid4())
    initial = {"request_key": str(uuid.uuid4()), "seen": page.seen, **_before(page, action)}
    if data is None:
        rows = max(
            1,
            *(
                len(page.view.facts.get(ask.fact) or ())
                for ask in action.asks
                if isinstance(page.view.facts.get(ask.fact), list)
            ),
            1,
        )
    return ActForm(page.procedure, action, _language(), people, data, initial=initial, rosters=rosters, rows=rows)


def _before(page: queries.Page, action: Action) -> dict[str, object]:
    """What stands in the matter already, so that changing it does not mean typing it again."""
    initial: dict[str, object] = {}
    for ask in action.asks:
        value = page.view.facts.get(ask.fact)
        if isinstance(value, list):
            for number, row in enumerate(value):
                initial |= {f"{ask.fact}-{number}-{name}": one for name, one in row.items()}
        elif value is not None:
            initial[ask.fact] = ("yes" if value else "no") if isinstance(value, bool) else value
    return initial


def _keep_receipt(request: HttpRequest, done: services.Outcome) -> None:
    if done.receipt is not None:
        request.session["receipt"] = {
            "number": done.receipt.number,
            "seq": done.receipt.seq,
            "at": done.receipt.at,
            "fingerprint": done.receipt.fingerprint,
            "repeated": done.repeated,
        }
    messages.success(request, _("Done already: pressed twice, counted once.") if done.repeated else _("Done and recorded."))


@login_required
@require_safe
def receipt(request: HttpRequest, matter_id: UUID, seq: int) -> HttpResponse:
    """The receipt of one entry, to print or to keep as a file."""
    try:
        found = queries.receipt_of(request.user, matter_id, seq)
    except NoSuchMatter:
        raise Http404 from None
    if request.GET.get("as") == "json":
        plain = json.dumps(found.as_data(), indent=2)
        name = f"receipt-{found.number}-{seq}.json"
        return HttpResponse(
            plain, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
    return render(request, "matters/receipt.html", {"receipt": found, "matter_id": matter_id})


@login_required
@require_safe
def procedure_map(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """The procedure drawn, with the place where this matter stands."""
    page = _page(request, matter_id)
    return _drawn(request, page.procedure, page.view.state)


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure of the pack, for everyone."""
    from django.conf import settings

    day = clock.now().date()
    every = shelf.procedures(settings.JIEFEN["pack"])
    found = [one for one in every if one.holds_from <= day and (one.holds_to is None or day <= one.holds_to)]
    return render(request, "matters/procedures.html", {"procedures": found})


@require_safe
def procedure(request: HttpRequest, name: str) -> HttpResponse:
    """One procedure explained and drawn, for everyone."""
    from django.conf import settings

    try:
        found = shelf.procedure(settings.JIEFEN["pack"], name, on=clock.now().date())
    except LookupError:
        raise Http404 from None
    return _drawn(request, found, None)


def _drawn(request: HttpRequest, found, here: str | None) -> HttpResponse:  # type: ignore[no-untyped-def]
    lang = tag(_language()) if tag(_language()) in found.languages else "zh-Hans"
    picture = mark_safe(draw(found, lang, here=here))  # noqa: S308  core escapes every text it draws
    return render(
        request,
        "matters/procedure.html",
        {
            "procedure": found,
            "picture": picture,
            "table": as_table(found, lang),
            "sections": explain(found, lang),
            "here": here,
            "ends": waits.ends_of(found.jurisdiction, found, _language()),
            "longest": [
                (role.name, waits.longest_wait(found.jurisdiction, found, role.id, _language()))
                for role in found.roles.values()
                if role.kind is RoleKind.PARTY
            ],
        },
    )


@require_http_methods(["GET", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Anybody checks a receipt by number and fingerprint; the answer is yes or no, in words, and nothing else."""
    answer = None
    if request.method == "POST":
        if people_services.too_many("receipt", request):
            return render(request, "jiefen/errors/429.html", status=429)
        answer = _known_receipt(request.POST.get("number", ""), request.POST.get("fingerprint", ""))
        if not answer:
            people_services.note_wrong("receipt", request)
    return render(request, "matters/check.html", {"answer": answer, "typed": request.POST})


def _known_receipt(number: str, fingerprint: str) -> bool:
    plain = "".join(char for char in fingerprint.lower() if char in "0123456789abcdef")
    row = models.Matter.objects.filter(number=clean_number(number) or "").first()
    if row is None or len(plain) < 20:
        return False
    events = models.Event.objects.filter(matter=row).order_by("seq")
    # The stored hash alone proves nothing: it is recomputed from the columns as they stand now.
    from jiefen.core.ledger import entry_hash

    return any(entry_hash(store.entry_of(row.pk, one.institution_id, one)).hex().startswith(plain[:20]) for one in events)
