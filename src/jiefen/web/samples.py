"""Invented content for the page that shows every component. No real person, place or case."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jiefen.web.confidence import CLASSES
from jiefen.web.fields_date import DateParts
from jiefen.web.fields_money import MoneyField
from jiefen.web.fields_text import PlainTextField, explain
from jiefen.web.icons import ICONS
from jiefen.web.language import LANGUAGES, direction, html_lang

_UYGHUR = "تەرەپلەر 2027-يىلى 1-ئاينىڭ 15-كۈنىدىن بۇرۇن 3000 يۈەن تۆلەيدۇ."
_CHINESE = "双方同意，被申请人于2027年1月15日前支付3000元。"
_MAP = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 96" width="520" height="96" aria-hidden="true">'
    '<g fill="none" stroke="currentColor" stroke-width="1.5"><rect x="2" y="28" width="130" height="40" rx="10"/>'
    '<rect x="194" y="28" width="130" height="40" rx="10"/><rect x="386" y="28" width="130" height="40" rx="10"/>'
    '<path d="M132 48h56m-7-5 7 5-7 5M324 48h56m-7-5 7 5-7 5"/></g><g fill="currentColor" font-size="15" '
    'text-anchor="middle"><text x="67" y="53">1</text><text x="259" y="53">2</text><text x="451" y="53">3</text></g></svg>'
)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("How shall we address you?"), help_text=_("A name you answer to is enough."))
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("rent", _("A home or rent")), ("wages", _("Wages")), ("none", _("None of these, or I am not sure"))],
        widget=forms.RadioSelect,
    )
    since = DateParts(
        label=_("When did it begin?"),
        help_text=_("If you do not know the day, use the first day of the month."),
        why=_("The law gives a period for going to court. It is counted from this day."),
    )
    amount = MoneyField(label=_("How much do you ask for?"), required=False, sees="open")
    story = PlainTextField(label=_("What happened?"), longest=2000, sees="without-prejudice")
    proof = forms.FileField(label=_("A photo or a paper that shows it"), required=False)
    ways = explain(
        forms.MultipleChoiceField(
            label=_("How may we reach you?"),
            choices=[("phone", _("Telephone")), ("paper", _("Letter on paper"))],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        ),
        sees="contact",
    )
    agree = forms.BooleanField(label=_("I have read what happens next."))


def show(request: HttpRequest) -> HttpResponse:
    """The page. `?look=` shows it in any language of the table; `?wrong=1` shows the form with its errors."""
    look = request.GET.get("look", "")
    if look not in LANGUAGES:
        return render(request, "jiefen/design.html", _content(request))
    with translation.override(look):
        own = {"lang": html_lang(look), "direction": direction(look)}
        return render(request, "jiefen/design.html", {**_content(request), **own})


def _content(request: HttpRequest) -> dict[str, Any]:
    wrong = {"name": "", "since_year": "26", "since_month": "4", "since_day": "3", "amount": "1,23", "story": "x" * 2003}
    return {
        "form": SampleForm(wrong) if request.GET.get("wrong") else SampleForm(),
        "icons": sorted(ICONS),
        "classes": list(CLASSES),
        "start": date(2026, 11, 2),
        "today": date(2026, 11, 23),
        "due": date(2026, 12, 2),
        "longest": date(2026, 12, 22),
        "past": date(2026, 11, 20),
        "moment": datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
        "fingerprint": "9f2c51e0aa37b84d6e10c3f75d2281ab",
        "uyghur": _UYGHUR,
        "chinese": _CHINESE,
        "nasty": "Ali\u202egpj.exe <b>bold</b>",
        "map_svg": _MAP,
        "map_columns": [_("State"), _("Who acts"), _("Within")],
        "map_rows": [
            [_("Filed"), _("Office"), _("3 days")],
            [_("Invited"), _("Respondent"), _("7 days")],
            [_("Talking"), _("Both sides"), _("30 days")],
        ],
        "proof": [
            {"text": _("The application was accepted on 2 November 2026."), "law": _("People's Mediation Law, art. 33")},
            {"text": _("The day itself is not counted; 30 days later is 2 December 2026.")},
            {"text": _("That day is a working day, so it stays.")},
        ],
        "story": [
            {"text": _("sends the application."), "who": "马丽", "when": date(2026, 11, 2)},
            {"text": _("accepts it and names a mediator."), "who": _("The office"), "when": date(2026, 11, 3)},
            _("If nobody answers within seven days, the case goes back to the applicant, who may go to court."),
        ],
        "steps": [_("Your case"), _("Evidence"), _("Check"), _("Send")],
        "tabs": [
            {"label": _("Both sides"), "url": "#rooms", "current": True, "icon": "open"},
            {"label": _("One side"), "url": "#caucus", "icon": "caucus"},
            {"label": _("My notes"), "url": "#notes", "icon": "mediator-note"},
        ],
        "summary_rows": [
            [_("Name"), "马丽", "#name"],
            [_("What is it about?"), _("A home or rent"), "#kind"],
            [_("How may we reach you?"), "", "#ways"],
        ],
        "page_two": Paginator(range(60), 20).page(2),
    }
