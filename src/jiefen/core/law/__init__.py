"""Time by law: calendars, periods, limitation, and the proof that shows each date's arithmetic.

Knows days, rules of counting and their citations, all of them data from a pack. Refuses to know today's date.
"""

from jiefen.core.law.calendar import Calendar, load_calendar
from jiefen.core.law.counting import Counting, Roll, load_counting
from jiefen.core.law.limitation import (
    LimitationFacts,
    LimitationResult,
    LimitationRule,
    Obstacle,
    limitation,
    load_limitation,
    rule_for,
)
from jiefen.core.law.period import (
    Change,
    Due,
    Extension,
    Interruption,
    Period,
    Reading,
    Suspension,
    Unit,
    due,
    earliest_after,
    latest_before,
    longest_days,
)
from jiefen.core.law.proof import Proof, Step, prove

__all__ = [
    "Calendar",
    "Change",
    "Counting",
    "Due",
    "Extension",
    "Interruption",
    "LimitationFacts",
    "LimitationResult",
    "LimitationRule",
    "Obstacle",
    "Period",
    "Proof",
    "Reading",
    "Roll",
    "Step",
    "Suspension",
    "Unit",
    "due",
    "earliest_after",
    "latest_before",
    "limitation",
    "load_calendar",
    "load_counting",
    "load_limitation",
    "longest_days",
    "prove",
    "rule_for",
]
