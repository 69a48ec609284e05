"""Properties that hold for every course a matter can take: random acts by random people at random times."""

import json
from datetime import timedelta
from itertools import permutations

import pytest
from helping import CALENDAR, FENCE, PEOPLE, TERMS, Story, drafted
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen.core.procedure import (
    Refused,
    apply,
    event_from_data,
    event_to_data,
    expire,
    matter_from_data,
    matter_to_data,
    open_actions,
    perform,
    replay,
    waiting_for,
)

WHO = [one.id for one in PEOPLE]
DATA = st.sampled_from(
    [{}, {"height": 150}, {"height": 250}, {"terms": TERMS}, {"height": 100, "built_on": "2023-03-20"}, {"fly": 1}]
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(WHO),
        st.sampled_from(list(FENCE.actions)),
        DATA,
        st.one_of(st.integers(0, 600), st.integers(0, 60 * 24 * 6)),  # minutes since the last step
        st.sampled_from(["", "a", "b", "c", "d"]),
        st.booleans(),
        st.integers(0, 40),  # mostly what the person is offered, sometimes anything
    ),
    max_size=40,
)
GIVEN = {"height": 150, "terms": TERMS, "amount": 5, "secret": "s"}


def offered(story, who, pick):
    """One of the acts a person is offered, with the facts it asks for."""
    acts = [act for act in open_actions(FENCE, story.matter, who) if pick == 40 or not (act.leaves or act.refusal)]
    if not acts or pick > 35:
        return None
    act = acts[pick % len(acts)]
    return act.id, {ask.fact: GIVEN[ask.fact] for ask in act.asks if ask.fact in GIVEN}


def live(steps):
    """A matter that lived through `steps`; what is refused leaves nothing."""
    begun = steps and steps[0][5]  # every second life begins where signatures are due
    story = drafted() if begun else Story().open(story="s", built_on="2023-03-15")
    for who, action, data, minutes, key, proved, pick in steps:
        now = story.now + timedelta(minutes=minutes)
        story.take(expire(FENCE, story.matter, now, CALENDAR))
        story.now = now
        if proved:
            story.reached(f"{story.matter.seq}:notice:invitation:wang", "opened", f"{now:%m-%d %H:%M}")
        action, data = offered(story, who, pick) or (action, data)
        ground = "elsewhere" if action == "turn-down" else ""
        before = story.matter
        try:
            story.take(
                perform(FENCE, story.matter, action, who, data, now, CALENDAR, reason="Because", ground=ground,
                        request_key=key)
            )  # fmt: skip
        except Refused:
            assert story.matter is before
    return story


@settings(max_examples=150)
@given(STEPS)
def test_replay_gives_the_same_matter_and_survives_json(steps):
    story = live(steps)
    assert replay(FENCE, story.events) == story.matter
    stored = json.loads(json.dumps([event_to_data(event) for event in story.events]))
    assert replay(FENCE, [event_from_data(one) for one in stored]) == story.matter
    assert [event_from_data(one) for one in stored] == story.events
    assert matter_from_data(json.loads(json.dumps(matter_to_data(story.matter)))) == story.matter


@settings(max_examples=150)
@given(STEPS)
def test_time_never_goes_back_and_numbers_never_skip(steps):
    events = live(steps).events
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    acts = [event.at for event in events if event.kind.value in ("act", "expire")]
    assert acts == sorted(acts)


@settings(max_examples=150)
@given(STEPS)
def test_clocks_run_only_where_they_may_and_ends_are_quiet(steps):
    matter = live(steps).matter
    for name in matter.running:
        assert matter.state in FENCE.deadlines[name].runs_in
    if FENCE.states[matter.state].outcome is not None:
        assert not matter.running
        assert all(not open_actions(FENCE, matter, who) for who in WHO)
    assert set(waiting_for(FENCE, matter)) <= set(WHO)


@settings(max_examples=150)
@given(STEPS)
def test_what_is_offered_is_never_refused_for_who_or_when(steps):
    story = live(steps)
    for who in WHO:
        for action in open_actions(FENCE, story.matter, who):
            code = ""
            try:
                perform(FENCE, story.matter, action.id, who, {}, story.now, CALENDAR, reason="Because")
            except Refused as refused:
                code = refused.code
            assert code in ("", "missing", "unknown-ground") or (code == "guard" and action.asks)


@settings(max_examples=150)
@given(STEPS)
def test_a_party_can_always_leave_alone_while_it_lasts(steps):
    story = live(steps)
    if FENCE.states[story.matter.state].outcome is None:
        for who in ("li", "wang", "zhao"):
            event = perform(FENCE, story.matter, "leave", who, {}, story.now, CALENDAR)[0]
            assert apply(FENCE, story.matter, event).state == "left"


@settings(max_examples=150)
@given(STEPS, st.lists(st.integers(0, 400), max_size=5))
def test_time_in_pieces_is_the_same_as_time_at_once(steps, days):
    story = live(steps)
    end = story.now + timedelta(days=400)
    at_once = expire(FENCE, story.matter, end, CALENDAR)
    matter, in_pieces = story.matter, []
    for day in [*sorted(days), 400]:
        for event in expire(FENCE, matter, story.now + timedelta(days=day), CALENDAR):
            matter = apply(FENCE, matter, event)
            in_pieces.append(event)
    said = lambda event: (event.seq, event.kind, event.at, event.actor, event.body)  # noqa: E731
    assert [said(event) for event in in_pieces] == [said(event) for event in at_once]


@settings(max_examples=100)
@given(STEPS, st.sampled_from(WHO), st.sampled_from(list(FENCE.actions)), DATA)
def test_a_repeated_request_changes_nothing(steps, who, action, data):
    story = live(steps)
    try:
        story.take(perform(FENCE, story.matter, action, who, data, story.now, CALENDAR, reason="x", request_key="new"))
    except Refused:
        return
    assert perform(FENCE, story.matter, action, who, data, story.now, CALENDAR, reason="x", request_key="new") == ()


@pytest.mark.parametrize("order", list(permutations(["li", "wang", "zhao", "mei"])))
def test_in_whatever_order_they_sign_it_ends_the_same(order):
    story = drafted()
    for place, who in enumerate(order):
        assert story.matter.state == "drafted"
        story.does(who, "sign", f"03-04 10:0{place}")
    assert story.matter.state == "cooling"
    assert story.matter.since == "2026-03-04T02:03:00+00:00"
    assert [one.act_by for one in story.matter.running.values()] == ["2026-03-06"]


def test_events_that_do_not_follow_are_refused():
    events = drafted().events
    with pytest.raises(ValueError, match="does not follow"):
        replay(FENCE, [events[0], events[2]])
