"""Citations and lists of causes: as the law of the day has them."""

from datetime import date

import pytest

from jiefen import shelf
from jiefen.core.causes import find_in_text, load_causes
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


CAUSES = """
lists:
  "1": {from: 2020-01-01, to: 2024-12-31, without: [c3]}
  "2": {from: 2025-01-01}
parts:
  - {from: c1, name: {en: Persons}}
  - {from: c3, name: {en: Things}}
causes:
  c1: {name: {en: One}, plain: {en: one}}
  c2: {name: {en: Two}, plain: {en: two}}
  c3: {name: {en: Three}, plain: {en: three}}
"""


def parts_on(text, day):
    return [
        (part.name.get("en"), [one.id for one in part.causes])
        for part in load_causes(text, "causes.yaml", ("en",)).on(day).parts
    ]


def test_every_cause_stands_in_one_part_and_a_part_without_causes_is_not_shown():
    assert parts_on(CAUSES, date(2025, 1, 1)) == [("Persons", ["c1", "c2"]), ("Things", ["c3"])]
    assert parts_on(CAUSES, date(2024, 1, 1)) == [("Persons", ["c1", "c2"])]
    bare = CAUSES.replace(CAUSES[CAUSES.index("parts:") : CAUSES.index("causes:")], "")
    assert parts_on(bare, date(2025, 1, 1)) == [(None, ["c1", "c2", "c3"])]
    for pack in ("cn", "ew"):
        for one in shelf.causes(pack).lists:
            assert [cause.id for part in one.parts for cause in part.causes] == list(one.causes)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("from: c1, name", "from: c2, name", 6), ("from: c3, name", "from: c9, name", 7), ("from: c3, name", "from: c1, name", 7)],
)
def test_parts_that_leave_a_cause_out_or_do_not_follow_are_refused(old, new, line):
    with pytest.raises(PackError) as caught:
        load_causes(CAUSES.replace(old, new), "causes.yaml", ("en",))
    assert f"causes.yaml:{line}" in str(caught.value)
