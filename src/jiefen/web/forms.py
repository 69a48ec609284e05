"""How forms look: the renderer, and the question that each field becomes. The fields themselves are named here too.

Each error says what is wrong and what to do. Fields take `why` (why we ask) and `sees` (a class of confidence);
`explain` gives these to any other field of Django. A field's `seen_by` says who sees the answer in a sentence instead.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiefen.web.fields_date import DateParts, DatePartsWidget, DayField
from jiefen.web.fields_money import MoneyField, MoneyInput
from jiefen.web.fields_text import PlainTextField, explain


class Question(BoundField):
    """A form field as our pages show it: name, hint, who sees it, error, control."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.why = getattr(field, "why", "")
        self.sees = getattr(field, "sees", "")
        self.seen_by = getattr(field, "seen_by", "")
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _("Answer this: %(question)s") % {"question": self.label}

    @property
    def shape(self) -> str:
        """How the control is drawn: options, checkbox, date or plain."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, DatePartsWidget):
            return "date"
        return "options" if isinstance(widget, forms.RadioSelect) else "plain"

    @property
    def optional(self) -> bool:
        """Whether the name says "optional". A single box to tick never says so."""
        return not self.field.required and self.shape != "checkbox" and not self.field.disabled

    @property
    def first_id(self) -> str:
        """The id of the first control, to which an error links."""
        if self.shape == "date":
            return f"{self.auto_id}_{DatePartsWidget.order()[0]}"
        return str(self.subwidgets[0].id_for_label or self.auto_id) if self.shape == "options" else str(self.auto_id)

    @property
    def limit(self) -> int | None:
        """The number of characters of a limited text of several lines."""
        return self.field.longest if isinstance(self.field, PlainTextField) else None

    @property
    def aria_describedby(self) -> str | None:
        """Hint, who sees it, and error, in this order."""
        told = [("helptext", self.help_text), ("sees", self.sees or self.seen_by), ("error", self.errors)]
        return " ".join(f"{self.auto_id}_{part}" for part, there in told if there) or None

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes without `required`: our own words say what is missing, in the reader's language."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        (widget or self.field.widget).attrs.pop("placeholder", None)
        return built

    def as_question(self, why: str = "", sees: str = "", question: bool = False) -> SafeString:
        """The whole field. `question` makes its name the page's h1."""
        self.why, self.sees = why or self.why, sees or self.sees
        drawn = self.form.renderer.render("jiefen/forms/field.html", {"field": self, "question": question})
        return mark_safe(drawn)  # noqa: S308 - drawn by our template, which escapes


class Renderer(DjangoTemplates):
    """Draws every form of the site in our pattern."""

    form_template_name = "jiefen/forms/form.html"
    field_template_name = "jiefen/forms/field.html"
    bound_field_class = Question


__all__ = [
    "DateParts",
    "DatePartsWidget",
    "DayField",
    "MoneyField",
    "MoneyInput",
    "PlainTextField",
    "Question",
    "Renderer",
    "explain",
]
