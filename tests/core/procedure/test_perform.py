"""What acts do, and each way in which one is refused: as somebody who acts would notice it."""

from dataclasses import FrozenInstanceError, replace
from datetime import timedelta

import pytest
from helping import CALENDAR, FENCE, PEOPLE, TERMS, Story, at, drafted, talking

from jiefen.core.procedure import Refused, join, open_actions, open_matter, perform, waiting_for
from jiefen.core.procedure.record import Event, EventKind, Matter, Participant


def refused(do):
    """The refusal of an act."""
    with pytest.raises(Refused) as caught:
        do()
    return caught.value


def code(do):
    return refused(do).code


def test_opening_tells_those_concerned_and_starts_the_office_clock():
    story = Story().open(amount=5000, story=" It stands\r\non my side ")
    body = story.last.body
    assert story.matter.state == "asked"
    assert story.matter.facts == {"story": "It stands\non my side", "amount": 5000}
    assert body["notices"] == [{"id": "received", "to": ["li", "hall"]}]
    assert body["documents"] == [{"id": "request", "readers": ["li", "hall"]}]
    assert body["procedure"] == "fence@1"
    assert body["fingerprint"] == FENCE.fingerprint
    assert [one["id"] for one in body["participants"]] == ["li", "wang", "zhao", "mei", "hall"]
    # Three days, or five working days with a holiday among them: act by the earlier, lose nothing before the later.
    running = story.matter.running["answer"]
    assert (running.act_by, running.not_lost_before) == ("2026-03-05", "2026-03-10")


@pytest.mark.parametrize(
    ("action", "actors", "people", "wanted"),
    [
        ("fly", ("li",), PEOPLE, "unknown-action"),
        ("take", ("hall",), PEOPLE, "wrong-state"),
        ("ask", (), PEOPLE, "too-few"),
        ("ask", ("nobody",), PEOPLE, "unknown-participant"),
        ("ask", ("wang",), PEOPLE, "not-allowed"),
        ("ask", ("li",), PEOPLE[:1], "too-few"),
        ("ask", ("li",), (*PEOPLE, Participant("hall2", "office")), "too-few"),
        ("ask", ("li",), (*PEOPLE, Participant("li", "other", "b")), "unknown-participant"),
        ("ask", ("li",), (*PEOPLE, Participant("x", "king")), "unknown-participant"),
        ("ask", ("li",), (*PEOPLE, Participant("x", "asker", "b")), "two-sides"),
        ("ask", ("li",), (*PEOPLE, Participant("x", "asker", "a", "boss")), "unknown-participant"),
        ("ask", ("li",), (*PEOPLE, Participant("x", "asker", "a", "representative")), "unknown-participant"),
        ("ask", ("x",), (*PEOPLE, Participant("x", "asker", "a", "interpreter")), "not-allowed"),
        ("ask", ("li",), (*PEOPLE, Participant("x", "asker", "a", "representative", ("wang",))), "two-sides"),
        ("ask", ("li",), (*PEOPLE, Participant("x", "helper", None, "representative", ("hall",))), "two-sides"),
        ("ask", ("li",), (*PEOPLE, Participant("x", "asker", "a", "representative", ("nobody",))), "unknown-participant"),
        ("ask-together", ("li",), PEOPLE, "too-few"),
    ],
)
def test_a_matter_that_cannot_be_opened(action, actors, people, wanted):
    data = {"story": "x"}
    assert code(lambda: open_matter(FENCE, action, actors, people, data, at("03-02 09:00"), CALENDAR)) == wanted


def test_opened_together_by_one_of_each_side():
    story = Story().open("ask-together", ("li", "zhao"))
    assert story.matter.state == "talking"
    assert story.last.body["actors"] == ["li", "zhao"]


def test_an_event_says_all_that_it_set_in_motion_and_nothing_can_change_it():
    story = talking()
    event = story.last
    assert isinstance(event, Event)
    assert (event.seq, event.kind, event.actor) == (2, EventKind.ACT, "hall")
    assert event.body["from"] == "asked"
    assert event.body["to"] == "talking"
    assert event.body["stopped"] == ["answer"]
    assert [one["deadline"] for one in event.body["started"]] == ["talks"]
    assert event.body["notices"] == [{"id": "invitation", "to": ["wang", "zhao"]}]
    with pytest.raises(FrozenInstanceError):
        event.seq = 1
    with pytest.raises(FrozenInstanceError):
        story.matter.state = "done"
    assert event == Event(2, EventKind.ACT, event.at, event.recorded_at, "hall", event.body, "")
    assert replace(story.matter, state="x") != story.matter
    assert story.matter == Matter(**{name: getattr(story.matter, name) for name in Matter.__slots__})


