"""A procedure tried out with a movable clock: what can be done, what time does, what is taken back, what is written down."""

from contextlib import contextmanager
from datetime import datetime

import pytest
from helping import CALENDAR, FENCE, ZONE
from hypothesis import given, settings
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.procedure import Refused, load_scenarios, run_scenario
from jiefen.core.procedure.answers import expected, plausible, shown, typed
from jiefen.core.procedure.model import FactType
from jiefen.core.procedure.simulate import (
    LAST_YEAR,
    Choice,
    action_of,
    asked,
    back,
    begin,
    cast,
    choices,
    choose,
    running,
    told,
    until,
    usual_morning,
    wait,
    written,
)
from jiefen.core.procedure.values import check_value
from jiefen.core.procedure.writing import scenario, scenario_file, value
from jiefen.core.strictyaml import read_yaml

EVERY = [(pack, one) for pack in shelf.jurisdictions() for one in shelf.procedures(pack)]
PEOPLE = cast(FENCE)


def usual(simulation, choice, *, optional=False):
    """What an act asks for, filled in with plausible values."""
    facts = simulation.procedure.facts
    return {
        ask.fact: plausible(facts[ask.fact], simulation.people, simulation.now.date(), "en")
        for ask in asked(simulation, choice)
        if ask.required or optional
    }


def does(simulation, name, who="", *, optional=False, **data):
    """The simulation after `who` (or whoever can) did the named thing."""
    choice = next(one for one in choices(simulation, who) if one.name == name)
    if choice.kind == "reached":
        return choose(simulation, choice)
    action = action_of(simulation, choice)
    reason = "it is so" if action.reason or action.refusal else ""
    ground = action.grounds[0].id if action.refusal and action.grounds else ""
    return choose(simulation, choice, usual(simulation, choice, optional=optional) | data, reason, ground)


def named(simulation, who=""):
    return [(one.who, one.name) for one in choices(simulation, who)]


def fence():
    return begin(FENCE, CALENDAR)


def test_everybody_whom_the_procedure_needs_is_there_once():
    assert {one.role for one in PEOPLE.values()} == set(FENCE.roles)
    assert all(PEOPLE[name].side == FENCE.roles[PEOPLE[name].role].side for name in PEOPLE)
    simulation = fence()
    assert does(simulation, "ask").matter.participants.keys() == PEOPLE.keys()


def test_it_begins_on_the_same_morning_every_time_and_on_a_working_day():
    assert written(fence().now) == "2026-03-02 09:00"
    for pack in shelf.jurisdictions():
        calendar = shelf.calendar(pack)
        moment = usual_morning(calendar)
        assert calendar.announced(moment.date())
        assert calendar.is_working_day(moment.date())
    later = begin(FENCE, CALENDAR, datetime(2026, 5, 6, 10, 30, 59, tzinfo=ZONE))
    assert written(later.now) == "2026-05-06 10:30"


def test_only_those_who_can_open_the_matter_are_offered_to():
    assert {name for _who, name in named(fence())} == {"ask", "ask-together"}
    together = next(one for one in choices(fence()) if one.name == "ask-together")
    assert together.together, "what both do together is one choice"
    opened = choose(fence(), together, usual(fence(), together))
    assert opened.matter.state != "start"
    assert f"together: [{', '.join(together.together)}]" in scenario(opened, "both")


def test_each_sees_only_its_own_choices():
    simulation = does(fence(), "ask")
    every = choices(simulation)
    assert every
    for who in simulation.people:
        own = choices(simulation, who)
        assert own == tuple(one for one in every if one.who == who)
    assert ("office", "take") in named(simulation)
    assert ("asker", "take") not in named(simulation)


def test_time_does_what_falls_due_and_says_when():
    simulation = does(fence(), "ask")
    answer = simulation.matter.running["answer"]
    quiet = wait(simulation, 1)
    assert quiet.events == simulation.events
    late = until(simulation, datetime.fromisoformat(answer.lost_at).astimezone(ZONE))
    assert late.events[-1].actor == "time"
    assert late.events[-1].at == datetime.fromisoformat(answer.lost_at)
    assert late.done[-1].then["state"] == late.matter.state != simulation.matter.state


