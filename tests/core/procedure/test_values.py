"""What may be written into a fact, by its type; and what a guard may be."""

import time

import pytest
from helping import FENCE, PEOPLE, talking

from jiefen.core.procedure import Refused, add_file, say
from jiefen.core.procedure.guards import compile_guard, holds
from jiefen.core.procedure.values import check_data

PERSONS = {one.id for one in PEOPLE}


@pytest.mark.parametrize(
    ("fact", "value", "kept"),
    [
        ("story", "  a\r\nb\rc ", "a\nb\nc"),
        ("story", "x" * 100, "x" * 100),
        ("story", "\u202egpj.exe", "\u202egpj.exe"),  # kept; pages make such marks visible
        ("amount", 0, 0),
        ("amount", 100_000, 100_000),
        ("height", -(10**15), -(10**15)),
        ("built_on", "2024-02-29", "2024-02-29"),
        ("material", "wood", "wood"),
        ("shared", False, False),
        ("witness", "wang", "wang"),
        ("place", "330106", "330106"),
        ("terms", [{"who": "li", "what": " moves it "}, {}], [{"who": "li", "what": "moves it"}]),
    ],
)
def test_right_values(fact, value, kept):
    assert check_data(FENCE.facts, {fact: value}, PERSONS) == ({fact: kept}, {})


@pytest.mark.parametrize("value", [None, "", "  \n", [], [{}], [{"what": " "}]])
def test_what_is_empty_was_not_given(value):
    fact = "terms" if isinstance(value, list) else "story"
    assert check_data(FENCE.facts, {fact: value}, PERSONS) == ({}, {})


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("story", 5, "wrong-type"),
        ("story", "x" * 101, "too-long"),
        ("story", "a\x00b", "control-characters"),
        ("story", "a\x1b[31m", "control-characters"),
        ("story", "half \ud83d", "control-characters"),
        ("amount", True, "wrong-type"),
        ("amount", 12.5, "wrong-type"),
        ("amount", "12", "wrong-type"),
        ("amount", float("nan"), "wrong-type"),
        ("amount", -1, "too-small"),
        ("amount", 100_001, "too-large"),
        ("height", 10**15 + 1, "too-large"),
        ("height", -(10**15) - 1, "too-small"),
        ("built_on", "2023-02-29", "wrong-date"),
        ("built_on", "20240229", "wrong-date"),
        ("built_on", "2024-W09-4", "wrong-date"),
        ("built_on", "1899-12-31", "wrong-date"),
        ("built_on", "2201-01-01", "wrong-date"),
        ("built_on", 20240229, "wrong-date"),
        ("material", "mud", "unknown-option"),
        ("material", ["wood"], "unknown-option"),
        ("shared", 1, "wrong-type"),
        ("shared", "true", "wrong-type"),
        ("witness", "nobody", "unknown-person"),
        ("witness", {"li": 1}, "unknown-person"),
        ("photo", "x" * 201, "wrong-type"),
        ("photo", "a\x00", "control-characters"),
        ("terms", "all", "wrong-type"),
        ("terms", ["all"], "wrong-type"),
        ("terms", [{"what": "x"}] * 4, "too-long"),
        ("terms", [{"who": "nobody"}], "unknown-person"),
        ("terms", [{"what": "x" * 21}], "too-long"),
        ("terms", [{"else": 1}], "unknown-fact"),
        ("fly", 1, "unknown-fact"),
    ],
)
def test_wrong_values(fact, value, code):
    assert check_data(FENCE.facts, {fact: value}, PERSONS) == ({}, {fact: code})


@pytest.mark.parametrize(
    ("source", "facts", "wanted"),
    [
        ("a > 1", {"a": 2}, True),
        ("a > 1", {"a": 1}, False),
        ("a > 1", {}, False),  # what is not known opens nothing
        ("!(a > 1)", {}, False),
        ("has(a) && a == 'x'", {"a": "x"}, True),
        ("!has(a)", {}, True),
        ("!has(a) || a > 1", {"a": 0}, False),
        ("a / b == 2", {"a": 4, "b": 0}, False),
        ("a + 1 > 0", {"a": 2**63 - 1}, False),
        ("a", {"a": 1}, False),  # a guard holds when it is true, not when it is something
        ("a > 'x'", {"a": 1}, False),
        ("size(c) > 1 && c[0].pays == 5", {"c": [{"pays": 5}, {"pays": 6}]}, True),
        ("a.startsWith('20') && b in [1, 2]", {"a": "2026-03-01", "b": 2}, True),
        ("a >= '2026-01-01'", {"a": "2026-03-01"}, True),  # days compare as they are written
        ("a == '&& b(c)'", {"a": "&& b(c)"}, True),
    ],
)
def test_guards_read_facts(source, facts, wanted):
    assert holds(compile_guard(source, {"a", "b", "c"}), facts) is wanted


