"""Short legal information: everybody can find it in plain words, read it in their language, and see the law behind it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.apps.guidance import search
from jiefen.core.bigrams import tokens
from jiefen.core.guidance import Known, load_areas, load_topic
from jiefen.core.packerror import PackError

TOPICS = shelf.guidance("cn")
KNOWN = Known(("zh-Hans", "en"), {"c1"}, {"people-mediation"}, {"法@2020-01-01#1"})
FILE = """topic: t
language: 1
title: {zh-Hans: 题, en: T}
summary: {zh-Hans: 摘, en: S}
causes: [c1]
procedures: [people-mediation]
words: [押金]
as_of: 2026-11-25
sections:
  - {heading: {zh-Hans: 头, en: H}, text: {zh-Hans: 文, en: W}, basis: [法@2020-01-01#1]}
"""


def test_the_topics_that_people_ask_for_are_there():
    assert len(TOPICS) >= 25
    assert {"deposit", "unpaid-wages", "leak", "how-mediation-works", "your-rights", "domestic-violence"} <= TOPICS.keys()


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda one: one.id)
def test_each_topic_cites_law_and_speaks_both_languages(topic):
    assert sum(len(one.basis) for one in topic.sections) >= 2
    for text in (topic.title, topic.summary, *(one.text for one in topic.sections)):
        assert not re.search(r"[\u4e00-\u9fff]", text["en"])


@pytest.mark.parametrize(
    ("typed", "language", "wanted"),
    [
        ("押金", "zh-Hans", "deposit"), ("老板拖欠工资", "zh-Hans", "unpaid-wages"), ("楼上漏水", "zh-Hans", "leak"),
        ("狗咬人", "zh-Hans", "pets"), ("家暴", "zh-Hans", "domestic-violence"), ("停车位", "zh-Hans", "parking"),
        ("landlord keeps my deposit", "en", "deposit"), ("dismissed", "en", "dismissal"), ("noise", "en", "noise"),
    ],
)  # fmt: skip
def test_plain_words_find_the_topic_first_or_nearly(typed, language, wanted):
    assert wanted in [one.id for one in search.find("cn", language, typed, 3)]


@pytest.mark.parametrize(
    "typed", ["", "   ", "?!", "😀😀", '" OR "', "NEAR(", "押" * 50_000, "\u202eقانۇن", "'; DROP TABLE entry; --"]
)
def test_strange_words_harm_nothing(typed, client):
    assert client.get("/law/", {"q": typed}).status_code == 200
    assert search.find("cn", "zh-Hans", "押金")


@given(st.text(max_size=60))
def test_any_text_has_words_that_can_be_asked_for(text):
    found = list(tokens(text))
    assert all(one and not re.search(r"[\s\"]", one) for one in found)
    search.index("cn", "zh-Hans").find(text)


def test_two_characters_find_what_stands_inside_a_longer_text():
    assert set(tokens("退租金")) >= {"租金"}


def test_a_topic_page_shows_the_law_in_words_and_where_to_begin(client):
    page = client.get("/law/deposit/").content.decode()
    assert "《" in page
    assert "@2020" not in page
    assert "/procedures/people-mediation/" in page
    assert client.get("/law/no-such-topic/").status_code == 404


def test_nothing_found_says_what_to_do(client):
    page = client.get("/law/", {"q": "xyzzy"}).content.decode()
    assert "12348" in page
    assert "xyzzy" in page


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("causes: [c1]", "causes: [c9]", "unknown cause 'c9'"),
        ("procedures: [people-mediation]", "procedures: [magic]", "unknown procedure 'magic'"),
        ("basis: [法@2020-01-01#1]", "basis: [法@2020-01-01#2]", "unknown citation"),
        ("as_of: 2026-11-25", "as_of: soon", "a day written as"),
        (", en: W}", "}", "the key 'en' is missing"),
        ("words: [押金]", "wrods: [押金]", "unknown key 'wrods'"),
    ],
)
def test_a_fault_in_a_topic_is_named_with_its_line(old, new, said):
    assert load_topic(FILE, "t.yaml", KNOWN).id == "t"
    with pytest.raises(PackError, match=r"t\.yaml:\d+") as caught:
        load_topic(FILE.replace(old, new), "t.yaml", KNOWN)
    assert said in str(caught.value)


def test_topics_stand_by_area_each_once(client, db):
    page = client.get("/law/?lang=zh-hans").text
    assert page.index("房屋和邻里") < page.index("租房押金退不回来") < page.index("工作和工资") < page.index("您的权利")
    for topic in TOPICS:
        assert page.count(f'href="/law/{topic}/"') == 1


@pytest.mark.parametrize(
    ("topics", "said"),
    [("[a, b]", "c in no area"), ("[a, b, c, d]", "topic"), ("[a, a, b, c]", "stands twice")],
)
def test_an_area_file_that_forgets_or_repeats_a_topic_is_refused(topics, said):
    with pytest.raises(PackError, match=said) as caught:
        load_areas(f"- name: {{en: Home}}\n  topics: {topics}\n", "topics.yaml", ("en",), {"a", "b", "c"})
    assert "topics.yaml" in str(caught.value)
