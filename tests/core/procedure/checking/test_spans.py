"""Days moved on many together are the days that the law's own arithmetic gives one by one."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.law.counting import Counting, Roll
from jiefen.core.law.period import Extension, Reading, Unit, end_of
from jiefen.core.procedure.checking.spans import lost_days, span_of

MOST = {Unit.HOUR: 500, Unit.DAY: 400, Unit.WORKING_DAY: 200, Unit.MONTH: 24, Unit.YEAR: 3}
UNITS = st.sampled_from(Unit)
COUNTINGS = st.builds(
    Counting,
    id=st.just("test"),
    name=st.just({}),
    start_day_counts=st.booleans(),
    roll=st.sampled_from(Roll),
    short_days=st.sampled_from((0, 5)),
    cut_off=st.sampled_from((None, time(16), time(23), time(23, 30))),
    hours_from_next=st.booleans(),
    basis=st.just({}),
)
READINGS = UNITS.flatmap(lambda unit: st.builds(Reading, st.integers(0, MOST[unit]), st.just(unit), COUNTINGS))
EXTENSION = UNITS.flatmap(lambda unit: st.tuples(st.integers(1, MOST[unit]), st.just(unit.value)))
EXTENSIONS = st.lists(EXTENSION, max_size=2).map(tuple)


def one_by_one(reading, extensions, days, calendar):
    changes = [Extension(length, Unit(unit), days[0]) for length, unit in extensions]
    ends = [end_of(reading, datetime.combine(day, time(23), calendar.tz), calendar, changes)[0] for day in days]
    return [end.astimezone(calendar.tz).date() for end in ends]


@settings(max_examples=300)
@given(reading=READINGS, extensions=EXTENSIONS, first=st.dates(date(2005, 1, 1), date(2026, 1, 1)),
       jurisdiction=st.sampled_from(("cn", "ew")))  # fmt: skip
def test_any_reading_with_any_extensions(reading, extensions, first, jurisdiction):
    calendar = shelf.calendar(jurisdiction)
    days = [first + timedelta(days=number) for number in range(40)]
    assert lost_days(reading, extensions, days, calendar) == one_by_one(reading, extensions, days, calendar)


@pytest.mark.parametrize("jurisdiction", shelf.jurisdictions())
def test_every_deadline_on_the_shelf(jurisdiction):
    calendar = shelf.calendar(jurisdiction)
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(0, 2200, 3)]
    readings = {
        reading
        for procedure in shelf.procedures(jurisdiction)
        for deadline in procedure.deadlines.values()
        for reading in deadline.period.readings
    }
    assert readings
    for reading in readings:
        for extensions in ((), ((30, "day"),), ((1, "month"), (6, "month"))):
            assert lost_days(reading, extensions, days, calendar) == one_by_one(reading, extensions, days, calendar)


def test_a_span_holds_for_every_announced_day():
    """Thirty days of mediation, from the first instant of a day to the end of the last one, moved off holidays."""
    procedure, calendar = shelf.procedure("cn", "people-mediation"), shelf.calendar("cn")
    for name, deadline in procedure.deadlines.items():
        span = span_of(procedure, name, (), calendar)
        for day in (calendar.announced_from + timedelta(days=number) for number in range(0, 8000, 13)):
            for hour in (0, 23):
                ends = [end_of(one, datetime.combine(day, time(hour), calendar.tz), calendar)[0]
                        for one in deadline.period.readings]  # fmt: skip
                lasted = max(ends) - datetime.combine(day, time(hour), calendar.tz)
                assert timedelta(days=span.least) <= lasted <= timedelta(days=span.most), (name, day, hour)
