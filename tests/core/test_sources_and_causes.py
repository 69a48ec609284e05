"""Citations and lists of causes: as the law of the day has them."""

from datetime import date

import pytest

from jiefen import shelf
from jiefen.core.causes import find_in_text
from jiefen.core.packerror import PackError
from jiefen.core.sources import chinese_number, find_article, load_sources, parse_citation

LAWS = """
laws:
  PML@2010-08-28:
    title: {zh-Hans: 人民调解法, en: People's Mediation Law}
    in_force: 2011-01-01
    seen: V
    limits: {"33": [30 day]}
    articles:
      "33": {zh-Hans: 三十日, en: thirty days}
"""


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (16, "十六"), (20, "二十"), (101, "一百零一"), (187, "一百八十七"), (1260, "一千二百六十")],
)
def test_numbers_of_articles_in_chinese(number, words):
    assert chinese_number(number) == words


def test_an_article_is_found_in_the_official_text_by_its_number():
    official = "第一条　甲。\n第二条　乙。\n第二十条　丙。\n"
    assert "乙" in find_article(official, "2")
    assert find_article(official, "3") is None
    assert "丙" in find_article(official, "20")


def test_a_citation_names_law_version_and_article():
    cited = parse_citation("CPL@2023-09-01#187")
    assert cited.key == "CPL@2023-09-01#187" or "187" in cited.key
    for wrong in ("CPL#187", "CPL@x#1", "", "187"):
        with pytest.raises(ValueError):
            parse_citation(wrong)


def test_a_source_is_read_with_its_limits():
    sources = load_sources(LAWS, "sources.yaml", ("zh-Hans", "en"))
    assert sources.limits(["PML@2010-08-28#33"]) == {(30, "day")}
    assert sources.paraphrase("PML@2010-08-28#33", "en") == "thirty days"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (", en: thirty days", "", 9),
        ("PML@2010-08-28", "PML", 4),
        ("seen: V", "seen: X", 6),
        ("30 day", "30 moon", 7),
        ("seen: V", "sen: V", 6),
    ],
)
def test_a_source_written_wrongly_is_refused_with_its_line(old, new, line):
    with pytest.raises(PackError) as caught:
        load_sources(LAWS.replace(old, new, 1), "sources.yaml", ("zh-Hans", "en"))
    assert caught.value.line == line


def test_the_list_of_causes_is_the_one_in_force_on_the_day():
    causes = shelf.causes("cn")
    old, new = causes.on(date(2025, 12, 31)), causes.on(date(2026, 1, 1))
    assert old.version != new.version
    assert len(new.causes) >= 75
    assert causes.on(date(1999, 1, 1)) == causes.lists[0]


def test_a_cause_is_known_by_its_official_name_and_by_older_ones():
    listed = shelf.causes("cn").on(date(2026, 11, 23))
    assert find_in_text(listed, "原告与被告民间借贷纠纷一案").name["zh-Hans"] == "民间借贷纠纷"
    assert find_in_text(listed, "排除妨碍纠纷").name["zh-Hans"] == "排除妨害纠纷"
    assert find_in_text(listed, "今天天气很好") is None
