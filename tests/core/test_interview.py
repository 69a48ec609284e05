"""Guided questions: which come, what counts, and a pack's faults named with their line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.interview import load_interview, value_of
from jiefen.core.packerror import PackError

FILE = """interview: t
language: 1
title: {en: T}
minutes: 3
reading: {en: 12}
questions:
  - {id: danger, type: yesno, required: true, ask: {en: "In danger?"}, leads: {"yes": safe}}
  - {id: amount, type: money, ask: {en: "How much?"}}
  - {id: paper, type: yesno, when: amount > 0, ask: {en: "In writing?"}}
  - {id: kind, type: choice, required: true, ask: {en: "Which?"}, options: {a: {en: A}, b: {en: B}}}
"""


def load(text=FILE):
    return load_interview(text, "t.yaml", ("en",), ("safe",))


def ids(questions):
    return [one.id for one in questions]


def test_a_question_comes_only_where_its_condition_holds():
    interview = load()
    assert ids(interview.path({})) == ["danger", "amount", "kind"]
    assert ids(interview.path({"amount": 5})) == ["danger", "amount", "paper", "kind"]
    assert interview.following("amount", {"amount": 5}).id == "paper"
    assert interview.before("kind", {}).id == "amount"
    assert interview.following("kind", {}) is None
    assert interview.before("danger", {}) is None


def test_what_was_said_on_a_way_that_was_left_again_does_not_count():
    assert load().settled({"amount": 0, "paper": True, "kind": "a"}) == {"amount": 0, "kind": "a"}


def test_what_must_be_answered_is_asked_first():
    interview = load()
    assert interview.unanswered({}).id == "danger"
    assert interview.unanswered({"danger": False}).id == "kind"
    assert interview.unanswered({"danger": False, "kind": "b"}) is None


_ANSWERS = st.fixed_dictionaries({}, optional={"danger": st.booleans(), "amount": st.integers(0, 9), "paper": st.booleans()})


@given(_ANSWERS)
def test_going_on_from_each_question_reaches_the_end_and_back_again(answers):
    interview = load()
    here, seen = interview.path(answers)[0], []
    while here is not None:
        seen.append(here.id)
        later = interview.following(here.id, answers)
        assert later is None or interview.before(later.id, answers) == here
        here = later
    assert seen == ids(interview.path(answers))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("when: amount > 0", "when: kind == 'a'", "reads kind"),
        ("when: amount > 0", "when: amount >", "not valid CEL"),
        ("id: kind", "id: danger", "stands twice"),
        ('leads: {"yes": safe}', 'leads: {"yes": moon}', "unknown page 'moon'"),
        ('leads: {"yes": safe}', 'leads: {"perhaps": safe}', "is no answer"),
        (", options: {a: {en: A}, b: {en: B}}", "", "has no options"),
        ("type: money", "type: wish", "unknown type 'wish'"),
        ("How much?", "How much money do you think that all of this might perhaps be about in the end?", "too long to be read"),
        ('ask: {en: "In danger?"}', "ask: {zh: x}", "unknown key 'zh'"),
        ("minutes: 3", "minutes: 300", "a whole number from 1 to 30"),
    ],
)
def test_a_fault_is_named_with_its_line(old, new, said):
    assert old in FILE
    with pytest.raises(PackError, match=r"t\.yaml:\d+") as caught:
        load(FILE.replace(old, new))
    assert said in str(caught.value)


def test_answers_are_taken_as_conditions_read_them():
    interview = load()
    assert value_of(interview.question("danger"), "yes") is True
    assert value_of(interview.question("danger"), "") is None
    assert value_of(interview.question("amount"), 0) == 0
    for name, typed, code in [
        ("danger", "maybe", "unknown-option"),
        ("kind", "c", "unknown-option"),
        ("amount", -1, "wrong-type"),
    ]:
        with pytest.raises(ValueError, match=code):
            value_of(interview.question(name), typed)


def test_the_first_questions_of_the_pack_ask_what_its_ways_read():
    interview, routes = shelf.interview("cn"), shelf.routes("cn")
    for one in interview.questions:
        known = routes.answers.get(one.id)
        if known is not None and known.type == "choice":
            assert {option.id for option in one.options} == set(known.options)
    assert {"violence", "other_side", "amount", "wants"} <= set(routes.answers)
    assert interview.questions[0].id == "violence", "safety is asked before anything is told"
    assert interview.minutes <= 3
