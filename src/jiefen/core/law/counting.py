"""Rules of counting: how a jurisdiction's law counts days and hours. Each is a row of data with its citations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from jiefen.core.strictyaml import Node, read_yaml


class Roll(StrEnum):
    """What happens when the last day is not a working day."""

    NONE = "none"  # nothing: a fixed date
    NEXT_WORKING_DAY = "next-working-day"  # it ends on the first working day after
    COURT_OFFICE = "court-office"  # in time on the next day on which the court office is open


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """One rule of counting.

    `start_day_counts`: whether the day on which the period begins is its first day. `short_days`: periods of so many
    days or fewer are counted in working days (0: none). `cut_off`: acts at or after it count for the next day.
    `hours_from_next`: hours run from the next full hour, else from the moment. `basis` cites the law for each part
    by the names "start", "roll", "hours", "month", "short", "cut_off".
    """

    id: str
    name: Mapping[str, str]
    start_day_counts: bool
    roll: Roll
    short_days: int
    cut_off: time | None
    hours_from_next: bool
    basis: Mapping[str, str]

    def cites(self, part: str) -> str:
        """The citation of one part of the rule; empty when the data names none."""
        return self.basis.get(part, "")


_PARTS = ("start", "roll", "hours", "month", "short", "cut_off")


def load_counting(text: str, file: str) -> dict[str, Counting]:
    """The counting rules of a pack's file, by id. Raises PackError naming the line of whatever is wrong."""
    top = read_yaml(text, file).mapping(["rules"])
    return {name: _rule(name, node) for name, node in top["rules"].items()}


def _rule(name: str, node: Node) -> Counting:
    keys = node.mapping(["name", "start_day", "roll", "basis"], ["short_days", "cut_off", "hours"])
    return Counting(
        id=name,
        name={language: text.text() for language, text in keys["name"].items()},
        start_day_counts=keys["start_day"].one_of(("counts", "excluded")) == "counts",
        roll=Roll(keys["roll"].one_of([roll.value for roll in Roll])),
        short_days=keys["short_days"].integer(0, 30) if "short_days" in keys else 0,
        cut_off=_time(keys["cut_off"]) if "cut_off" in keys else None,
        hours_from_next="hours" in keys and keys["hours"].one_of(("next-hour", "moment")) == "next-hour",
        basis={part: cite.text() for part, cite in keys["basis"].mapping([], _PARTS).items()},
    )


def _time(node: Node) -> time:
    try:
        return time.fromisoformat(node.text())
    except ValueError:
        node.fail(f"{node.value!r} is no time of day", 'a time as "16:00"')
