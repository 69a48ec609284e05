"""What of a row of numbers may be shown. Pure: knows numbers and sides, no database and no page.

A row is one step of a procedure; its cells are the sides, and their sum is shown beside them. The rule:
1. A side with fewer than five answers to either question is withheld, all numbers of it.
2. If there is one, the smallest of the other sides is withheld too, with all that equal it. So what is withheld always
   holds a small number and one that is not, and nobody can tell which is which: both carry the same words.
3. What can be got by subtraction is only the sum of all that is withheld. If that sum is under five, or everybody in it
   answered a question alike, the sum of the row is withheld as well.
The rule looks at sizes only, never at names, so that knowing it helps nobody: any exchange of the withheld numbers
gives the same page. A property test looks for a page that gives one away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LEAST = 5
"""Answers below which a number is about persons."""


@dataclass(frozen=True, slots=True)
class Said:
    """The answers to one question. Skipping is no answer, and neither is silence."""

    yes: int = 0
    no: int = 0
    skipped: int = 0

    @property
    def answered(self) -> int:
        """How many said yes or no."""
        return self.yes + self.no

    def __add__(self, other: "Said") -> "Said":
        return Said(self.yes + other.yes, self.no + other.no, self.skipped + other.skipped)


@dataclass(frozen=True, slots=True)
class Tally:
    """All numbers of one side at one step, or of all sides together."""

    asked: int = 0
    clear: Said = field(default_factory=Said)
    fair: Said = field(default_factory=Said)

    @property
    def unknown(self) -> int:
        """How many were asked and sent nothing. Never counted as content."""
        return self.asked - self.clear.answered - self.clear.skipped

    @property
    def answers(self) -> int:
        """The smaller of the two numbers of answers: by it the rule decides."""
        return min(self.clear.answered, self.fair.answered)

    @property
    def mixed(self) -> bool:
        """Whether both questions have been answered with yes by some and with no by others."""
        return min(self.clear.yes, self.clear.no, self.fair.yes, self.fair.no) > 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.asked + other.asked, self.clear + other.clear, self.fair + other.fair)


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of a row: None stands for what is withheld."""

    sides: Mapping[str, Tally | None]
    total: Tally | None


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def withheld(sides: Mapping[str, Tally]) -> frozenset[str]:
    """The sides of a row that are not shown: those with few answers, and the smallest of the others to cover them."""
    few = {side for side, tally in sides.items() if tally.answers < LEAST}
    cover = min((tally.answers for side, tally in sides.items() if side not in few), default=None)
    if not few or cover is None:
        return frozenset(few)
    return frozenset(side for side, tally in sides.items() if tally.answers <= cover)


def publish(sides: Mapping[str, Tally]) -> Shown:
    """What may be shown of a row, by the rule above."""
    hidden = withheld(sides)
    together = _sum(sides[side] for side in hidden)
    closed = bool(hidden) and not (together.answers >= LEAST and together.mixed)
    return Shown(
        {side: None if side in hidden else tally for side, tally in sides.items()},
        None if closed else _sum(sides.values()),
    )