@pytest.mark.parametrize(
    ("who", "action", "wanted"),
    [
        ("li", "fly", "unknown-action"),
        ("nobody", "leave", "unknown-participant"),
        ("li", "take", "not-allowed"),
        ("li", "silent", "not-allowed"),  # only time does this
        ("li", "ask", "wrong-state"),
        ("mei", "draft", "wrong-state"),
    ],
)
def test_who_may_do_what_and_when(who, action, wanted):
    story = Story().open()
    assert code(lambda: story.does(who, action)) == wanted


def test_after_the_end_nothing_is_possible():
    story = Story().open().does("li", "leave")
    assert story.matter.state == "left"
    assert code(lambda: story.does("wang", "leave")) == "ended"
    assert open_actions(FENCE, story.matter, "wang") == ()
    assert waiting_for(FENCE, story.matter) == ()
    assert story.matter.running == {}


def test_leaving_hands_over_what_may_go_along_and_nobody_else():
    story = talking(amount=700, story="s").does("wang", "say-height", height=3, secret="between us").does("wang", "leave")
    assert story.last.body["hand_off"] == {
        "procedure": "court",
        "opens": "prepare",
        "carries": {"story": "s", "amount": 700},
        "people": {"li": "plaintiff", "wang": "defendant", "zhao": "defendant"},
    }


def test_a_refusal_needs_a_ground_and_a_reason_that_can_be_read():
    story = Story().open()
    assert code(lambda: story.does("hall", "turn-down", ground="elsewhere")) == "reason-required"
    assert code(lambda: story.does("hall", "turn-down", ground="elsewhere", reason=" \n ")) == "reason-required"
    assert code(lambda: story.does("hall", "turn-down", reason="No")) == "unknown-ground"
    assert code(lambda: story.does("hall", "turn-down", reason="No", ground="mood")) == "unknown-ground"
    assert code(lambda: story.does("hall", "turn-down", reason="x" * 20_001, ground="elsewhere")) == "wrong-value"
    assert code(lambda: story.does("hall", "turn-down", reason="\x00", ground="elsewhere")) == "wrong-value"
    story.does("hall", "turn-down", reason=" Ask the road office ", ground="elsewhere")
    assert story.last.body["reason"] == "Ask the road office"
    assert story.last.body["ground"] == "elsewhere"


def test_what_is_missing_or_wrong_is_named_for_each_fact():
    assert refused(lambda: Story().open(amount=1)).errors == {"story": "missing"}
    found = refused(lambda: talking().does("mei", "everything", amount=-1, height=1.5, material="mud", fly=1))
    assert found.code == "wrong-value"
    assert found.errors == {
        "amount": "too-small", "height": "wrong-type", "material": "unknown-option", "fly": "unknown-fact"
    }  # fmt: skip


def test_a_guard_looks_at_old_and_new_facts_and_never_opens_by_accident():
    story = talking()
    names = lambda who: [act.id for act in open_actions(FENCE, story.matter, who)]  # noqa: E731
    assert "draft" not in names("mei")  # nothing is known of the height, and drafting does not ask for it
    assert code(lambda: story.does("mei", "draft", terms=TERMS)) == "guard"
    story.does("li", "say-height", height=201)
    assert code(lambda: story.does("mei", "draft", terms=TERMS)) == "guard"
    story.does("wang", "say-height", height=200)
    assert "draft" in names("mei")
    assert story.does("mei", "draft", terms=TERMS).matter.state == "drafted"


def test_everyone_signs_and_only_the_last_signature_moves_the_matter():
    story = drafted().does("li", "sign")
    assert story.last.body["complete"] is False
    assert "notices" not in story.last.body
    assert story.matter.state == "drafted"
    assert code(lambda: story.does("li", "sign")) == "already-done"
    assert waiting_for(FENCE, story.matter) == ("wang", "zhao", "mei")
    story.does("wang", "sign").does("mei", "sign")
    assert story.matter.state == "drafted"
    story.does("zhao", "sign")
    assert story.matter.state == "cooling"
    assert story.last.body["notices"] == [{"id": "signed", "to": ["li", "wang", "zhao", "mei"]}]
    assert story.matter.done == {}


