"""How forms look and what they say: the renderer, and fields for dates in three parts, money and plain text.

Each error says what is wrong and what to do. Fields take `why` (why we ask) and `sees` (a class of confidence);
`explain` gives these to any other field of Django.
"""

import calendar
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from babel import numbers
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from jiefen.web.formats import format_day, format_money, format_number
from jiefen.web.language import babel_locale

F = TypeVar("F", bound=forms.Field)


def explain(field: F, *, why: str = "", sees: str = "") -> F:
    """`field` with why it is asked and who sees the answer."""
    field.why, field.sees = why, sees  # type: ignore[attr-defined]
    return field


class Question(BoundField):
    """A form field as our pages show it: name, hint, who sees it, error, control."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.why = getattr(field, "why", "")
        self.sees = getattr(field, "sees", "")

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
        return self.field.max_length if isinstance(self.field, PlainTextField) else None

    @property
    def aria_describedby(self) -> str | None:
        """Hint, who sees it, and error, in this order."""
        told = [("helptext", self.help_text), ("sees", self.sees), ("error", self.errors)]
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
        return self.form.renderer.render("jiefen/forms/field.html", {"field": self, "question": question})


class Renderer(DjangoTemplates):
    """Draws every form of the site in our pattern."""

    form_template_name = "jiefen/forms/form.html"
    field_template_name = "jiefen/forms/field.html"
    bound_field_class = Question


def _plain_digits(text: str) -> str:
    """Full-width letters and digits as ordinary ones; Arabic-Indic digits as 0 to 9."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char for char in folded)


class DatePartsWidget(forms.Widget):
    """Three small inputs: year, month and day in the order of the reader's language."""

    template_name = "jiefen/forms/date.html"
    use_fieldset = True
    PARTS: Mapping[str, Any] = {"year": _("Year"), "month": _("Month"), "day": _("Day")}

    @staticmethod
    def order() -> tuple[str, str, str]:
        """Day, month, year for English; year, month, day elsewhere."""
        return ("day", "month", "year") if (get_language() or "").startswith("en") else ("year", "month", "day")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The parts with what has been typed."""
        context = super().get_context(name, value, attrs)
        if isinstance(value, date):
            value = {"year": value.year, "month": value.month, "day": value.day}
        typed = value if isinstance(value, Mapping) else {}
        context["parts"] = [
            {"key": key, "label": self.PARTS[key], "value": typed.get(key, ""), "size": 4 if key == "year" else 2}
            for key in self.order()
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """What was typed, part by part."""
        return {key: str(data.get(f"{name}_{key}", "")).strip() for key in self.PARTS}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """True when no part was sent."""
        return all(f"{name}_{key}" not in data for key in self.PARTS)

    def id_for_label(self, id_: str) -> str:
        """No single control: the legend names the three."""
        return ""


class DateParts(forms.Field):
    """A day typed as year, month and day. Gives a date, or None when it may be empty."""

    widget = DatePartsWidget
    default_error_messages: Mapping[str, Any] = {  # type: ignore[assignment]
        "required": _("Enter a date: year, month and day."),
        "missing": _("The date is not complete. Add: %(parts)s."),
        "digits": _("Write the date in digits only, such as 2026, 11 and 23."),
        "year": _("Write the year with four digits, such as 2026."),
        "month": _("There is no month %(month)s. Enter a month from 1 to 12."),
        "day": _("That month has %(days)s days. Enter a day from 1 to %(days)s."),
        "early": _("The date must be %(date)s or later. Check the year."),
        "late": _("The date must be %(date)s or earlier. Check the year."),
    }

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, why: str = "", sees: str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest
        explain(self, why=why, sees=sees)

    def clean(self, value: Any) -> date | None:
        """The date. Raises ValidationError saying which part is wrong and what to do."""
        parts = {key: _plain_digits(part).strip() for key, part in (value or {}).items()}
        if not any(parts.values()):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        self._check_complete(parts)
        day = self._day(int(parts["year"]), int(parts["month"]), int(parts["day"]))
        self._check_range(day)
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed."""
        before = {"year": initial.year, "month": initial.month, "day": initial.day} if initial else {}
        return {k: str(v) for k, v in before.items()} != {k: v for k, v in (data or {}).items() if v}

    def _fail(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def _check_complete(self, parts: Mapping[str, str]) -> None:
        lacking = [str(DatePartsWidget.PARTS[key]) for key in DatePartsWidget.order() if not parts.get(key)]
        if lacking:
            raise self._fail("missing", parts=_join(lacking))
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts.values()):
            raise self._fail("digits")
        if len(parts["year"]) != 4 or parts["year"] == "0000":
            raise self._fail("year")

    def _day(self, year: int, month: int, day: int) -> date:
        if not 1 <= month <= 12:
            raise self._fail("month", month=month)
        length = calendar.monthrange(year, month)[1]
        if not 1 <= day <= length:
            raise self._fail("day", days=length)
        return date(year, month, day)

    def _check_range(self, day: date) -> None:
        code = get_language() or "en"
        if self.earliest and day < self.earliest:
            raise self._fail("early", date=format_day(self.earliest, code))
        if self.latest and day > self.latest:
            raise self._fail("late", date=format_day(self.latest, code))


