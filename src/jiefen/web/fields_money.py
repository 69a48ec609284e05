"""The field for amounts of money: takes what people really type, gives integer minor units."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel import numbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiefen.web.fields_text import explain, plain_digits
from jiefen.web.formats import format_money


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

_MOST = 10**14
"""Where nothing else is said: a million million in units of two decimals."""


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
        self, *, currency: str = "CNY", least: int | None = None, most: int | None = None, why: str = "",
        sees: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs.setdefault("widget", MoneyInput(currency))
        super().__init__(**kwargs)
        self.currency, self.least, self.most = currency, least or 0, _MOST if most is None else most
        self.places = numbers.get_currency_precision(currency)
        explain(self, why=why, sees=sees)

    def to_python(self, value: Any) -> int | None:
        """Integer minor units, or None when empty. Raises ValidationError when it cannot be read."""
        typed = plain_digits(str(value or "")).strip()
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
        if value is not None and value < self.least:
            raise self._fail("min", amount=format_money(self.least, self.currency, code))
        if value is not None and value > self.most:
            raise self._fail("max", amount=format_money(self.most, self.currency, code))

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