@pytest.mark.parametrize(
    "source",
    [
        "a >",
        "",
        "d > 1",
        "a.b.c(d)",
        "__import__('os')",
        "a + d > 1",
        "has(d)",
        "_given['a']",
        "a == 1 // really",
        "a == 'x\\'' || d == '",
        "a == '''x'''",
        "a == 'x",
        "a\n== 1",
        "[1, 2].map(a, a).size() == 2",
        "[1].exists(a, true)",
        "[0,1,2,3,4,5,6,7,8,9]" + ".map(a, [0,1,2,3,4,5,6,7,8,9]" * 9 + ")" * 9 + " == a",
        "(" * 250 + "a" + ")" * 249,
        "a" + " " * 500,
    ],
)
def test_guards_that_are_refused_at_once(source):
    begun = time.perf_counter()
    with pytest.raises(ValueError):
        compile_guard(source, {"a", "b", "c"})
    assert time.perf_counter() - begun < 1


def test_a_guard_names_the_facts_it_reads():
    assert compile_guard("has(a) && b == 'c' && size(a) > 0", {"a", "b", "c"}).facts == ("a", "b")


@pytest.mark.parametrize(
    ("room", "confidence", "text", "code"),
    [
        ("joint", "without-prejudice", " \n", "missing"),
        ("joint", "without-prejudice", "x" * 10_001, "wrong-value"),
        ("joint", "without-prejudice", "\x00", "wrong-value"),
        ("joint", "open", "hello", "not-allowed"),
        ("joint", "nonsense", "hello", "not-allowed"),
        ("joint:a", "without-prejudice", "hello", "not-allowed"),
        ("caucus", "caucus", "hello", "not-allowed"),
        ("caucus:z", "caucus", "hello", "not-allowed"),
        ("caucus:a", "without-prejudice", "hello", "not-allowed"),
        ("notes", "caucus", "hello", "not-allowed"),
        ("attic", "open", "hello", "not-allowed"),
    ],
)
def test_what_cannot_be_said(room, confidence, text, code):
    story = talking()
    with pytest.raises(Refused) as caught:
        say(story.matter, "li", room, text, confidence, story.now)
    assert caught.value.code == code


def test_what_is_said_has_the_class_of_its_room_and_moves_nothing():
    story = talking()
    for room, confidence in (("joint", "without-prejudice"), ("caucus:a", "caucus"), ("notes", "mediator-note")):
        event = say(story.matter, "mei", room, " Good\r\nday ", confidence, story.now, reply_to=2, files=("f1",))
        before = story.matter
        story.take((event,))
        assert event.body == {"room": room, "text": "Good\nday", "confidence": confidence, "files": ["f1"], "reply_to": 2}
        assert (story.matter.state, story.matter.last_act) == (before.state, before.last_act)
    with pytest.raises(Refused):
        say(story.matter, "nobody", "joint", "x", "without-prejudice", story.now)


def test_a_file_is_noted_with_what_it_really_is():
    story = talking()
    event = add_file(story.matter, "li", "f1", "fence.jpg", "image/jpeg", 10, "ab" * 32, "open", story.now, side="a")
    assert event.body == {"file": "f1", "name": "fence.jpg", "media_type": "image/jpeg", "size": 10,
                          "sha256": "ab" * 32, "confidence": "open", "side": "a"}  # fmt: skip
    for name, confidence in (("", "open"), ("a\x00", "open"), ("x" * 301, "open"), ("x", "nonsense")):
        with pytest.raises(Refused):
            add_file(story.matter, "li", "f1", name, "image/jpeg", 10, "ab" * 32, confidence, story.now)
    with pytest.raises(Refused):
        add_file(story.matter, "nobody", "f1", "x", "image/jpeg", 10, "ab" * 32, "open", story.now)
