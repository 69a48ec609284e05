"""The guided questions as forms, and the answers kept between pages: sealed, under a code with which one can go on.

Nothing is sent to anybody here. What was typed is kept even when it cannot be read as an answer.
"""

import hashlib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiefen import shelf
from jiefen.apps.intake import services
from jiefen.apps.people.models import Place
from jiefen.core.interview import Interview, Question, value_of
from jiefen.web.forms import DateParts, MoneyField, PlainTextField
from jiefen.web.language import in_language

NONE_OF_THESE = "none"
_SAID = {
    "unknown-option": gettext_lazy("Choose one of the answers."),
    "too-long": gettext_lazy("This is too long. Please shorten it; nothing you typed is lost."),
    "wrong-date": gettext_lazy("Write the day as year, month, day, such as 2026-03-15."),
    "wrong-type": gettext_lazy("This is not in a form that we can read. Please write it again."),
}


@dataclass(slots=True)
class Kept:
    """What somebody has answered so far: `answers` as conditions read them, `typed` what could not be read."""

    code: str
    answers: dict[str, Any]
    typed: dict[str, Any]

    def settled(self, interview: Interview) -> dict[str, Any]:
        """The answers that count."""
        return interview.settled(self.answers)


def kept_of(session: Mapping[str, Any]) -> Kept:
    """The answers of this device; empty when nothing was answered, or the answers are too old."""
    code = str(session.get("ask") or "")
    draft = services.find_draft(code) if code else None
    if draft is None:
        return Kept("", {}, {})
    held = services.read_draft(draft)
    return Kept(code, dict(held.get("answers") or {}), dict(held.get("typed") or {}))


def keep(session: MutableMapping[str, Any], kept: Kept) -> None:
    """Keep the answers; the code stays the same for as long as they are kept."""
    whole = {"kind": "ask", "answers": kept.answers, "typed": kept.typed}
    draft = services.find_draft(kept.code) if kept.code else None
    kept.code, _version, _conflict = services.save_draft(whole, kept.code or None, draft.version if draft else None)
    session["ask"] = kept.code


def mark_of(kept: Kept, question: Question) -> str:
    """A short mark of what is kept for a question, by which a page notices that another window has answered it."""
    held = repr((kept.answers.get(question.id), kept.typed.get(question.id)))
    return hashlib.sha256(held.encode()).hexdigest()[:12]


class AnswerForm(forms.Form):
    """One question."""

    was = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(
        self, question: Question, language: str, kept: Kept, day: date, data: Any = None, *, currency: str = "CNY"
    ) -> None:
        self.question, self.language, self.day, self.currency = question, language, day, currency
        initial = {"was": mark_of(kept, question), "answer": _shown(question, kept.answers.get(question.id))}
        super().__init__(data, initial=initial)
        field = self._field()
        field.label = in_language(question.ask, language)
        field.help_text = in_language(question.hint, language) if question.hint else ""
        field.required = question.required
        field.why = in_language(question.why, language) if question.why else ""
        self.fields["answer"] = field

    def _field(self) -> forms.Field:
        kind, one = self.question.type, self.question
        if kind == "choice":
            options = [(option.id, in_language(option.name, self.language)) for option in one.options]
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect)
        if kind == "yesno":
            return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)
        if kind == "money":
            return MoneyField(currency=self.currency)
        if kind == "date":
            return DateParts(latest=self.day)
        if kind == "place":
            return forms.ChoiceField(choices=[("", _("I do not know")), *places(self.language)])
        if kind == "cause":
            return forms.CharField(max_length=60, widget=forms.HiddenInput)
        return PlainTextField(longest=one.longest, rows=8)

    def clean_answer(self) -> Any:
        """The answer as conditions read it; None when there is none. Says what is wrong in the page's language."""
        typed = self.cleaned_data["answer"]
        # Nothing is chosen for anybody: a suggestion counts only when the person has pressed it.
        if self.question.type == "cause" and "answer" not in self.data and "save" not in self.data:
            raise forms.ValidationError(_("Choose one, or say that none of them fits."))
        try:
            return value_of(self.question, typed.isoformat() if isinstance(typed, date) else typed)
        except ValueError as problem:
            raise forms.ValidationError(_SAID[str(problem)]) from None

    def raw(self) -> Any:
        """What was typed, as it can be shown again."""
        return self.fields["answer"].widget.value_from_datadict(self.data, {}, "answer")


def _shown(question: Question, value: Any) -> Any:
    if value is None:
        return None
    if question.type == "yesno":
        return "yes" if value else "no"
    return date.fromisoformat(value) if question.type == "date" else value


def places(language: str) -> list[tuple[str, str]]:
    """The places that an installation knows, by their names in a language."""
    code = "zh-Hans" if language.startswith("zh") else language
    found = Place.objects.filter(level__in=("village", "township", "county")).order_by("code")
    return [(one.code, one.name_in(code)) for one in found]


def in_words(question: Question, value: Any, pack: str, day: date, language: str) -> str:
    """An answer as its person reads it again."""
    from jiefen.web.formats import format_day, format_money

    if value is None:
        return "—"
    if question.type == "choice":
        return next((in_language(one.name, language) for one in question.options if one.id == value), "")
    if question.type == "yesno":
        return _("Yes") if value else _("No")
    if question.type == "money":
        return format_money(value, shelf.pack(pack).currency, language)
    if question.type == "date":
        return format_day(date.fromisoformat(value), language)
    if question.type == "place":
        return dict(places(language)).get(value, "")
    if question.type == "cause":
        found = shelf.causes(pack).on(day).causes.get(value)
        return in_language(dict(found.name), language) if found else _("None of these")
    return str(value)
