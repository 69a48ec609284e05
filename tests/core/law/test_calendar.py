"""The calendars against two independent libraries, and files that contradict themselves."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from jiefen import shelf
from jiefen.core.law import load_calendar
from jiefen.core.packerror import PackError

CN, EW = shelf.calendar("cn"), shelf.calendar("ew")


def days(first, last):
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def test_every_day_agrees_with_both_libraries_but_the_one_they_differ_on():
    other = holidays.country_holidays("CN", years=range(2004, 2027))
    wrong = [
        day
        for day in days(date(2004, 1, 1), date(2026, 12, 31))
        if not CN.is_working_day(day) == chinese_calendar.is_workday(day) == other.is_working_day(day)
    ]
    # The Saturday before New Year 2006 was worked in exchange; one library leaves it out.
    assert wrong == [date(2005, 12, 31)]
    assert CN.is_working_day(date(2005, 12, 31))


def test_england_and_wales_agrees_with_the_published_list():
    other = holidays.country_holidays("GB", subdiv="ENG", years=range(2010, 2028))
    assert not [
        day for day in days(date(2010, 1, 1), date(2027, 12, 31)) if EW.is_working_day(day) != other.is_working_day(day)
    ]


FILE = """
calendar: x
version: "1"
zone: {zone}
weekend: [6, 7]
announced_from: 2026-01-01
announced_until: 2026-12-31
years:
  2026:
    source: "a notice"
    off: [{off}]
    work: [{work}]
"""


@pytest.mark.parametrize(
    ("values", "line", "problem"),
    [
        ({"off": "01-01, 01-01", "work": "01-04"}, 11, "twice"),
        ({"off": "01-01..01-03", "work": "01-02"}, 12, "twice"),
        ({"off": "02-30", "work": "01-04"}, 11, "no day"),
        ({"off": "01-05..01-01", "work": "01-04"}, 11, "before it begins"),
        ({"off": "01-01", "work": "01-04", "zone": "Mars/Base"}, 4, "time zone"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused_with_its_line(values, line, problem):
    text = FILE.format(**{"zone": "Asia/Shanghai", **values})
    with pytest.raises(PackError, match=problem) as caught:
        load_calendar(text, "x.yaml")
    assert caught.value.line == line
