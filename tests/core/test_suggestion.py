"""From plain words to a likely cause: right often enough, explained by the person's own words, never decided for them."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.packerror import PackError
from jiefen.core.suggestion import Model, load_model, suggest

TODAY = date(2026, 11, 25)
CAUSES, MODEL = shelf.causes("cn").on(TODAY), shelf.suggestion("cn")
STORIES = json.loads((Path(__file__).parent / "data" / "plain_stories.json").read_text(encoding="utf-8"))
ROOT = Path(__file__).parents[2]
CASES = Path(os.environ.get("JIEFEN_CASES", ROOT.parent / "shared" / "cases"))


def best(text, most=3):
    return [one.cause.id for one in suggest(MODEL, CAUSES, text, most).ranked]


def test_stories_that_it_never_saw_are_among_the_first_three():
    phrases = (shelf.PACKS / "cn" / "phrases.yaml").read_text(encoding="utf-8")
    assert len(STORIES) >= 60
    assert not [text for _cause, text in STORIES if text[:25] in phrases], "a story to test by was learned from"
    found = [cause in best(text) for cause, text in STORIES]
    assert sum(found) / len(found) >= 0.93, [story for story, right in zip(STORIES, found, strict=True) if not right]
    first = [cause in best(text, 1) for cause, text in STORIES]
    assert sum(first) / len(first) >= 0.82


@pytest.mark.skipif(not CASES.is_dir(), reason="the published cases are not beside this checkout")
def test_published_cases_are_found_even_where_nothing_names_their_cause():
    gold = json.loads((ROOT / "tools" / "published_cases.json").read_text(encoding="utf-8"))
    names = {form for one in CAUSES.causes.values() for name in (one.name["zh-Hans"], *one.also)
             for form in (name, name.removesuffix("纠纷") + "案", name.removesuffix("纠纷") + "一案")}  # fmt: skip
    right = 0
    for file, causes in gold.items():
        text = (CASES / file).read_text(encoding="utf-8")
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, "＊")
        right += bool(set(best(text)) & set(causes))
    assert right >= len(gold) - 3


def test_the_words_are_the_persons_own_and_the_name_counts_most():
    story = "房东不退我租房的押金三千元，说墙弄脏了。"
    found = suggest(MODEL, CAUSES, story)
    assert found.ranked[0].words
    assert all(word in story for one in found.ranked for word in one.words)
    assert any("押金" in word for one in found.ranked[:2] for word in one.words)
    named = suggest(MODEL, CAUSES, f"这是民间借贷纠纷。{story}")
    assert (named.ranked[0].cause.id, named.ranked[0].named, named.sure) == ("c108_3", True, True)


@pytest.mark.parametrize("typed", ["", "你好", "请问有人吗", "😀👍", "12345", "ئىش ھەققىمنى بەرمىدى", "\u202e\u202c", "xyzzy"])
def test_nothing_is_suggested_where_nothing_speaks_for_anything(typed):
    assert best(typed) == []


def test_a_cause_that_is_not_in_force_is_not_suggested():
    story = "我给外卖平台送餐，平台说我不是员工，算不算劳动关系？骑手 众包 派单"
    assert "c214" in best(story)
    old = shelf.causes("cn").on(date(2024, 5, 1))
    assert "c214" not in [one.cause.id for one in suggest(MODEL, old, story).ranked]


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_at_most_three_of_the_list(text):
    found = suggest(MODEL, CAUSES, text)
    assert len(found.ranked) <= 3
    assert len({one.cause.id for one in found.ranked}) == len(found.ranked)


def test_a_long_text_is_looked_at_from_its_beginning():
    assert best("老板拖欠我三个月工资不给。" + "啊" * 60_000)[:1] == best("老板拖欠我三个月工资不给。" + "啊" * 5_000)[:1]


def test_english_claims():
    causes, model = shelf.causes("ew").on(TODAY), shelf.suggestion("ew")
    for text, cause in (
        ("The roofer took our money and the roof still leaks, he never finished the job", "poor-service"),
        ("My landlord will not give back the deposit although I cleaned the flat", "tenancy-deposit"),
        ("The airline refuses to refund my cancelled flight", "holiday"),
        ("My gym keeps charging me after I cancelled", "subscription"),
    ):
        assert cause in [one.cause.id for one in suggest(model, causes, text).ranked], text
    assert suggest(model, causes, "hello").ranked == ()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"features": 3}', '{"classes": [], "bias": [], "features": "a", "rarity": [], "weights": ""}']
)
def test_a_file_that_is_no_model_is_refused(text):
    with pytest.raises(PackError, match="not a model"):
        load_model(text, "suggestion.json")


def test_without_a_model_nothing_is_suggested():
    assert suggest(Model(), CAUSES, "房东不退押金").ranked == ()
