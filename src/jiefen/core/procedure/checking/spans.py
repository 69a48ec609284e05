"""How many days a deadline can last: the range over every first day that the calendar knows.

The law counts in working days, months and hours, and moves last days off holidays; the checker reasons in calendar
days. Refuses to guess: the range is found by asking `core.law` about each day, not by rules of thumb.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from jiefen.core.law import Calendar
from jiefen.core.law.counting import Roll
from jiefen.core.law.period import Change, Extension, Reading, Unit, end_of
from jiefen.core.procedure.checking.zones import NO_END
from jiefen.core.procedure.model import Procedure

_FAR = 3000
"""Longer periods (days) are counted plainly; a few days of rolling are added to their upper end."""
_ROLLING = 12
"""The longest that a last day can move off holidays, generously: a week of holidays and the days round it."""


@dataclass(frozen=True, slots=True)
class Span:
    """The fewest and the most calendar days from the start of a deadline to the instant at which it is lost."""

    least: int
    most: int


_PLAIN = {Unit.DAY: (1, 1), Unit.MONTH: (28, 31), Unit.YEAR: (365, 366)}


def _plain(length: int, unit: Unit) -> tuple[int, int]:
    if unit is Unit.HOUR:
        return 0, -(-length // 24) + 2
    if unit is Unit.WORKING_DAY:
        return length, length * 7 // 4 + 14
    least, most = _PLAIN[unit]
    return length * least, length * most


@lru_cache(maxsize=4096)
def _span(readings: tuple[Reading, ...], extensions: tuple[tuple[int, str], ...], calendar: Calendar) -> Span:
    added = [_plain(length, Unit(unit)) for length, unit in extensions]
    plain = [_plain(one.length, one.unit) for one in readings]
    if max(most for _least, most in plain) + sum(most for _least, most in added) > _FAR:
        least = max(0, min(least for least, _most in plain) - 1) + sum(one for one, _most in added)
        most = max(most for _least, most in plain) + sum(most for _least, most in added) + 1 + _ROLLING
        return Span(least, most)
    if not extensions and all(_is_fixed(one) for one in readings):
        spans = [one.length + (0 if one.counting.start_day_counts else 1) for one in readings]
        return Span(max(0, max(spans) - 1), max(spans))
    return _tried(readings, extensions, calendar)


def _is_fixed(reading: Reading) -> bool:
    """Whether the period has one length in days, whatever the calendar."""
    counting = reading.counting
    plain = reading.unit is Unit.DAY and counting.roll is Roll.NONE and reading.length > counting.short_days
    return plain and counting.cut_off is None


def _tried(readings: tuple[Reading, ...], extensions: tuple[tuple[int, str], ...], calendar: Calendar) -> Span:
    """The range over all announced first days, each once at its first instant and once at its last hour."""
    least, most = NO_END, 0
    day = calendar.announced_from
    while day < calendar.announced_until:
        changes: list[Change] = [Extension(length, Unit(unit), day) for length, unit in extensions]
        start = datetime.combine(day, time(23), calendar.tz)
        lost = max(end_of(one, start, calendar, changes)[0] for one in readings).astimezone(calendar.tz)
        days = (lost.date() - day).days
        # An act late in the day loses that day; counted from the first instant it is one more.
        least, most = min(least, days - 1), max(most, days)
        day += timedelta(days=1)
    return Span(max(0, least), most)


def span_of(procedure: Procedure, deadline: str, extensions: tuple[tuple[int, str], ...], calendar: Calendar) -> Span:
    """The range of a deadline with these extensions (length, unit), under the jurisdiction's own counting."""
    return _span(procedure.deadlines[deadline].period.readings, extensions, calendar)
