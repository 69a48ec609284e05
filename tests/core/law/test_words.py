"""The words of proofs in four languages: the same steps, the same values, and no foreign letters among them."""

import re
from datetime import date, datetime, time
from string import Formatter

import pytest

from jiefen import shelf
from jiefen.core.law import (
    Extension,
    Interruption,
    LimitationFacts,
    Obstacle,
    Period,
    Reading,
    Step,
    Suspension,
    Unit,
    limitation,
    prove,
)
from jiefen.core.law.words import CHANGES, COUNTS, DAY, SPAN, STEPS, UNITS, WEEKDAYS, day_in, span

LANGUAGES = ("zh-Hans", "en", "ug", "kk-Arab")
CN = shelf.calendar("cn")
COUNTING = shelf.counting("cn")
VALUES = {
    "day": date(2026, 11, 23), "to": date(2026, 11, 24), "until": date(2026, 12, 31), "start": date(2026, 11, 2),
    "act_by": date(2026, 11, 23), "lost": date(2026, 11, 24), "at": datetime(2026, 11, 23, 14, 30), "time": time(16),  # noqa: DTZ001
    "counts": False, "unit": Unit.WORKING_DAY, "length": 30, "days": 7, "number": 2,
    "kind": shelf.limitation_rules("cn")["general"].interrupts["mediation-request"].name,
    "reason": "12", "calendar": "2026.1", "basis": "85",
}  # fmt: skip


def at(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=CN.tz)


def named(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def foreign(text, lang):
    """The letters of a text that its language is not written with; the names of laws and calendars are left out."""
    bare = re.sub(r"[^\s\[،]+@[\d.-]+(#[\d-]+)?", "", text)
    return re.findall({"zh-Hans": "[A-Za-z]", "en": r"[\u3000-\u9fff\u0600-\u06ff]"}.get(lang, r"[A-Za-z\u3000-\u9fff]"), bare)


def keys_of(words):
    """What an entry of a table offers: its keys, or how many it lists, or the values that it names."""
    if isinstance(words, str):
        return frozenset(one.replace("name", "month") for one in named(words))
    return len(words) if isinstance(words, list) else frozenset(words)


@pytest.mark.parametrize("table", [UNITS, WEEKDAYS, COUNTS, SPAN, DAY])
def test_every_table_has_every_language_with_the_same_keys(table):
    assert set(table) == set(LANGUAGES)
    assert len({keys_of(words) for words in table.values()}) == 1


@pytest.mark.parametrize("table", [STEPS, CHANGES])
def test_every_step_is_told_in_every_language_with_the_same_values(table):
    for code, texts in table.items():
        assert set(texts) == set(LANGUAGES), code
        assert len({frozenset(named(text)) for text in texts.values()}) == 1, code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_step_has_letters_of_another_language(lang):
    for code in STEPS:
        said = Step(code, {name: VALUES[name] for name in named(STEPS[code]["en"])}, "").say(lang)
        assert not foreign(said, lang), said
    for code, texts in CHANGES.items():
        assert not foreign(texts[lang], lang), code


def test_whatever_interrupts_has_a_name_in_every_language():
    for rule in shelf.limitation_rules("cn").values():
        for kind in rule.interrupts.values():
            assert set(kind.name) == set(LANGUAGES)


WIDER = {"zh-Hans": "从宽", "en": "the wider reading", "ug": "كەڭرەك", "kk-Arab": "كەڭىرەك"}


def whole_proof():
    readings = (
        Reading(30, Unit.DAY, COUNTING["procedural"]),
        Reading(5, Unit.WORKING_DAY, COUNTING["working-days"], WIDER),
        Reading(48, Unit.HOUR, COUNTING["procedural"]),
        Reading(2, Unit.MONTH, COUNTING["no-roll"]),
    )
    changes = (Extension(10, Unit.DAY, date(2026, 12, 1)), Suspension(at(date(2026, 12, 2)), at(date(2026, 12, 9)), "مۇز 冰"))
    return prove(Period("whole", readings, ("民事诉讼法@2023-09-01#85",)), at(date(2026, 12, 1)), CN, changes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_proof_is_in_the_readers_language(lang):
    lines = [one.replace("مۇز 冰", "") for one in whole_proof().lines(lang)]
    assert len(lines) > 15
    for line in lines:
        assert line.strip()
        assert not foreign(line, lang), line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_limitation_is_told_in_the_readers_language(lang):
    facts = LimitationFacts(
        date(2023, 3, 1),
        harm_on=date(2008, 6, 1),
        interruptions=(Interruption(at(date(2025, 5, 6)), "mediation-request"), Interruption(at(date(2035, 1, 1)), "demand")),
        obstacles=(Obstacle(date(2028, 1, 1), date(2028, 3, 1), "controlled"),),
    )
    rule = shelf.limitation_rules("cn")["general"]
    lines = limitation(rule, facts, CN).lines(lang)
    assert any(rule.interrupts["mediation-request"].name[lang] in one for one in lines)
    for line in lines:
        assert not foreign(line, lang), line


def test_a_persons_reason_is_set_apart_in_a_proof_from_the_right():
    assert any("\u2068مۇز 冰\u2069" in one for one in whole_proof().lines("ug"))


def test_a_reading_names_its_length_and_why_one_can_read_it_so():
    assert "第2种理解：5个工作日（从宽）" in whole_proof().lines("zh-Hans")
    assert "Reading 2: 5 working days (the wider reading)" in whole_proof().lines("en")
    assert "2-خىل چۈشىنىش: 5 خىزمەت كۈنى (\u2068كەڭرەك\u2069)" in whole_proof().lines("ug")
    assert "2-تۇسىنىك: 5 جۇمىس كۇنى (\u2068كەڭىرەك\u2069)" in whole_proof().lines("kk-Arab")


def test_days_and_spans_as_papers_write_them():
    day = date(2026, 11, 23)
    assert [day_in(day, lang) for lang in LANGUAGES] == [
        "2026年11月23日", "23 November 2026", "2026-يىلى 11-ئاينىڭ 23-كۈنى", "2026-جىلى 11-ايدىڭ 23-كۇنى",
    ]  # fmt: skip
    assert [day_in(day, lang, weekday=True).split("（")[-1].split("(")[-1] for lang in LANGUAGES] == [
        "周一）", "Monday)", "دۈشەنبە)", "دۇيسەنبى)",
    ]  # fmt: skip
    assert [span(3, "month", lang) for lang in LANGUAGES] == ["3个月", "3 months", "3 ئاي", "3 اي"]


def test_an_unknown_language_reads_the_english_proof_and_a_region_its_language():
    assert whole_proof().lines("fr") == whole_proof().lines("en")
    assert whole_proof().lines("zh-Hant") == whole_proof().lines("zh-Hans")
    assert whole_proof().lines("en-GB") == whole_proof().lines("en")
