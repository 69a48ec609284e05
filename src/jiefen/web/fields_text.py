"""The field for a person's own words, and what all our fields share."""

import unicodedata
from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from jiefen.web.formats import format_number

F = TypeVar("F", bound=forms.Field)


def explain(field: F, *, why: str = "", sees: str = "") -> F:
    """`field` with why it is asked and who sees the answer."""
    field.why, field.sees = why, sees  # type: ignore[attr-defined]
    return field


def plain_digits(text: str) -> str:
    """Full-width letters and digits as ordinary ones; Arabic-Indic digits as 0 to 9."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char for char in folded)


class PlainTextField(forms.CharField):
    """A person's own words in several lines. Direction controls are kept as written; pages show them as marks."""

    default_error_messages: Mapping[str, Any] = {  # type: ignore[assignment]
        "required": _("Write something here."),
        "null_characters_not_allowed": _("The text holds a character that cannot be kept. Type it again by hand."),
    }

    def __init__(self, *, longest: int | None = None, rows: int = 6, why: str = "", sees: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": rows, "dir": "auto"}))
        self.longest = longest
        super().__init__(**kwargs)
        explain(self, why=why, sees=sees)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A limit that is counted, not one that silently cuts what is pasted."""
        return {"data-limit": str(self.longest)} if self.longest else {}

    def to_python(self, value: Any) -> str:
        """The text with plain newlines."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text

    def validate(self, value: str) -> None:
        """Refuses a text that is too long and says by how much."""
        super().validate(value)
        over = len(value) - self.longest if self.longest else 0
        if over > 0:
            code = get_language() or "en"
            words = ngettext(
                "The text has %(have)s characters; %(limit)s fit. Shorten it by %(over)s character.",
                "The text has %(have)s characters; %(limit)s fit. Shorten it by %(over)s characters.",
                over,
            )
            have, limit, more = (format_number(count, code) for count in (len(value), self.longest, over))
            raise ValidationError(words, code="max_length", params={"have": have, "limit": limit, "over": more})
