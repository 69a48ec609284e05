"""The few words that papers add to what a pack says: a day to be filled in by hand, and which language prevails."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

_BLANK_DAY = _("Date: ____________")
_PREVAILS = {
    "zh-Hans": _("This is a translation. Where it differs from the Chinese text, the Chinese text prevails."),
    "en": _("This is a translation. Where it differs from the English text, the English text prevails."),
}
"""By the language that prevails."""


def blank_day(language: str) -> str:
    """Where a day is to be written by hand."""
    with override(language.lower()):
        return str(_BLANK_DAY)


def prevails(language: str, origin: str) -> str:
    """That a paper is a translation, and which text counts; empty where it is in the pack's own language."""
    if language == origin or origin not in _PREVAILS:
        return ""
    with override(language.lower()):
        return str(_PREVAILS[origin])
