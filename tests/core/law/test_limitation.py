"""Limitation of actions under the Civil Code: three years, interruption, obstacle, twenty years."""

from datetime import date, datetime

from jiefen import shelf
from jiefen.core.law import Interruption, LimitationFacts, Obstacle, limitation

CN = shelf.calendar("cn")
RULES = shelf.limitation_rules("cn")


def at(text):
    return datetime.fromisoformat(text + "T12:00").replace(tzinfo=CN.tz)


def until(rule="general", **facts):
    return limitation(RULES[rule], LimitationFacts(**facts), CN).until


def test_three_years_from_knowing():
    assert until(known_on=date(2023, 3, 1)) == date(2026, 3, 2)  # 1 March 2026 is a Sunday


def test_asking_a_mediation_committee_begins_it_anew():
    found = limitation(
        RULES["general"],
        LimitationFacts(date(2023, 3, 1), interruptions=(Interruption(at("2025-05-06"), "mediation-request"),)),
        CN,
    )
    assert found.until == date(2028, 5, 8)
    assert any("诉讼时效规定@2020-12-29#12" in line for line in found.lines("zh-Hans"))


def test_an_interruption_after_the_end_revives_nothing():
    late = (Interruption(at("2026-06-01"), "demand"),)
    assert until(known_on=date(2023, 3, 1), interruptions=late) == date(2026, 3, 2)


def test_an_obstacle_in_the_last_six_months_leaves_six_months_after_it():
    assert until(known_on=date(2023, 3, 1), obstacles=(Obstacle(date(2026, 1, 1), date(2026, 2, 15), "controlled"),)) == date(
        2026, 8, 17
    )
    assert until(known_on=date(2023, 3, 1), obstacles=(Obstacle(date(2024, 1, 1), date(2024, 2, 15)),)) == date(2026, 3, 2)


def test_twenty_years_from_the_harm_at_the_longest():
    assert until(known_on=date(2020, 1, 1), harm_on=date(2002, 5, 1)) == date(2022, 5, 1)


def test_instalments_run_from_the_last():
    assert until(known_on=date(2022, 1, 10), last_instalment_due=date(2023, 3, 1)) == date(2026, 3, 2)


def test_some_claims_never_lapse():
    assert until("unlimited", known_on=date(1990, 1, 1)) is None
