"""Fields that people type into: sums, days, texts. They accept what people really type, and say what is wrong."""

import re
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

_WIDE = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


class Renderer(DjangoTemplates):
    """Django's own widgets; our pattern around them is drawn by the tag `field`."""


class MoneyField(forms.CharField):
    """A sum as people write it ("1,234.50", "￥１２００元"); gives whole minor units (fen)."""

    def __init__(self, *, least: int | None = None, most: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "dir": "ltr"}))
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """The sum in minor units. What is wrong is said with an example."""
        typed = super().clean(value)
        plain = re.sub(r"[\s¥￥元,，圆]", "", typed.translate(_WIDE))
        if not plain:
            return None
        found = re.fullmatch(r"(\d{1,13})(?:\.(\d{1,2}))?", plain)
        if found is None:
            raise forms.ValidationError(_("Write the sum in figures with at most two decimals, such as 3000 or 3000.50."))
        fen = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
        if self.least is not None and fen < self.least:
            raise forms.ValidationError(_("The sum is too small."))
        if self.most is not None and fen > self.most:
            raise forms.ValidationError(_("The sum is too large."))
        return fen

    def prepare_value(self, value: Any) -> Any:
        """Minor units shown as people write them."""
        return f"{value // 100}.{value % 100:02d}" if isinstance(value, int) else value


class DayField(forms.CharField):
    """A day: typed as 2026-11-23, 2026年11月23日, 2026.11.23 or 20261123; gives ISO text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "short", "placeholder": "2026-03-15", "dir": "ltr"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str | None:  # type: ignore[override]
        """The day as ISO text."""
        typed = super().clean(value).translate(_WIDE).strip()
        if not typed:
            return None
        found = re.fullmatch(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?", typed)
        try:
            day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
        except ValueError:
            day = None
        if day is None or not 1900 <= day.year <= 2119:
            raise forms.ValidationError(_("Write the day as year, month, day, such as 2026-03-15."))
        return day.isoformat()


class PlainTextField(forms.CharField):
    """Typed text of a bounded length; says how long it is and may be."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6 if longest > 1000 else 3, "dir": "auto"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The text with plain line ends."""
        text = super().clean(value).replace("\r\n", "\n").strip()
        if len(text) > self.longest:
            raise forms.ValidationError(
                _("This is %(found)d characters long and may be %(most)d. Nothing is lost: shorten it here."),
                params={"found": len(text), "most": self.longest},
            )
        if any(char < " " and char not in "\n\t" for char in text):
            raise forms.ValidationError(_("There are invisible control characters in the text. Type it anew or paste it as plain text."))
        return text
