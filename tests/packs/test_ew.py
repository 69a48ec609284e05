"""England and Wales: clear days, court-office days, and rules cited as their readers cite them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jiefen import shelf
from jiefen.core.law import due
from jiefen.core.procedure.checking import check_pack

LONDON = ZoneInfo("Europe/London")
CALENDAR = shelf.calendar("ew")


def test_every_procedure_is_proved():
    reports = check_pack(shelf.procedures("ew"), CALENDAR, shelf.sources("ew"))
    assert [one.procedure for one in reports if one.findings] == []


def test_a_rule_is_cited_as_its_readers_do():
    assert shelf.sources("ew").shown("CPR@1998#15-4", "en") == "CPR 15.4"
    assert shelf.sources("cn").shown("人民调解法@2010-08-28#26", "en").endswith("art. 26")


@pytest.mark.parametrize(
    ("served", "last"),
    [
        # CPR 2.8 by example: served 2 October, "14 days after service", last day 16 October.
        ("2026-10-02", "2026-10-16"),
        # An act at the court office on a day when it is closed is in time on the next day: Easter, and a bank holiday.
        ("2026-03-20", "2026-04-07"),
        ("2026-05-11", "2026-05-26"),
    ],
)
def test_the_last_day_to_answer(served, last):
    deadline = shelf.procedure("ew", "small-claim").deadlines["answer"]
    start = datetime.fromisoformat(served).replace(hour=12, tzinfo=LONDON)
    assert due(deadline.period, start, CALENDAR).act_by.isoformat() == last
