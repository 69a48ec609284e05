"""Calendars: which days are working days, up to which day that has been announced.

A calendar is data. Days after `announced_until` are taken as ordinary weeks, and whatever rests on them is
provisional. Everything is precomputed into arrays by day number, so that asking costs one look-up.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from jiefen.core.strictyaml import Node, read_yaml

FIRST = date(1980, 1, 1)
LAST = date(2120, 12, 31)
_BASE = FIRST.toordinal()
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A jurisdiction's working days in its zone. Days before 1980 and after 2120 raise IndexError or ValueError.

    `announced_from` and `announced_until` bound the days that are known; `sources` names each year's notice.
    """

    id: str
    version: str
    zone: str
    announced_from: date
    announced_until: date
    sources: tuple[tuple[int, str], ...]
    _flags: bytes = field(repr=False)
    _rank: list[int] = field(repr=False, compare=False)  # working days up to and including each day
    _days: list[date] = field(repr=False, compare=False)  # the n-th working day

    @property
    def key(self) -> str:
        """Calendar and version, as a computed date names it: "cn@2026.1"."""
        return f"{self.id}@{self.version}"

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which this calendar's days begin and end."""
        return _zone(self.zone)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is a working day: neither weekly rest nor holiday, or made a working day instead."""
        return self._flags[day.toordinal() - _BASE] == 1

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it, when negative). `count` 0 gives `day` itself."""
        if count > 0:
            return self._days[self._rank[day.toordinal() - _BASE] + count - 1]
        if count == 0:
            return day
        place = day.toordinal() - _BASE
        return self._days[self._rank[place] - self._flags[place] + count]

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the first one after it."""
        place = day.toordinal() - _BASE
        return day if self._flags[place] else self._days[self._rank[place]]

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`."""
        return self._rank[end.toordinal() - _BASE] - self._rank[start.toordinal() - _BASE]

    def announced(self, day: date) -> bool:
        """Whether it is known if `day` is a working day."""
        return self.announced_from <= day <= self.announced_until


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def make_calendar(
    *,
    id: str,
    version: str,
    zone: str,
    weekend: frozenset[int],
    announced_from: date,
    announced_until: date,
    off: frozenset[date],
    work: frozenset[date],
    sources: tuple[tuple[int, str], ...] = (),
) -> Calendar:
    """A calendar from its rules: weekly rest days (ISO numbers), days off, and days worked instead."""
    flags, rank, days, count = bytearray(), [], [], 0
    day = FIRST
    while day <= LAST:
        working = day in work or (day not in off and day.isoweekday() not in weekend)
        flags.append(working)
        if working:
            count += 1
            days.append(day)
        rank.append(count)
        day += _DAY
    return Calendar(id, version, zone, announced_from, announced_until, sources, bytes(flags), rank, days)


def load_calendar(text: str, file: str) -> Calendar:
    """A calendar from a pack's file. Raises PackError naming the line of whatever is wrong or contradictory."""
    top = read_yaml(text, file).mapping(
        ["calendar", "version", "zone", "weekend", "announced_from", "announced_until", "years"], ["note"]
    )
    off: set[date] = set()
    work: set[date] = set()
    sources: list[tuple[int, str]] = []
    for year_text, node in top["years"].items():
        if not (year_text.isdigit() and FIRST.year <= int(year_text) <= LAST.year):
            node.fail(f"the year {year_text!r} is out of range", f"a year from {FIRST.year} to {LAST.year}")
        year = int(year_text)
        keys = node.mapping(["source", "off"], ["work"])
        sources.append((year, keys["source"].text()))
        off |= _days_of(year, keys["off"], off, "off")
        if "work" in keys:
            work |= _days_of(year, keys["work"], off | work, "work")
    return make_calendar(
        id=top["calendar"].text(),
        version=top["version"].text(),
        zone=_known_zone(top["zone"]),
        weekend=frozenset(node.integer(1, 7) for node in top["weekend"].list()),
        announced_from=top["announced_from"].date(),
        announced_until=top["announced_until"].date(),
        off=frozenset(off),
        work=frozenset(work),
        sources=tuple(sources),
    )


def _known_zone(node: Node) -> str:
    try:
        return str(_zone(node.text()))
    except (KeyError, ValueError, OSError):
        node.fail(f"unknown time zone {node.value!r}", "a name such as Asia/Shanghai")


def _days_of(year: int, node: Node, taken: set[date], what: str) -> set[date]:
    """The days of a list such as [01-01..01-03, 05-01]. A day that stands twice is an error."""
    days: set[date] = set()
    for one in node.list():
        first_text, _, last_text = one.text().partition("..")
        try:
            first = date.fromisoformat(f"{year}-{first_text}")
            last = date.fromisoformat(f"{year}-{last_text or first_text}")
        except ValueError:
            one.fail(f"{one.value!r} is no day of {year}", "a day as 05-01 or days as 05-01..05-05")
        if last < first:
            one.fail(f"{one.value!r} ends before it begins", "the earlier day first")
        span = {first + timedelta(days=n) for n in range((last - first).days + 1)}
        if span & (days | taken):
            one.fail(f"{min(span & (days | taken))} stands twice among off and work", f"each {what} day once")
        days |= span
    return days