def test_clocks_come_nearest_first():
    days = [one.act_by_at for one in running(does(fence(), "ask", optional=True))]
    assert len(days) > 1
    assert days == sorted(days)


def test_time_never_goes_back_and_stops_before_the_calendars_end():
    simulation = does(fence(), "ask")
    for moment in (simulation.now, simulation.now.replace(hour=8), simulation.now.replace(year=LAST_YEAR + 1)):
        with pytest.raises(ValueError, match="time"):
            until(simulation, moment)
    for days in (0, -3, 10**9):
        with pytest.raises(ValueError, match="time"):
            wait(simulation, days)


def test_a_step_back_is_the_simulation_before_and_the_first_has_none():
    first = fence()
    assert back(first) is None
    opened = does(first, "ask")
    later = wait(opened, 2)
    assert back(later) is opened
    assert back(opened) is first
    assert does(first, "ask").matter == opened.matter, "the same step gives the same matter again"


def test_a_refused_act_says_why_and_changes_nothing():
    simulation = does(fence(), "ask")
    take = next(one for one in choices(simulation) if one.name == "turn-down")
    with pytest.raises(Refused) as refused:
        choose(simulation, take)
    assert refused.value.code in ("reason-required", "unknown-ground")
    with pytest.raises(Refused) as refused:
        choose(simulation, Choice("act", "asker", "take"))
    assert refused.value.code == "not-allowed"
    assert len(simulation.events) == 1


def test_what_the_first_one_gave_is_not_asked_of_the_next():
    measured = does(does(does(fence(), "ask"), "take"), "say-height", height=150)
    drafted = does(measured, "draft")
    first = next(one for one in choices(drafted, "asker") if one.name == "sign")
    assert [ask.fact for ask in asked(drafted, first)] == ["amount"]
    signed = choose(drafted, first, {"amount": 500})
    assert signed.matter.state == drafted.matter.state, "the others have still to sign"
    assert asked(signed, Choice("act", "other", "sign")) == ()
    assert ("asker", "sign") not in named(signed)


def test_told_names_the_readers_of_each_notice():
    simulation = does(fence(), "ask")
    assert told(simulation.events[0]) == {"received": ("asker", "office")}
    proved = does(does(simulation, "take"), "invitation")
    assert told(proved.events[-1]) == {}, "a proof tells nobody anything"


def test_a_notice_whose_arrival_starts_a_clock_can_be_proved_once():
    simulation = does(does(fence(), "ask"), "take")
    proofs = [one for one in choices(simulation) if one.kind == "reached"]
    assert [(one.who, one.name) for one in proofs] == [("other", "invitation")]
    after = choose(simulation, proofs[0])
    assert set(after.matter.running) - set(simulation.matter.running) == {"reply"}
    assert [one for one in choices(after) if one.kind == "reached"] == []
    text = scenario_file(FENCE, [scenario(after, "reached")])
    assert "reached: other, notice: invitation" in text
    assert run_scenario(FENCE, load_scenarios(text, "s.yaml", FENCE)[0], CALENDAR).ok


def test_what_had_ended_before_it_was_known_is_performed_at_once():
    """A clock counted from a day long past ends at this very moment; the scenario says so and holds."""
    one = next(one for pack, one in EVERY if one.id == "court-filing")
    calendar = shelf.calendar("cn")
    ready = does(begin(one, calendar), "prepare")
    handed_in = does(ready, "hand-in", received_on="2026-01-05")
    assert [event.actor for event in handed_in.events] == ["plaintiff", "plaintiff", "time"]
    assert handed_in.matter.state == "overdue"
    assert back(handed_in) is ready
    text = scenario_file(one, [scenario(handed_in, "late")])
    assert run_scenario(one, load_scenarios(text, "s.yaml", one)[0], calendar).failures == ()