def _join(words: list[str]) -> str:
    from babel.lists import format_list

    return str(format_list(words, style="standard-short", locale=babel_locale(get_language() or "en")))


class MoneyInput(forms.TextInput):
    """An amount with its currency's sign before it."""

    template_name = "jiefen/forms/money.html"

    def __init__(self, currency: str = "CNY") -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"})
        self.currency = currency

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's, with the sign."""
        context = super().get_context(name, value, attrs)
        return {**context, "sign": numbers.get_currency_symbol(self.currency, locale="zh_Hans_CN")}


_SIGNS = ("CNY", "RMB", "人民币", "¥", "￥", "元", "圆")


class MoneyField(forms.Field):
    """An amount of money. Takes "1,234.50", "￥１２３４" or "1234元"; gives integer minor units (fen)."""

    default_error_messages: Mapping[str, Any] = {  # type: ignore[assignment]
        "required": _("Enter an amount, such as 1234.50."),
        "invalid": _("This is not an amount we can read. Write digits only, such as 1234.50."),
        "places": _("An amount has at most %(places)s digits after the point. Round it, such as 1234.50."),
        "negative": _("The amount cannot be less than zero. Leave out the minus sign."),
        "min": _("The amount must be %(amount)s or more."),
        "max": _("The amount must be %(amount)s or less. Check the number of zeros."),
    }

    def __init__(
        self, *, currency: str = "CNY", min_minor: int = 0, max_minor: int = 10**14, why: str = "", sees: str = "",
        **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs.setdefault("widget", MoneyInput(currency))
        super().__init__(**kwargs)
        self.currency, self.min_minor, self.max_minor = currency, min_minor, max_minor
        self.places = numbers.get_currency_precision(currency)
        explain(self, why=why, sees=sees)

    def to_python(self, value: Any) -> int | None:
        """Integer minor units, or None when empty. Raises ValidationError when it cannot be read."""
        typed = _plain_digits(str(value or "")).strip()
        for sign in _SIGNS:
            typed = typed.removeprefix(sign).removesuffix(sign).strip()
        typed = typed.replace("，", ",").replace("．", ".").replace(" ", "")
        if not typed:
            return None
        if typed[0] in "-−–":
            raise self._fail("negative")
        whole, point, part = typed.partition(".")
        if not _grouped(whole) or (point and not (part.isascii() and part.isdigit())) or len(typed) > 24:
            raise self._fail("invalid")
        if len(part) > self.places:
            raise self._fail("places", places=self.places)
        return int(Decimal(f"{whole.replace(',', '')}.{part or '0'}").scaleb(self.places))

    def validate(self, value: int | None) -> None:
        """Refuses amounts outside the limits."""
        super().validate(value)
        code = get_language() or "en"
        if value is not None and value < self.min_minor:
            raise self._fail("min", amount=format_money(self.min_minor, self.currency, code))
        if value is not None and value > self.max_minor:
            raise self._fail("max", amount=format_money(self.max_minor, self.currency, code))

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input: units with a point for a kept amount, the typed text otherwise."""
        return str(Decimal(value).scaleb(-self.places)) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another amount was typed."""
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True

    def _fail(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


def _grouped(whole: str) -> bool:
    """Digits, or digits in groups of three with commas: "1234", "1,234", never "1,23" or "1,2345"."""
    groups = whole.split(",")
    fits = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    return fits and all(group.isascii() and group.isdigit() for group in groups)


class PlainTextField(forms.CharField):
    """A person's own words in several lines. Direction controls are kept as written; pages show them as marks."""

    default_error_messages: Mapping[str, Any] = {  # type: ignore[assignment]
        "required": _("Write something here."),
        "null_characters_not_allowed": _("The text holds a character that cannot be kept. Type it again by hand."),
    }

    def __init__(self, *, rows: int = 6, why: str = "", sees: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": rows, "dir": "auto"}))
        super().__init__(**kwargs)
        # Our own message says how long the text is.
        self.validators = [check for check in self.validators if getattr(check, "code", "") != "max_length"]
        explain(self, why=why, sees=sees)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A limit that is counted, not one that silently cuts what is pasted."""
        return {"data-limit": str(self.max_length)} if self.max_length else {}

    def to_python(self, value: Any) -> str:
        """The text with plain newlines."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text

    def validate(self, value: str) -> None:
        """Refuses a text that is too long and says by how much."""
        super().validate(value)
        over = len(value) - self.max_length if self.max_length else 0
        if over > 0:
            code = get_language() or "en"
            words = ngettext(
                "The text has %(have)s characters; %(limit)s fit. Shorten it by %(over)s character.",
                "The text has %(have)s characters; %(limit)s fit. Shorten it by %(over)s characters.",
                over,
            )
            have, limit, more = (format_number(count, code) for count in (len(value), self.max_length, over))
            raise ValidationError(words, code="max_length", params={"have": have, "limit": limit, "over": more})


__all__ = ["DateParts", "MoneyField", "PlainTextField", "Question", "Renderer", "explain"]
