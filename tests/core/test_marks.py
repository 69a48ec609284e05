"""Punctuation by language, and what is set apart in direction: a name never turns the sentence around it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from jiefen.core.marks import CLOSE_ISOLATE, MARKS, OPEN_ISOLATE, from_right, in_language, isolated, marks

NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cf")), min_size=1, max_size=30)


def bare(text):
    return text.removeprefix(OPEN_ISOLATE).removesuffix(CLOSE_ISOLATE)


def test_each_language_joins_with_its_own_comma():
    joined = {lang: one.comma.join(("A", "B")) for lang, one in MARKS.items()}
    assert joined == {"zh-Hans": "A、B", "en": "A, B", "ug": "A، B", "kk-Arab": "A، B"}


def test_a_region_or_script_is_left_out_and_an_unknown_language_reads_english():
    assert marks("en-GB") is marks("fr") is marks("en")
    assert marks("zh-Hans-CN") is marks("zh-Hant") is marks("zh-Hans")
    assert marks("kk") is marks("kk-Arab")
    assert in_language({"zh-Hans": "", "en": "x"}, "zh") == ""
    assert in_language({"ug": "x"}, "fr") == "x"


@given(NAMES)
def test_a_sentence_from_the_right_sets_every_name_apart(name):
    for lang in ("ug", "kk-Arab"):
        assert isolated(name, lang) == f"{OPEN_ISOLATE}{name}{CLOSE_ISOLATE}"


@given(NAMES)
def test_a_sentence_from_the_left_sets_apart_only_what_could_turn_it(name):
    turns = any(unicodedata.bidirectional(one) in ("R", "AL") for one in name)
    for lang in ("zh-Hans", "en"):
        assert bare(isolated(name, lang)) == name
        assert (isolated(name, lang) != name) == turns


def test_the_first_letter_gives_a_text_its_direction():
    assert from_right("12: ئالىم Alim")
    assert not from_right("12: Alim ئالىم")
    assert not from_right("2026-11-23")
    assert isolated("", "ug") == ""
