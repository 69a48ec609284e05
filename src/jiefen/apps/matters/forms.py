"""Forms drawn from a procedure: one field for each fact that an action asks for, in the reader's language.

A list fact becomes rows of fields with a button that adds a row; it works without JavaScript.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jiefen.core.procedure import Refused
from jiefen.core.procedure.model import Action, Fact, FactType, Procedure
from jiefen.web.forms import DayField, MoneyField, PlainTextField
from jiefen.web.language import in_language

SEEN_BY = {
    "open": _("Everybody in this matter will see this."),
    "without-prejudice": _("Both sides and the mediator will see this; no court will."),
    "caucus": _("Only your side and the mediator will see this."),
    "mediator-note": _("Only the mediator will see this."),
    "office": _("Only the office and the mediator will see this."),
    "contact": _("The other side will not see this; the mediator and the office will."),
}

SAID = {
    "missing": gettext_noop("This is needed. Please fill it in."),
    "wrong-type": gettext_noop("This is not in a form that we can read. Please write it again."),
    "too-long": gettext_noop("This is too long. Please shorten it; nothing you typed is lost."),
    "too-small": gettext_noop("This number is too small."),
    "too-large": gettext_noop("This number is too large."),
    "wrong-date": gettext_noop("Write the day as year, month, day, such as 2026-03-15."),
    "unknown-option": gettext_noop("Choose one of the options."),
    "unknown-person": gettext_noop("Choose somebody who is in this matter."),
    "control-characters": gettext_noop("There are invisible characters in the text. Paste it as plain text."),
    "given-before": gettext_noop("Somebody has already given this; it cannot be changed now."),
    "unknown-fact": gettext_noop("This is not asked for here."),
    "not-allowed": gettext_noop("This step is not yours to take in this matter."),
    "wrong-state": gettext_noop("The matter has moved on and this step is no longer possible. See where it stands now."),
    "ended": gettext_noop("This matter has ended, so this step is no longer possible."),
    "already-done": gettext_noop("You have done this already. It waits for the others now."),
    "reason-required": gettext_noop("Give a reason that the person concerned can read."),
    "unknown-ground": gettext_noop("Choose the ground on which this is refused."),
    "guard": gettext_noop("This step is not possible with the facts as they stand."),
    "two-sides": gettext_noop("One person cannot act for two sides of the same matter."),
    "too-few": gettext_noop("Somebody is missing: each side needs at least one person."),
    "overdue": gettext_noop("A deadline has just ended. Look at the matter again."),
    "unknown-action": gettext_noop("There is no such step."),
    "unknown-participant": gettext_noop("You are not in this matter."),
    "not-movable": gettext_noop("This matter stays on the version of the procedure that it was opened under."),
    "unproved": gettext_noop(
        "This way is closed at present: it has not been proved fair. Your text is kept; choose another way,"
        " or go to court directly."
    ),
}


def say_refusal(refused: Refused) -> str:
    """A refusal in the page's language."""
    from django.utils.translation import gettext

    return gettext(SAID.get(refused.code, SAID["wrong-type"]))


