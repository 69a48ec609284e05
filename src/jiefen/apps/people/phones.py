"""Telephone numbers as people type them, in the one form in which they are kept: "+8613812345678" (E.164).

Strict, so that a wrong number is seen when it is typed and not when nobody answers. Knows the numbers of mainland China
and the shape of all others.
"""

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}")
_FIXED = re.compile(r"0(?:10|2\d|[3-9]\d{2})\d{7,8}")
_ABROAD = re.compile(r"\+[1-9]\d{7,14}")


class NotANumber(ValueError):
    """What was typed is no telephone number that we know how to call."""


def clean_phone(typed: str) -> str:
    """The number in its one form; empty for nothing. Raises NotANumber.

    Takes a mainland mobile ("138 1234 5678", "+86 138…", "0086138…"), a mainland fixed line with its area code
    ("0571-88888888"), and any number that is written with + and its country's code.
    """
    plain = unicodedata.normalize("NFKC", typed)
    plain = re.sub(r"[\s().\-\u2010-\u2015]", "", plain)
    if not plain:
        return ""
    if not plain.isascii() or not re.fullmatch(r"\+?\d+", plain):
        raise NotANumber(typed)
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    at_home = re.fullmatch(r"(?:\+?86)?(1\d{10})", plain) or re.fullmatch(r"\+86(\d+)", plain)
    if at_home is None and plain.startswith("+"):
        return _checked(plain, _ABROAD)
    national = at_home[1] if at_home else plain
    if _MOBILE.fullmatch(national):
        return f"+86{national}"
    # Written with +86 the 0 of the area code is left out.
    fixed = _checked(national if national.startswith("0") or not at_home else f"0{national}", _FIXED)
    return f"+86{fixed[1:]}"


def _checked(number: str, shape: re.Pattern[str]) -> str:
    if not shape.fullmatch(number):
        raise NotANumber(number)
    return number


def takes_messages(number: str) -> bool:
    """Whether a number in its one form can get an SMS: a mainland mobile, or any number abroad."""
    return bool(_MOBILE.fullmatch(number.removeprefix("+86"))) if number.startswith("+86") else number.startswith("+")
