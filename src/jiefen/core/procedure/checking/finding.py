"""What the checker says: for each property whether it holds, what speaks against it, and what the law leaves open."""

from dataclasses import dataclass, field

from jiefen.core.procedure.checking.zones import NO_END
from jiefen.core.procedure.model import Text

PROPERTIES = (
    "sound",
    "open-door",
    "bounded-wait",
    "heard",
    "told",
    "sourced",
    "separate",
    "confidential",
    "clock-safe",
    "languages",
)
"""The ten properties, in the order of the procedure language."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a story: on which day (None: no day), and what happens, in each language."""

    day: int | None
    text: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One wrong: what it is, in each language, where in the procedure, and the shortest story that leads to it."""

    property: str
    code: str
    place: str
    text: Text
    story: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """Something that the law itself leaves open: a wait is bounded except by this."""

    property: str
    deadline: str
    text: Text
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a role can wait for others from a state on: days, or None where others may go on acting without limit.

    `silent` is the longest when the others do nothing at all. `excepted` names deadlines to which the law sets no end,
    `from_fact` facts whose day the wait is counted from when that day lies ahead.
    """

    days: int | None
    silent: int | None
    excepted: tuple[str, ...] = ()
    from_fact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Length:
    """How long it takes to an end: the fewest and the most days; `most` is None where those who may act take their time."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """What was found about one procedure.

    `waits` by role and state; `ends` by outcome; `changes` by state and action: the outcomes still possible after it.
    """

    procedure: str
    findings: tuple[Finding, ...]
    exceptions: tuple[Opening, ...]
    waits: dict[tuple[str, str], Wait] = field(default_factory=dict)
    ends: dict[str, Length] = field(default_factory=dict)
    changes: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    configurations: int = 0

    @property
    def proved(self) -> bool:
        """Whether all ten properties hold."""
        return not self.findings

    def against(self, name: str) -> tuple[Finding, ...]:
        """What speaks against one property."""
        return tuple(one for one in self.findings if one.property == name)

    def longest_wait(self, role: str) -> Wait | None:
        """The longest wait of a role in any state; None when it never waits."""
        own = [wait for (who, _state), wait in self.waits.items() if who == role]
        return max(own, key=lambda one: NO_END if one.days is None else one.days, default=None)