class ActForm(forms.Form):
    """The facts, reason and ground of one act, with the hidden marks that make a repeat and a race harmless."""

    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        procedure: Procedure,
        action: Action,
        language: str,
        people: Sequence[tuple[str, str]],
        *args: Any,
        rosters: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        rows: int = 1,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.procedure, self.action, self.language = procedure, action, language
        self.people, self.rosters, self.rows = list(people), dict(rosters or {}), rows
        self.lists: dict[str, Fact] = {}
        for ask in action.asks:
            fact = procedure.facts[ask.fact]
            if fact.type is FactType.LIST:
                self._add_rows(fact, ask.required)
            else:
                self.fields[fact.id] = self._field(fact, ask.required)
        if action.grounds:
            grounds = [(one.id, in_language(dict(one.name), language)) for one in action.grounds]
            self.fields["ground"] = forms.ChoiceField(
                label=_("On which ground"), choices=grounds, widget=forms.RadioSelect, required=action.refusal
            )
        if action.reason or action.refusal:
            self.fields["reason"] = PlainTextField(
                label=_("Reason"), longest=20000, help_text=_("The people concerned will read this.")
            )

    def _field(self, fact: Fact, required: bool, *, row: bool = False) -> forms.Field:
        label = in_language(dict(fact.label), self.language)
        common: dict[str, Any] = {
            "label": label,
            "required": required,
            "help_text": in_language(dict(fact.hint), self.language) if fact.hint else "",
        }
        field = self._typed(fact, common)
        field.error_messages["required"] = _("This is needed. Please fill it in.")
        if not row:
            field.why = in_language(dict(fact.why), self.language) if fact.why else ""
            field.seen_by = SEEN_BY[fact.confidence.value]
        return field

    def _typed(self, fact: Fact, common: dict[str, Any]) -> forms.Field:
        if fact.type is FactType.MONEY:
            return MoneyField(currency=fact.currency or "CNY", least=fact.least, most=fact.most, **common)
        if fact.type is FactType.DATE:
            return DayField(**common)
        if fact.type is FactType.NUMBER:
            return forms.IntegerField(min_value=fact.least, max_value=fact.most, **common)
        if fact.type is FactType.CHOICE:
            options = [(one.id, in_language(dict(one.name), self.language)) for one in fact.options]
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
        if fact.type is FactType.YESNO:
            return forms.TypedChoiceField(
                choices=[("yes", _("Yes")), ("no", _("No"))],
                coerce=lambda typed: typed == "yes",
                empty_value=None,
                widget=forms.RadioSelect,
                **common,
            )
        if fact.type is FactType.PERSON:
            choices = self.rosters.get(fact.id) or self.people
            return forms.ChoiceField(choices=[("", "—"), *choices], **common)
        return PlainTextField(longest=fact.longest or 20000, **common)

    def _add_rows(self, fact: Fact, required: bool) -> None:
        self.lists[fact.id] = fact
        for number in range(self.rows):
            for column in fact.fields:
                name = f"{fact.id}-{number}-{column.id}"
                self.fields[name] = self._field(column, False, row=True)
                if column.type is FactType.TEXT:
                    self.fields[name].widget = forms.TextInput(attrs={"dir": "auto"})

    def blocks(self) -> list[dict[str, Any]]:
        """The fields in order: plain ones alone, the rows of a list together under its name."""
        blocks: list[dict[str, Any]] = []
        for ask in self.action.asks:
            fact = self.lists.get(ask.fact)
            if fact is None:
                blocks.append({"field": self[ask.fact]})
                continue
            rows = [[self[f"{fact.id}-{number}-{column.id}"] for column in fact.fields] for number in range(self.rows)]
            blocks.append({"list": in_language(dict(fact.label), self.language), "rows": rows, "id": fact.id})
        blocks += [{"field": self[name]} for name in ("ground", "reason") if name in self.fields]
        return blocks

    def data_of_act(self) -> dict[str, Any]:
        """The facts as the engine takes them. Call after is_valid."""
        data: dict[str, Any] = {}
        for ask in self.action.asks:
            if ask.fact in self.lists:
                data[ask.fact] = self._rows_of(self.lists[ask.fact])
            else:
                data[ask.fact] = self.cleaned_data.get(ask.fact)
        return data

    def _rows_of(self, fact: Fact) -> list[dict[str, Any]]:
        rows = []
        for number in range(self.rows):
            values = {one.id: self.cleaned_data.get(f"{fact.id}-{number}-{one.id}") for one in fact.fields}
            if any(value not in (None, "") for value in values.values()):
                rows.append(values)
        return rows

    def take_refusal(self, refused: Refused) -> None:
        """Show what the engine refused, at the field concerned where there is one."""
        from django.utils.translation import gettext

        for name, code in refused.errors.items():
            place = name if name in self.fields else None
            if name in self.lists:
                place = f"{name}-0-{self.lists[name].fields[0].id}"
            self.add_error(place, gettext(SAID.get(code, SAID["wrong-type"])))
        if not refused.errors:
            self.add_error(None, say_refusal(refused))