def test_a_changed_draft_voids_the_signatures_and_leaving_the_state_does_too():
    story = drafted().does("li", "sign").does("mei", "redraft", terms=[{"what": "lower it"}])
    assert story.matter.done == {}
    story.does("li", "sign").does("wang", "back").does("mei", "draft", terms=TERMS)
    assert story.matter.done == {}
    assert "sign" in [act.id for act in open_actions(FENCE, story.matter, "li")]


def test_what_the_first_signed_cannot_be_changed_by_the_next():
    story = drafted().does("li", "sign", amount=500)
    assert refused(lambda: story.does("wang", "sign", amount=900)).errors == {"amount": "given-before"}
    story.does("wang", "sign", amount=500)
    assert story.matter.facts["amount"] == 500
    assert story.matter.born["amount"] == "wang"


def test_one_of_each_side_is_enough_and_a_side_agrees_once():
    story = talking().does("wang", "more-time")
    assert code(lambda: story.does("zhao", "more-time")) == "already-done"
    assert "more-time" not in [act.id for act in open_actions(FENCE, story.matter, "zhao")]
    assert story.does("li", "more-time").last.body["notices"] == [{"id": "longer", "to": ["li", "wang", "zhao"]}]


def test_a_representative_acts_for_those_it_represents_and_nobody_acts_twice():
    people = (*PEOPLE, Participant("lawyer", "other", "b", "representative", ("wang", "zhao")))
    story = Story().open(people=people).does("hall", "take").does("li", "say-height", height=1)
    story.does("mei", "draft", terms=TERMS).does("lawyer", "sign")
    assert story.last.body["done"] == ["wang", "zhao"]
    for who in ("wang", "zhao", "lawyer"):
        assert code(lambda who=who: story.does(who, "sign")) == "already-done"
    assert waiting_for(FENCE, story.matter) == ("li", "mei")
    assert story.does("li", "sign").does("mei", "sign").matter.state == "cooling"


@pytest.mark.parametrize("capacity", ["helper", "interpreter"])
def test_who_helps_or_interprets_never_acts_and_is_not_waited_for(capacity):
    story = talking()
    story.take((join(FENCE, story.matter, Participant("aid", "other", "b", capacity), story.now, actor="system"),))
    assert code(lambda: story.does("aid", "leave")) == "not-allowed"
    assert open_actions(FENCE, story.matter, "aid") == ()
    assert "aid" not in waiting_for(FENCE, story.matter)


def test_the_same_request_is_performed_once():
    story = talking().does("li", "say-height", height=1, key="k1")
    again = perform(FENCE, story.matter, "say-height", "li", {"height": 9}, story.now, CALENDAR, request_key="k1")
    assert again == ()
    for turn in range(200):
        story.does("li", "say-height", "03-04 09:00", height=turn, key=f"n{turn}")
    assert len(story.matter.requests) == 200
    assert "k1" not in story.matter.requests  # the ledger itself knows the older ones


def test_a_clock_that_goes_back_dates_nothing_before_what_came_first():
    story = talking("03-03 09:00")
    story.does("li", "say-height", "03-02 23:00", height=1)
    assert story.last.at == at("03-03 09:00")
    assert story.last.recorded_at == at("03-02 23:00")
    story.does("li", "say-height", "03-03 10:00", height=2)
    assert story.last.at == at("03-03 10:00")


def test_nobody_acts_past_a_deadline_before_time_has_acted():
    story = Story().open()
    assert story.does("hall", "take", "03-10 23:59").matter.state == "talking"
    late = Story().open()
    assert code(lambda: late.does("hall", "take", "03-11 00:00")) == "overdue"
    late.waits("03-11 00:00")
    assert code(lambda: late.does("hall", "take")) == "ended"


def test_an_extension_is_possible_once_and_never_offered_again():
    story = talking()
    before = story.matter.running["talks"].act_by
    story.does("li", "more-time").does("wang", "more-time")
    assert (before, story.matter.running["talks"].act_by) == ("2026-03-13", "2026-03-18")
    assert code(lambda: story.does("li", "more-time")) == "guard"
    assert story.matter.done == {}
    assert "more-time" not in [act.id for act in open_actions(FENCE, story.matter, "li")]


def test_now_needs_no_particular_zone():
    story = talking()
    utc = story.now.astimezone(tz=None) + timedelta(minutes=5)
    events = perform(FENCE, story.matter, "say-height", "li", {"height": 1}, utc, CALENDAR)
    assert events[0].at == utc
