"""Periods by law: the worked examples of the statutes' own counting, and properties that hold for every day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.law import (
    Extension,
    Period,
    Reading,
    Suspension,
    Unit,
    due,
    earliest_after,
    latest_before,
    longest_days,
    prove,
)

CN, EW = shelf.calendar("cn"), shelf.calendar("ew")
DAYS = st.dates(date(2005, 1, 1), date(2026, 6, 1))


def period(length, unit, counting, jurisdiction="cn"):
    return Period("test", (Reading(length, Unit(unit), shelf.counting(jurisdiction)[counting]),), ())


def at(day, hour=12, minute=0, calendar=CN):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=calendar.tz)


def ends(start, length, unit, counting="procedural"):
    return due(period(length, unit, counting), at(date.fromisoformat(start)), CN).act_by.isoformat()


@pytest.mark.parametrize(
    ("start", "length", "unit", "counting", "end"),
    [
        ("2026-03-10", 30, "day", "procedural", "2026-04-09"),
        ("2026-09-04", 30, "day", "procedural", "2026-10-08"),
        ("2026-09-21", 15, "day", "procedural", "2026-10-08"),
        ("2026-02-07", 7, "day", "procedural", "2026-02-14"),
        ("2026-09-25", 15, "day", "procedural", "2026-10-10"),
        ("2026-01-21", 30, "day", "procedural", "2026-02-24"),
        ("2026-04-16", 15, "day", "procedural", "2026-05-06"),
        ("2026-06-04", 15, "day", "procedural", "2026-06-22"),
        ("2026-12-31", 2, "month", "procedural", "2027-03-01"),
        ("2025-03-01", 1, "year", "procedural", "2026-03-02"),
        ("2026-01-31", 1, "month", "procedural", "2026-02-28"),
        ("2024-02-29", 1, "year", "procedural", "2025-02-28"),
        ("2026-09-29", 5, "working-day", "working-days", "2026-10-12"),
        ("2026-02-12", 3, "working-day", "working-days", "2026-02-24"),
        ("2026-09-18", 3, "working-day", "working-days", "2026-09-22"),
    ],
)
def test_worked_examples_of_chinese_law(start, length, unit, counting, end):
    assert ends(start, length, unit, counting) == end


@pytest.mark.parametrize(
    ("moment", "length", "end"),
    [
        ("2017-10-10 15:59", 14, "2017-10-24"),
        ("2017-10-10 16:00", 14, "2017-10-25"),
        ("2017-10-20 18:00", 14, "2017-11-06"),
        ("2017-08-11 18:00", 14, "2017-08-29"),
        ("2020-08-01 12:00", 14, "2020-08-17"),
        ("2020-08-03 16:00", 14, "2020-08-18"),
        ("2020-12-11 12:00", 14, "2020-12-29"),
        ("2017-04-24 10:00", 19, "2017-05-15"),
        ("2017-05-08 10:00", 19, "2017-05-30"),
        ("2017-05-08 10:00", 33, "2017-06-12"),
        ("2017-03-26 10:00", 19, "2017-04-18"),
        ("2017-09-18 10:00", 33, "2017-10-23"),
    ],
)
def test_vectors_of_the_english_online_court(moment, length, end):
    start = datetime.fromisoformat(moment).replace(tzinfo=EW.tz)
    assert due(period(length, "day", "online", "ew"), start, EW).act_by.isoformat() == end


def test_clear_days_of_the_civil_procedure_rules():
    clear = shelf.counting("ew")["clear-days"]
    assert latest_before(date(2023, 10, 20), 3, clear, EW) == date(2023, 10, 16)
    assert latest_before(date(2025, 10, 20), 3, clear, EW) == date(2025, 10, 14)
    assert earliest_after(date(2025, 10, 1), 28, clear, EW) == date(2025, 10, 30)
    assert due(period(14, "day", "clear-days", "ew"), at(date(2023, 10, 2), calendar=EW), EW).act_by == date(2023, 10, 16)


def test_hours_run_from_the_next_hour_in_procedure_and_from_the_moment_in_civil_law():
    start = at(date(2026, 3, 2), 9, 20)
    assert due(period(48, "hour", "procedural"), start, CN).act_by_at == at(date(2026, 3, 4), 10)
    assert due(period(48, "hour", "civil"), start, CN).act_by_at == start + timedelta(hours=48)


def test_a_date_beyond_the_announced_holidays_is_provisional_and_says_so():
    found = due(period(30, "day", "procedural"), at(date(2026, 12, 20)), CN)
    assert found.provisional
    lines = "".join(prove(period(30, "day", "procedural"), at(date(2026, 12, 20)), CN).lines("zh-Hans"))
    assert "尚未公布" in lines
    assert not due(period(30, "day", "no-roll"), at(date(2026, 12, 20)), CN).provisional


def test_two_readings_give_the_day_to_act_by_and_the_day_nothing_is_lost_before():
    counting = shelf.counting("cn")
    two = Period("x", (Reading(5, Unit.DAY, counting["no-roll"]), Reading(5, Unit.WORKING_DAY, counting["working-days"])), ())
    found = due(two, at(date(2026, 9, 29)), CN)
    assert (found.act_by, found.not_lost_before) == (date(2026, 10, 4), date(2026, 10, 12))
    assert found.act_by_at < found.lost_at


def test_a_period_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        due(period(1, "day", "civil"), datetime(2026, 1, 1), CN)  # noqa: DTZ001


def test_the_proof_names_each_step_with_its_law():
    proof = prove(period(30, "day", "procedural"), at(date(2026, 9, 4)), CN)
    said = "\n".join(proof.lines("en"))
    assert "4 October 2026" in said
    assert "8 October 2026" in said
    assert "民事诉讼法@2023-09-01#85" in said
    assert proof.as_data()["act_by"] == "2026-10-08"


@given(DAYS, st.integers(1, 200), st.sampled_from(["day", "month"]))
def test_a_rolled_period_ends_on_a_working_day_and_never_early(start, length, unit):
    length = length if unit == "day" else length % 12 + 1
    found = due(period(length, unit, "procedural"), at(start), CN)
    plain = due(period(length, unit, "no-roll"), at(start), CN)
    assert CN.is_working_day(found.act_by)
    assert found.act_by >= plain.act_by


@given(DAYS, st.integers(1, 100), st.integers(0, 30))
def test_later_starts_never_end_earlier(start, length, later):
    one = due(period(length, "day", "procedural"), at(start), CN)
    other = due(period(length, "day", "procedural"), at(start + timedelta(days=later)), CN)
    assert other.act_by >= one.act_by


@given(DAYS, st.integers(1, 60), st.integers(1, 60), st.integers(0, 40))
def test_extension_and_suspension_never_shorten(start, length, more, days):
    base = due(period(length, "day", "procedural"), at(start), CN)
    longer = due(period(length, "day", "procedural"), at(start), CN, [Extension(more, Unit.DAY, start)])
    stopped = due(
        period(length, "day", "procedural"), at(start), CN, [Suspension(at(start), at(start + timedelta(days=days)), "x")]
    )
    assert longer.act_by >= base.act_by
    assert stopped.act_by >= base.act_by


def test_an_open_suspension_lets_nothing_fall_due():
    found = due(period(3, "day", "procedural"), at(date(2026, 3, 2)), CN, [Suspension(at(date(2026, 3, 3)), None, "x")])
    assert found.lost_at.year == 9999


@given(DAYS, st.integers(1, 400))
def test_working_days_are_counted_as_they_are_added(start, count):
    end = CN.add_working_days(start, count)
    assert CN.is_working_day(end)
    assert CN.working_days_between(start, end) == count
    assert CN.add_working_days(CN.add_working_days(start, count), -count) <= start or CN.is_working_day(start) is False


def test_the_longest_thirty_days_roll_over_the_longest_holiday():
    shortest, longest = longest_days(period(30, "day", "procedural"), CN)
    assert shortest == 30
    assert 37 <= longest <= 40
