"""The same filing on paper: a blank form with the fields of the online pages, in their order, under their numbers.

Drawn from the very forms that the pages use, so that page and paper cannot drift. Knows nothing of who fills it in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import segno
from babel import numbers
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jiefen.apps.intake import services, steps
from jiefen.apps.intake.forms import FactsForm, PeopleForm
from jiefen.apps.intake.views import one_sided, way_of
from jiefen.apps.matters import clock
from jiefen.apps.matters.forms import SEEN_BY
from jiefen.apps.people.models import Organisation
from jiefen.core.procedure.model import Procedure
from jiefen.web import pdf
from jiefen.web.context import help_numbers
from jiefen.web.forms import DateParts, DatePartsWidget, DayField, MoneyField, PlainTextField
from jiefen.web.language import direction, html_lang, tag
from jiefen.web.still import still

_MOST_BOXES = 16
"""More options than this stand on no paper: they are written in words, and whoever types finds them in the list."""
_MOST_OFFICES = 12
_ROWS = 5
"""Empty rows of a list."""
_LINES = ((200, 1), (1000, 3), (5000, 6))
_OTHERS = _("The office, the mediator and the other side itself will see this.")


@dataclass(frozen=True, slots=True)
class Box:
    """One answer on paper. `kind`: lines (as many as `lines`), choice (of `options`), day (in `options` its parts) or sum."""

    name: str
    label: str
    hint: str
    why: str
    seen_by: str
    optional: bool
    kind: str
    lines: int = 1
    options: tuple[str, ...] = ()
    sign: str = ""

    @property
    def each_line(self) -> range:
        """Once for each line to write on."""
        return range(self.lines)


@dataclass(frozen=True, slots=True)
class Section:
    """What stands together under one number. `rows`: empty rows, where the boxes are the columns of a list."""

    number: int
    title: str
    boxes: tuple[Box, ...]
    seen_by: str = ""
    rows: int = 0

    @property
    def each_row(self) -> range:
        """Once for each empty row of a list."""
        return range(self.rows)


def sections_of(pack: str, procedure: Procedure, action: str, language: str) -> tuple[Section, ...]:
    """The whole form, in the active language."""
    alone = one_sided(procedure, action)
    people = PeopleForm(pack, language, clock.now().date(), one_sided=alone)
    facts = FactsForm(procedure, procedure.actions[action], language, [])
    steps.number(people, facts)
    return tuple(_sections(people, facts))


def _sections(people: PeopleForm, facts: FactsForm) -> Iterator[Section]:
    for at, step in enumerate(steps.steps_of(people, facts), start=1):
        form: forms.Form = people if step.of_people else facts
        listed = facts.lists.get(step.id)
        boxes = tuple(_box(name, form.fields[name]) for name in step.fields)
        seen_by = str(SEEN_BY[listed.confidence.value]) if listed is not None else ""
        yield Section(at, steps.title_of(step, facts), boxes, seen_by, _ROWS if listed is not None else 0)


def _box(name: str, field: forms.Field) -> Box:
    said = {
        "name": name,
        "label": str(field.label),
        "hint": str(field.help_text),
        "why": str(getattr(field, "why", "")),
        "seen_by": str(getattr(field, "seen_by", "") or _seen_by(name)),
        "optional": not field.required,
    }
    return Box(**said, **_room(field))


def _seen_by(name: str) -> str:
    """Who sees what is said of people; the fields of facts say it themselves."""
    who, _line, what = name.partition("_")
    if what not in ("email", "phone", "address"):
        return str(SEEN_BY["open"])
    return str(_OTHERS if who == "other" else SEEN_BY["contact"])


def _room(field: forms.Field) -> dict[str, Any]:
    """The room that an answer needs on paper."""
    if isinstance(field, MoneyField):
        return {"kind": "sum", "sign": numbers.get_currency_symbol(field.currency, locale="zh_Hans_CN")}
    if isinstance(field, DayField | DateParts):
        return {"kind": "day", "options": tuple(str(DatePartsWidget.PARTS[part]) for part in DatePartsWidget.order())}
    if isinstance(field, forms.ChoiceField):
        options = tuple(str(name) for _value, name in flatten_choices(field.choices) if str(name).strip("—"))
        return {"kind": "choice", "options": options} if 0 < len(options) <= _MOST_BOXES else {"kind": "words"}
    if isinstance(field, PlainTextField):
        return {"kind": "lines", "lines": next((lines for longest, lines in _LINES if (field.longest or 20000) <= longest), 14)}
    return {"kind": "lines"}


def offices_of(pack: str, procedure: Procedure, language: str) -> list[tuple[str, str]]:
    """Where the form can be brought or sent: each body's name, and its address and telephone."""
    kind = services.keeper_of(pack, procedure).organisation
    found = Organisation.objects.filter(kind=kind).select_related("place").order_by("id")[:_MOST_OFFICES]
    return [(one.name_in(tag(language)), _address(one, tag(language))) for one in found]


def _address(body: Organisation, language: str) -> str:
    """The address that the body gives, else the places in which it stands."""
    places = " ".join(place.name_in(language) for place in reversed(body.place.upwards()))
    return " · ".join(str(one) for one in (body.contact.get("address") or places, body.contact.get("phone")) if one)


def _context(procedure: str) -> dict[str, Any]:
    found, action = way_of(procedure)
    pack, language = settings.JIEFEN["pack"], get_language() or "zh-hans"
    address = f"{settings.JIEFEN['origin']}{reverse('intake:step_first', args=[found.id])}"
    return {
        "procedure": found,
        "act": found.actions[action],
        "sections": sections_of(pack, found, action, language),
        "offices": offices_of(pack, found, language),
        "address": address,
        "picture": _picture(address),
        "help_line": help_numbers()["help_line"],
        "html_lang": html_lang(language),
        "direction": direction(language),
    }


def _picture(address: str) -> SafeString:
    drawn = segno.make(address, error="m").svg_inline(scale=3, border=2, omitsize=True)
    return mark_safe(drawn)  # noqa: S308  drawn by us


@still
@require_safe
def form(request: HttpRequest, procedure: str) -> HttpResponse:
    """The blank form as a page to print."""
    return render(request, "intake/printed.html", _context(procedure))


@still
@require_safe
def form_pdf(request: HttpRequest, procedure: str) -> HttpResponse:
    """The blank form as PDF; the page to print instead, where the installation cannot make PDFs."""
    context = _context(procedure)
    try:
        made = _made(render_to_string("intake/printed_pdf.html", context | {"style": _style()}))
    except OSError:
        return redirect("intake:form", procedure=procedure)
    name = f"{context['procedure'].key}-{context['html_lang']}.pdf"
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


_made = lru_cache(maxsize=64)(pdf.to_pdf)
"""A blank form is the same for everybody: drawn again only when a word of it has changed."""


@lru_cache(maxsize=1)
def _style() -> str:
    from django.contrib.staticfiles import finders

    with open(str(finders.find("intake/paper.css")), encoding="utf-8") as file:
        return mark_safe(file.read())  # noqa: S308  our own style sheet
