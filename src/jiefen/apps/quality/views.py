"""Pages of service quality: the public totals, and where an answer arrives. Nothing here looks at who is signed in."""

import csv
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiefen.apps.matters import clock
from jiefen.apps.quality import naming, queries, services
from jiefen.apps.quality.forms import AnswerForm
from jiefen.apps.quality.hiding import LEAST


def _today() -> date:
    return timezone.localdate(clock.now())


def safe_back(address: str) -> str:
    """A path of this site, or the first page in place of anything else."""
    local = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if local else "/"


@require_http_methods(["GET", "HEAD", "POST"])
def quality(request: HttpRequest) -> HttpResponse:
    """The totals, for everybody; and the address to which the two questions are posted."""
    return _answer(request) if request.method == "POST" else _report(request)


def _answer(request: HttpRequest) -> HttpResponse:
    form = AnswerForm(request.POST)
    back = safe_back(request.POST.get("back", ""))
    if not form.is_valid():
        return _refused(request, form, back)
    try:
        services.take(request.session, form.cleaned_data["about"], *form.answers(), _today())
    except services.NotAsked:
        return _refused(request, form, back)
    return redirect(f"{reverse('quality:thanks')}?{urlencode({'back': back})}")


def _refused(request: HttpRequest, form: AnswerForm, back: str) -> HttpResponse:
    """400. What was sent wrongly is said; a question that was not asked here says so."""
    problems = [error for name in ("clear", "fair") for error in form.errors.get(name, ())]
    return render(request, "quality/refused.html", {"problems": problems, "back": back}, status=400)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """After an answer, with the way back."""
    return render(request, "quality/thanks.html", {"back": safe_back(request.GET.get("back", ""))})


def _asked_for(request: HttpRequest) -> tuple[list[str], str | None]:
    """The quarters there are and the one wanted; None when there is no such."""
    known = queries.periods(_today())
    wanted = request.GET.get("period") or next(iter(known), "")
    return known, wanted if wanted in known or not wanted else None


def _report(request: HttpRequest) -> HttpResponse:
    known, period = _asked_for(request)
    tabs = [{"label": naming.period_name(one), "url": f"?period={one}", "current": one == period} for one in known]
    context = {"periods": tabs, "period": period, "least": LEAST, "tables": _tables(period) if period else []}
    return render(request, "quality/report.html", context, status=400 if period is None else 200)


def _tables(period: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """For each procedure its lines, in the pack's order."""
    pack = settings.JIEFEN["pack"]
    found = sorted(queries.rows(period), key=lambda row: naming.place_of(pack, row.procedure, row.step))
    return [
        (naming.procedure_name(pack, name), [line for row in rows for line in _lines(pack, row)])
        for name, rows in groupby(found, key=lambda row: row.procedure)
    ]


def _lines(pack: str, row: queries.Row) -> list[dict[str, Any]]:
    step = naming.step_name(pack, row.procedure, row.step)
    lines = [
        {"step": step, "side": naming.side_name(pack, row.procedure, side), "tally": tally}
        for side, tally in row.shown.sides.items()
    ]
    if len(lines) > 1:
        lines.append({"step": step, "side": _("All sides together"), "tally": row.shown.total, "whole": True})
    return lines


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The totals of a quarter as a CSV file, with the same withheld as on the page."""
    _known, period = _asked_for(request)
    if period is None:
        return _report(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="quality-{period or "none"}.csv"'
    csv.writer(response).writerows(queries.as_table(queries.rows(period) if period else [], period))
    return response
