"""Periods: from the day something happened to the day by which something must be done.

A period may have several readings, where the law is uncertain. Then two dates are computed: *act by*, the earliest
that any reading supports, which a person is told; and *not lost before*, the latest, before which no default step
may happen to anyone.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from jiefen.core.law.calendar import Calendar
from jiefen.core.law.counting import Counting, Roll

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The instant of a date that cannot be lost at present, because its clock is stopped."""


class Unit(StrEnum):
    """Units in which laws count."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working-day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of how long a period is and how it is counted."""

    length: int
    unit: Unit
    counting: Counting
    note: Mapping[str, str] = field(default_factory=dict, compare=False)  # why one can read it so, by language


@dataclass(frozen=True, slots=True)
class Period:
    """A period with all its readings (one, where the law is clear) and the citations that set it."""

    id: str
    readings: tuple[Reading, ...]
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """A period made longer: it goes on from its unrolled last day."""

    length: int
    unit: Unit
    made_on: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """Time that does not count, from `start` to `end`; without an end the clock stands still."""

    start: datetime
    end: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Interruption:
    """The period begins again at `at`."""

    at: datetime
    kind: str = ""


Change = Extension | Suspension | Interruption


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends. Days are in the calendar's zone; *_at are the first instants at which the day has passed.

    `provisional`: rests on days whose calendar is not announced. `calendar` names calendar and version.
    """

    act_by: date
    not_lost_before: date
    act_by_at: datetime
    lost_at: datetime
    provisional: bool
    calendar: str


Note = Callable[..., None]
"""Receives each step of the arithmetic by its code and values, when a proof is wanted."""


def _silent(code: str, /, **values: object) -> None:
    """No proof is wanted."""


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months later; the month's last day when there is none (Civil Code 202)."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(period: Period, start: datetime, calendar: Calendar, changes: Sequence[Change] = ()) -> Due:
    """When `period` ends that began at `start`, after `changes`.

    Raises ValueError when `start` has no zone, OverflowError or IndexError for years outside 1980 to 2120.
    """
    if start.tzinfo is None:
        raise ValueError("the start of a period needs a time zone")
    if len(period.readings) == 1:
        end, provisional = end_of(period.readings[0], start, calendar, changes)
        return _due(end, end, provisional, calendar, changes)
    ends = [end_of(reading, start, calendar, changes) for reading in period.readings]
    instants = [end for end, _provisional in ends]
    return _due(min(instants), max(instants), any(p for _end, p in ends), calendar, changes)


def _due(first: datetime, last: datetime, provisional: bool, calendar: Calendar, changes: Sequence[Change]) -> Due:
    stopped = any(isinstance(change, Suspension) and change.end is None for change in changes)
    return Due(
        act_by=_day_of(first, calendar),
        not_lost_before=_day_of(last, calendar),
        act_by_at=first,
        lost_at=NEVER if stopped else last,
        provisional=provisional,
        calendar=calendar.key,
    )


def _day_of(end: datetime, calendar: Calendar) -> date:
    """The day that a person is told: the one that has passed when `end` is midnight, else the day of `end`."""
    return (end - timedelta(microseconds=1)).astimezone(calendar.tz).date()


def end_of(
    reading: Reading, start: datetime, calendar: Calendar, changes: Sequence[Change] = (), note: Note = _silent
) -> tuple[datetime, bool]:
    """The first instant at which one reading of a period has passed, and whether that is provisional."""
    began = start
    for change in changes:
        if isinstance(change, Interruption) and change.at > began:
            began = change.at
            note("interrupted", at=change.at, kind=change.kind)
    if reading.unit is Unit.HOUR:
        return _end_of_hours(reading, began, changes, calendar, note), False
    local = began.astimezone(calendar.tz)
    first = local.date()
    counting = reading.counting
    note("began", day=first, basis=counting.cites("start"), counts=counting.start_day_counts)
    if counting.cut_off is not None and local.time() >= counting.cut_off:
        first += timedelta(days=1)
        note("cut-off", time=counting.cut_off, day=first, basis=counting.cites("cut_off"))
    raw = _advance(first, reading.length, reading.unit, counting, calendar, note, first_leg=True)
    for change in changes:
        if isinstance(change, Extension):
            raw = _advance(raw, change.length, change.unit, counting, calendar, note, first_leg=False)
        elif isinstance(change, Suspension) and change.end is not None:
            raw = _suspended(raw, first, change, calendar, note)
    last = _rolled(raw, counting, calendar, note)
    leaps = reading.unit is Unit.WORKING_DAY or reading.length <= counting.short_days
    known = calendar.announced_until
    provisional = last > known and (leaps or counting.roll is not Roll.NONE)
    if provisional:
        note("provisional", day=last, until=known)
    return _midnight_after(last, calendar), provisional


def _midnight_after(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), calendar.tz)


def _advance(
    day: date, length: int, unit: Unit, counting: Counting, calendar: Calendar, note: Note, *, first_leg: bool
) -> date:
    """So much later than `day`, before any roll. The first leg of a rule that counts its first day is a day shorter."""
    code = "length" if first_leg else "extended"
    shorter = first_leg and length > 0 and counting.start_day_counts and unit in (Unit.DAY, Unit.WORKING_DAY)
    count = length - 1 if shorter else length
    if unit is Unit.MONTH or unit is Unit.YEAR:
        end = add_months(day, length * (12 if unit is Unit.YEAR else 1))
        note(code, length=length, unit=unit, day=end, basis=counting.cites("month"))
        return end
    if unit is Unit.WORKING_DAY or (unit is Unit.DAY and length <= counting.short_days):
        end = calendar.add_working_days(day, count)
        note(code, length=length, unit=Unit.WORKING_DAY, day=end, basis=counting.cites("short"))
        return end
    end = day + timedelta(days=count if unit is Unit.DAY else -(-length // 24))
    note(code, length=length, unit=unit, day=end, basis="")
    return end


def _suspended(raw: date, first: date, change: Suspension, calendar: Calendar, note: Note) -> date:
    assert change.end is not None  # noqa: S101
    begins = max(change.start.astimezone(calendar.tz).date(), first)
    days = (change.end.astimezone(calendar.tz).date() - begins).days
    if begins > raw or days <= 0:
        return raw
    end = raw + timedelta(days=days)
    note("suspended", start=begins, days=days, day=end, reason=change.reason)
    return end


def _rolled(raw: date, counting: Counting, calendar: Calendar, note: Note) -> date:
    if counting.roll is Roll.NONE:
        note("fixed", day=raw, basis=counting.cites("roll"))
        return raw
    last = calendar.next_working_day(raw)
    if last == raw:
        note("working-day", day=raw, weekday=raw.isoweekday(), basis=counting.cites("roll"))
    else:
        note("rolled", day=raw, to=last, basis=counting.cites("roll"))
    return last


def _end_of_hours(reading: Reading, start: datetime, changes: Sequence[Change], calendar: Calendar, note: Note) -> datetime:
    local = start.astimezone(calendar.tz)
    note("began-at", at=local, basis=reading.counting.cites("hours"))
    if reading.counting.hours_from_next:
        local = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        note("next-hour", at=local, basis=reading.counting.cites("hours"))
    hours = reading.length
    for change in changes:
        if isinstance(change, Extension) and change.unit is Unit.HOUR:
            hours += change.length
        elif isinstance(change, Suspension) and change.end is not None:
            local += max(change.end - max(change.start, start), timedelta())
    # Through UTC, so that a change of clocks neither adds nor takes an hour.
    end = (local.astimezone(UTC) + timedelta(hours=hours)).astimezone(calendar.tz)
    note("hours", length=hours, at=end)
    return end


def latest_before(event: date, length: int, counting: Counting, calendar: Calendar) -> date:
    """The last day on which something may be done that must be done so many clear days before `event`.

    Neither the day of the act nor the day of the event counts (CPR 2.8; hearing notices under CPL 139).
    """
    if length <= counting.short_days:
        return calendar.add_working_days(calendar.add_working_days(event, -length), -1)
    return event - timedelta(days=length + 1)


def earliest_after(event: date, length: int, counting: Counting, calendar: Calendar) -> date:
    """The first day that is at least so many clear days after `event`."""
    if length <= counting.short_days:
        return calendar.add_working_days(calendar.add_working_days(event, length), 1)
    return event + timedelta(days=length + 1)


@lru_cache(maxsize=512)
def longest_days(period: Period, calendar: Calendar) -> tuple[int, int]:
    """The fewest and the most calendar days that a period of this kind can last, whichever day it begins.

    Tried for every announced first day; hours are rounded up to days. Found once for each period and calendar.
    """
    spans: list[int] = []
    day = calendar.announced_from
    while day < calendar.announced_until:
        start = datetime.combine(day, time(12), calendar.tz)
        found = due(period, start, calendar)
        spans += [(found.act_by - day).days, (found.not_lost_before - day).days]
        day += timedelta(days=1)
    return min(spans), max(spans)
