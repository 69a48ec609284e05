"""What it may be about: the pack's suggestion for somebody's own words, made ready for the page that asks them.

A suggestion shows the words that led to it and decides nothing: the person confirms it, chooses another, or none.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from jiefen import shelf
from jiefen.core.causes import Cause, Part
from jiefen.core.suggestion import suggest
from jiefen.web.language import in_language


@dataclass(frozen=True, slots=True)
class Guess:
    """One likely cause: its name, by what an ordinary person knows it, and which of their words led to it."""

    id: str
    name: str
    plain: str
    words: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Others:
    """A part of the list without what is likely: its name (empty where there are no parts) and its causes."""

    name: str
    causes: tuple[Guess, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Its causes by id."""
        return tuple(one.id for one in self.causes)


@dataclass(frozen=True, slots=True)
class Guesses:
    """The likely causes, the best first, and all others by part of the list."""

    likely: tuple[Guess, ...]
    others: tuple[Others, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The likely ones by id."""
        return tuple(one.id for one in self.likely)


def for_page(pack: str, story: str, day: date, language: str) -> Guesses:
    """The likely causes for a story, and the rest of the list in force on the day."""
    causes = shelf.causes(pack).on(day)
    found = suggest(shelf.suggestion(pack), causes, story, 3)
    likely = tuple(_guess(one.cause, one.words, one.named, language) for one in found.ranked)
    first = {one.id for one in likely}
    others = (_others(part, first, language) for part in causes.parts)
    return Guesses(likely, tuple(part for part in others if part.causes))


def _others(part: Part, likely: Collection[str], language: str) -> Others:
    left = tuple(_guess(one, (), False, language) for one in part.causes if one.id not in likely)
    return Others(in_language(dict(part.name), language) if part.name else "", left)


def _guess(cause: Cause, words: tuple[str, ...], named: bool, language: str) -> Guess:
    plain = in_language(dict(cause.plain), language)
    return Guess(cause.id, in_language(dict(cause.name), language), plain, words, named)
