"""Fields for days: three parts for residents, one line for the desks of staff."""

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.lists import format_list
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiefen.web.fields_text import explain, plain_digits
from jiefen.web.formats import format_day
from jiefen.web.language import babel_locale


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
        parts = {key: plain_digits(part).strip() for key, part in (value or {}).items()}
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
    return str(format_list(words, style="standard-short", locale=babel_locale(get_language() or "en")))


class DayField(forms.CharField):
    """A day in one line, typed as 2026-11-23, 2026年11月23日, 2026.11.23 or 20261123; gives ISO text."""

    def __init__(self, *, why: str = "", sees: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"class": "input-short", "dir": "ltr", "autocomplete": "off"}))
        super().__init__(**kwargs)
        explain(self, why=why, sees=sees)

    def clean(self, value: Any) -> str | None:  # type: ignore[override]
        """The day as ISO text, None when empty. Raises ValidationError with an example."""
        typed = plain_digits(super().clean(value)).strip()
        if not typed:
            return None
        found = re.fullmatch(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?", typed)
        try:
            day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
        except ValueError:
            day = None
        if day is None or not 1900 <= day.year <= 2119:
            raise ValidationError(_("Write the day as year, month, day, such as 2026-03-15."), code="invalid")
        return day.isoformat()
