"""Punctuation by language, and texts kept apart in direction: what joins the parts of a sentence that is put together.

Knows four languages' marks and Unicode's isolates. Refuses to know the words of any language.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a language, with the spaces that belong to them."""

    comma: str  # between the parts of a list
    semicolon: str
    colon: str
    opening: str  # the bracket that opens a remark, and the one that closes it
    closing: str
    from_right: bool  # whether it is written from right to left


_WIDE = Marks("、", "；", "：", "（", "）", from_right=False)
_LATIN = Marks(", ", "; ", ": ", " (", ")", from_right=False)
_ARABIC = Marks("، ", "؛ ", ": ", " (", ")", from_right=True)
MARKS = {"zh-Hans": _WIDE, "en": _LATIN, "ug": _ARABIC, "kk-Arab": _ARABIC}

OPEN_ISOLATE, CLOSE_ISOLATE = "\u2068", "\u2069"


def in_language(table: Mapping[str, _Value], lang: str) -> _Value:
    """A table's value for a language, else for one with the same first subtag (BCP 47), else the English one, else the first.

    Raises ValueError for an empty table.
    """
    first = lang.partition("-")[0]
    for known in (lang, *(one for one in table if one.partition("-")[0] == first), "en", *table):
        if known in table:
            return table[known]
    raise ValueError("a table without any language")


def marks(lang: str) -> Marks:
    """The marks of a language; the English ones for a language that is not in the table."""
    return in_language(MARKS, lang)


def from_right(text: str) -> bool:
    """Whether the first letter of a text that has a direction is written from right to left (Unicode Annex 9, P2)."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((one != "L" for one in directions if one in ("L", "R", "AL")), False)


def isolated(text: str, lang: str) -> str:
    """A name, number or text of a person, set apart where its direction could disturb the sentence around it.

    A sentence from left to right is only disturbed by letters from right to left, the others by any text.
    """
    mixed = marks(lang).from_right or any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)
    return f"{OPEN_ISOLATE}{text}{CLOSE_ISOLATE}" if text and mixed else text
