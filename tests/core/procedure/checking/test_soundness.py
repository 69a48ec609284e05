"""Soundness alone says what trying everything says, and never more than the whole checker finds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.law.calendar import make_calendar
from jiefen.core.procedure import PackInfo, load_procedure
from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.explore import explore
from jiefen.core.procedure.checking.sound import prove_sound
from jiefen.core.procedure.checking.soundness import SOUND, soundness
from jiefen.core.procedure.plan import leaving_of

PACK = PackInfo("test", ("en",), "UTC", "CNY")
CALENDAR = make_calendar(id="test", version="1", zone="UTC", weekend=frozenset({6, 7}), announced_from=date(2020, 1, 1),
                         announced_until=date(2020, 2, 1), off=frozenset(), work=frozenset())  # fmt: skip
HEAD = """
procedure: graph
language: 1
version: "1"
jurisdiction: test
nature: judicial
holds: {from: 2020-01-01}
title: {en: T}
summary: {en: T}
source_note: {en: T}
roles:
  applicant: {kind: party, side: applicant, name: {en: A}, most: 2}
  respondent: {kind: party, side: respondent, name: {en: B}, most: 1}
facts: {}
outcomes: {over: {name: {en: E}, kind: withdrawn}}
"""
PEOPLE = {"applicant": ("li", "zhang"), "respondent": ("wang",)}


def graph(waiting, ends, acts):
    """A procedure of `waiting` states and so many ends; each act is (sources, target, who must do it, reset)."""
    states = [f"  s{one}: {{name: {{en: S}}, explain: {{en: S}}, waits_for: [applicant]}}" for one in range(waiting)]
    states += [f"  s{waiting + one}: {{name: {{en: E}}, explain: {{en: E}}, outcome: over}}" for one in range(ends)]
    lines = []
    for number, (source, target, manner, reset) in enumerate(acts):
        both = f", {manner}: true" if manner else ""
        resets = f", resets: [a{reset}]" if reset is not None and acts[reset][2] else ""
        by = "applicant, respondent" if manner else ("applicant", "respondent")[number % 2]
        lines.append(f"  a{number}: {{name: {{en: A}}, by: [{by}], from: [{source}], to: {target}{both}{resets}}}")
    text = "\n".join([HEAD, "states:", *states, "actions:", *lines])
    return load_procedure(text, "graph.yaml", counting={}, pack=PACK)


@st.composite
def graphs(draw):
    waiting, ends = draw(st.integers(1, 5)), draw(st.integers(1, 2))
    states = [f"s{one}" for one in range(waiting + ends)]
    manner, count = st.sampled_from(("", "", "each", "sides")), draw(st.integers(0, 8))
    acts = [("start", draw(st.sampled_from(states)), draw(manner), None)]
    for _act in range(count):
        reset = draw(st.none() | st.integers(0, count))
        sources = draw(st.lists(st.sampled_from(["start", *states[:waiting]]), min_size=1, max_size=2, unique=True))
        acts.append((", ".join(sources), draw(st.sampled_from(states)), draw(manner), reset))
    stays = [(source, "stay", *rest) if target == source else (source, target, *rest) for source, target, *rest in acts]
    return graph(waiting, ends, stays)


def must(action):
    """Who must do an act before it is complete: persons, or sides."""
    if action.sides:
        return frozenset(action.by)
    return frozenset(person for role in action.by for person in PEOPLE[role])


def after(procedure, state, parts, action, completed):
    """Where the matter stands and who has done what when an act has been done or completed."""
    if not completed:
        return state, parts
    if action.to not in (None, state):
        return action.to, frozenset()
    return state, frozenset(one for one in parts if one[0] not in {action.id, *action.resets})


def steps(procedure, state, parts):
    """Every single thing that one person may do: the act, whether it is complete by that, and what follows."""
    for action in procedure.leaving[state]:
        several = (action.each or action.sides) and state != "start"
        for who in must(action) if several else ("anybody",):
            if (action.id, who) in parts:
                continue
            mine = parts | {(action.id, who)}
            whole = not several or all((action.id, one) in mine for one in must(action))
            yield action, whole, after(procedure, state, mine if several else parts, action, whole)


def tried(procedure):
    """Everything that can happen, one person at a time: unreachable states, impossible acts, states without an end."""
    first = ("start", frozenset())
    found, onward, done = {first}, {}, set()
    todo = [first]
    while todo:
        here = todo.pop()
        onward[here] = set()
        for action, whole, then in steps(procedure, *here):
            done |= {action.id} if whole else set()
            onward[here].add(then)
            if then not in found:
                found.add(then)
                todo.append(then)
    good = {one for one in found if one[0] != "start" and procedure.states[one[0]].outcome is not None}
    while more := {one for one in found - good if onward[one] & good}:
        good |= more
    reached = {state for state, _parts in found}
    return (
        {state for state in procedure.states if state not in reached},
        set(procedure.actions) - done,
        {state for state, _parts in found - good},
    )


@settings(max_examples=300)
@given(procedure=graphs())
def test_it_says_what_trying_every_configuration_says(procedure):
    assert tuple(map(set, soundness(procedure))) == tried(procedure)


@settings(max_examples=100)
@given(procedure=graphs())
def test_without_clocks_and_guards_it_says_what_the_checker_says(procedure):
    found = [(one.code, one.place) for one in prove_sound(explore(Abstraction(procedure, CALENDAR)))]
    alone = soundness(procedure)
    assert {f"states.{one}" for one in alone.unreachable} == {place for code, place in found if code == "unreachable"}
    assert {f"actions.{one}" for one in alone.impossible} == {place for code, place in found if code == "impossible"}
    without_end = [place for code, place in found if code == "no-end"]
    assert bool(without_end) == bool(alone.endless)
    assert set(without_end) <= {f"states.{one}" for one in alone.endless}


def test_a_trap_is_named_and_so_is_what_nothing_leads_to():
    procedure = graph(4, 1, [("start", "s0", "", None), ("s0", "s4", "", None), ("s0", "s1", "", None),
                             ("s1", "s2", "each", None), ("s2", "s1", "", None), ("s3", "s4", "", None)])  # fmt: skip
    assert soundness(procedure) == (("s3",), ("a5",), ("s1", "s2"))


def test_the_shortest_way_to_an_end_may_lead_back_through_what_was_found_first():
    """From the state found last, only the one found before leads on to an end."""
    procedure = graph(3, 1, [("start", "s0", "", None), ("s0", "s1", "", None), ("s1", "s2", "", None), ("s2", "s0", "", None),
                             ("s0", "s3", "", None)])  # fmt: skip
    assert soundness(procedure) == SOUND


@pytest.mark.parametrize(("jurisdiction", "key"), [
    (pack, one.key) for pack in shelf.jurisdictions() for one in shelf.procedures(pack)
])  # fmt: skip
def test_every_procedure_on_the_shelf_is_sound(jurisdiction, key):
    assert soundness(shelf.procedure_at(jurisdiction, key)) == SOUND


@pytest.mark.parametrize("name", ["guidance", "payment-order", "judicial-confirmation"])
def test_what_it_finds_wrong_the_checker_finds_too(name):
    """An act is dropped, each in turn. Clocks and guards can only make a procedure less sound."""
    whole, calendar, wrong = shelf.procedure("cn", name), shelf.calendar("cn"), 0
    for dropped in [one.id for one in whole.actions.values() if one.by]:
        actions = {key: act for key, act in whole.actions.items() if key != dropped}
        broken = replace(whole, actions=actions, leaving=leaving_of(actions, whole.states), tables={})
        alone = soundness(broken)
        if alone != SOUND:
            wrong += 1
            found = list(prove_sound(explore(Abstraction(broken, calendar))))
            places = {one.place for one in found}
            assert {f"states.{one}" for one in alone.unreachable} <= places
            assert {f"actions.{one}" for one in alone.impossible} <= places
            assert found
    assert wrong
