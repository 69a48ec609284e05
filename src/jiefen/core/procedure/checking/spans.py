"""How many days a deadline can last: the range over every first day that the calendar knows.

The law counts in working days, months and hours, and moves last days off holidays; the checker reasons in calendar
days. Refuses to guess: the range is found by asking `core.law` about each day, not by rules of thumb.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from jiefen.core.law import Calendar
from jiefen.core.law.counting import Counting, Roll
from jiefen.core.law.period import Extension, Reading, Unit, add_months, end_of
from jiefen.core.procedure.checking.zones import NO_END
from jiefen.core.procedure.model import Procedure

_FAR = 3000
"""Longer periods (days) are counted plainly; a few days of rolling are added to their upper end."""
_ROLLING = 12
"""The longest that a last day can move off holidays, generously: a week of holidays and the days round it."""

_LATE, _DAY = time(23), timedelta(days=1)


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
    first, last = calendar.announced_from.toordinal(), calendar.announced_until.toordinal()
    days = [date.fromordinal(number) for number in range(first, last)]
    ends = [lost_days(reading, extensions, days, calendar) for reading in readings]
    # An act late in the day loses that day; counted from the first instant it is one more.
    lasting = [(max(lost) - day).days for day, *lost in zip(days, *ends, strict=True)]
    return Span(max(0, min((one - 1 for one in lasting), default=NO_END)), max(lasting, default=0))


def lost_days(reading: Reading, extensions: tuple[tuple[int, str], ...], days: list[date], calendar: Calendar) -> list[date]:
    """For each day the first day on which a period that began at its last hour, and was made longer, has passed.

    The answer of `core.law.end_of`, which is asked about hours; whole days are moved on together, which is many times
    faster, and tested to be the same.
    """
    if reading.unit is Unit.HOUR:
        changes = [Extension(length, Unit(unit), calendar.announced_from) for length, unit in extensions]
        starts = [datetime.combine(day, _LATE, calendar.tz) for day in days]
        return [end_of(reading, start, calendar, changes)[0].astimezone(calendar.tz).date() for start in starts]
    counting = reading.counting
    if counting.cut_off is not None and counting.cut_off <= _LATE:
        days = [day + _DAY for day in days]
    shorter = counting.start_day_counts and reading.length > 0 and reading.unit in (Unit.DAY, Unit.WORKING_DAY)
    days = _moved(days, reading.length, reading.unit, int(shorter), counting, calendar)
    for length, unit in extensions:
        days = _moved(days, length, Unit(unit), 0, counting, calendar)
    if counting.roll is not Roll.NONE:
        days = [calendar.next_working_day(day) for day in days]
    return [day + _DAY for day in days]


def _moved(days: list[date], length: int, unit: Unit, shorter: int, counting: Counting, calendar: Calendar) -> list[date]:
    """Days moved on by a length, of whose days or working days the first may count already (`shorter`)."""
    if unit is Unit.MONTH or unit is Unit.YEAR:
        months = length * (12 if unit is Unit.YEAR else 1)
        return [add_months(day, months) for day in days]
    if unit is Unit.WORKING_DAY or (unit is Unit.DAY and length <= counting.short_days):
        return [calendar.add_working_days(day, length - shorter) for day in days]
    step = timedelta(days=length - shorter if unit is Unit.DAY else -(-length // 24))
    return [day + step for day in days]


def span_of(procedure: Procedure, deadline: str, extensions: tuple[tuple[int, str], ...], calendar: Calendar) -> Span:
    """The range of a deadline with these extensions (length, unit), under the jurisdiction's own counting."""
    return _span(procedure.deadlines[deadline].period.readings, extensions, calendar)