@contextmanager
def suppress_guard():
    try:
        yield
    except Refused as refused:
        if refused.code != "guard":
            raise


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_done_is_written_down_as_a_scenario_that_holds(data):
    """Any walk through any procedure of any pack, written down, runs again and comes out the same."""
    pack, one = data.draw(st.sampled_from(EVERY))
    calendar = shelf.calendar(pack)
    simulation = begin(one, calendar)
    for _step in range(data.draw(st.integers(1, 15))):
        found = choices(simulation)
        if simulation.outcome is not None:
            assert found == ()
            break
        number = data.draw(st.integers(0, len(found) + 1))
        if number >= len(found):
            simulation = wait(simulation, data.draw(st.sampled_from([1, 4, 16, 40])))
            continue
        choice = found[number]
        # Plausible values miss nothing, but a guard may want others.
        with suppress_guard():
            simulation = does(simulation, choice.name, choice.who, optional=data.draw(st.booleans()))
    text = scenario_file(one, [scenario(simulation, "walked: “here” # and there")])
    (written_down,) = load_scenarios(text, "s.yaml", one)
    result = run_scenario(one, written_down, calendar)
    assert result.failures == ()
    assert result.events == simulation.events
    while back(simulation) is not None:
        simulation = back(simulation)
    assert simulation.events == ()


# -- what is typed, and how it is written ---------------------------------------------------------------------------


@pytest.mark.parametrize("fact", [fact for _pack, one in EVERY for fact in one.facts.values()], ids=lambda one: one.id)
def test_every_plausible_value_is_one_that_the_fact_takes(fact):
    today = usual_morning(CALENDAR).date()
    for lang in ("en", "zh-Hans"):
        suggested = plausible(fact, PEOPLE, today, lang)
        assert check_value(fact, suggested, PEOPLE)[1] == ""
        assert shown(fact, suggested, lang)
        assert expected(fact, PEOPLE, lang=lang)


def fact_of(kind):
    return next(fact for _pack, one in [*EVERY, ("", FENCE)] for fact in one.facts.values() if fact.type is kind)


def test_money_is_typed_in_the_whole_currency():
    fact = fact_of(FactType.MONEY)
    assert typed(fact, "3000.50", PEOPLE) == 300_050
    assert typed(fact, "3,000", PEOPLE) == 300_000
    assert typed(fact, "3000", PEOPLE, places=0) == 3000
    assert shown(fact, 300_050, "en") == f"{fact.currency} 3,000.50"
    for wrong in ("much", "1.005", "-5", "", "1e9", "NaN"):
        with pytest.raises(ValueError, match="a sum in"):
            typed(fact, wrong, PEOPLE)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (FactType.DATE, "2026-04-10", "2026-04-10"),
        (FactType.DATE, "10 April", None),
        (FactType.DATE, "2026-02-30", None),
        (FactType.YESNO, "yes", True),
        (FactType.YESNO, "否", False),
        (FactType.YESNO, "perhaps", None),
        (FactType.PERSON, "asker", "asker"),
        (FactType.PERSON, "the king", None),
        (FactType.TEXT, "  two words ", "two words"),
        (FactType.TEXT, "", None),
        (FactType.TEXT, "\ud800", None),
        (FactType.LIST, "[{nothing: 1}]", None),
        (FactType.LIST, "[", None),
        (FactType.LIST, "&a [*a]", None),
    ],
)
def test_what_is_typed_is_taken_or_refused_with_what_can_be_typed(kind, text, found):
    fact = fact_of(kind)
    if found is not None:
        assert typed(fact, text, PEOPLE) == found
        return
    with pytest.raises(ValueError) as refused:
        typed(fact, text, PEOPLE)
    assert str(refused.value) == expected(fact, PEOPLE)


def test_a_choice_is_typed_by_number_id_or_name():
    fact = fact_of(FactType.CHOICE)
    last = fact.options[-1]
    for text in (str(len(fact.options)), last.id, *last.name.values()):
        assert typed(fact, text, PEOPLE) == last.id
    for wrong in ("0", str(len(fact.options) + 1), "nothing such"):
        with pytest.raises(ValueError, match=f"1 {fact.options[0].name['en']}"):
            typed(fact, wrong, PEOPLE, lang="en")


PLAIN = st.recursive(
    st.booleans() | st.integers(-(10**14), 10**14) | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcxyz-_:,{#", min_size=1), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300)
@given(found=PLAIN)
def test_what_is_written_is_read_again_unchanged(found):
    assert read_yaml(f"kept: {value(found)}\n", "s.yaml").plain() == {"kept": found}
