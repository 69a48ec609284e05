"""Languages, directions, dates and money, text with hidden marks."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from jiefen.web import formats, text
from jiefen.web.language import LANGUAGES, babel_locale, direction, html_lang, in_language
from jiefen.web.waiting import bar, left


@pytest.mark.parametrize(
    ("code", "expected"),
    [("zh-hans", "ltr"), ("en", "ltr"), ("ug", "rtl"), ("kk-arab", "rtl"), ("kk", "ltr"), ("ar", "rtl"), ("KK-Arab", "rtl")],
)
def test_direction_comes_from_the_script(code, expected):
    assert direction(code) == expected


def test_table_of_languages():
    assert [babel_locale(code) for code in LANGUAGES] == ["zh_Hans_CN", "en_GB", "ug", "kk_Arab"]
    assert html_lang("kk-arab") == "kk-Arab"
    assert babel_locale("zz") == "en_GB"


def test_texts_of_packs():
    texts = {"zh-Hans": "调解", "en": "Mediation"}
    assert in_language(texts, "en") == "Mediation"
    assert in_language(texts, "ug") == "调解"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("zh-hans", "2026年11月24日"), ("en", "24 November 2026"), ("ug", "24-نويابىر، 2026"), ("kk-arab", "24-قاراشا، 2026")],
)
def test_days_are_chinese_days(code, expected):
    assert formats.format_day(datetime(2026, 11, 23, 16, 30, tzinfo=UTC), code) == expected


def test_money_is_exact():
    assert formats.format_money(123450, "CNY", "zh-hans") == "¥1,234.50"
    assert formats.format_money(90071992547409931, "CNY", "en") == "¥900,719,925,474,099.31"
    assert formats.format_money(500, "JPY", "en").endswith("500")


@pytest.mark.parametrize("control", list(text.MARKS))
def test_direction_controls_are_shown(control):
    shown = text.isolate(f"a{control}<b>")
    assert control not in shown
    assert f"⟨{text.MARKS[control]}⟩" in shown
    assert "&lt;b&gt;" in shown
    assert shown.startswith("<bdi>")
    assert control not in text.plain_lines(f"x\n{control}")
    assert control not in text.visible(control)


def test_lines_keep_their_breaks():
    assert text.plain_lines("a\r\nb") == '<bdi class="line">a</bdi><br><bdi class="line">b</bdi>'
    assert text.plain_lines("") == ""


def test_filters_and_tags_agree():
    source = "{% load jiefen %}{% ldate day %}|{{ day|ldate }}|{{ iso|ldate }}|{% money 100 %}|{{ 100|money }}"
    with translation.override("zh-hans"):
        parts = Template(source).render(Context({"day": date(2026, 1, 2), "iso": "2026-01-02"})).split("|")
    assert parts[0] == parts[1] == parts[2]
    assert "2026年1月2日" in parts[0]
    assert parts[3] == parts[4]


@pytest.mark.parametrize(
    ("due", "level"),
    [(date(2026, 11, 22), "late"), (date(2026, 11, 23), "soon"), (date(2026, 11, 26), "soon"), (date(2026, 11, 27), "calm")],
)
def test_clocks(due, level):
    assert left(due, date(2026, 11, 23), "zh-hans")["level"] == level


def test_wait_bar_stays_on_the_line():
    drawn = bar(date(2026, 11, 1), date(2026, 12, 31), date(2026, 11, 30), date(2026, 12, 15))
    assert drawn["at_today"] == 1000
    assert drawn["days_late"] == 31
    assert 0 < drawn["at_deadline"] < drawn["at_longest"] < 1000
    same = bar(date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 1), None)
    assert same["at_today"] == 0
