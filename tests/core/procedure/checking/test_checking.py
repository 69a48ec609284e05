"""The checker proves what stands on the shelf, and kills what is made wrong on purpose."""

from dataclasses import replace

import pytest

from jiefen import shelf
from jiefen.core.procedure.checking import check, check_pack
from jiefen.core.procedure.checking.zones import NO_END, NOWHEN, after, delayed, includes, started, unbounded, without

CN = shelf.calendar("cn")
SOURCES = shelf.sources("cn")
ALL = {one.id: one for one in shelf.procedures("cn") if one.holds_to is None}


def checked(procedure):
    return check(procedure, CN, SOURCES, {**ALL, procedure.id: procedure})


def without_notice(procedure, action, notice):
    act = procedure.actions[action]
    return acting(procedure, replace(act, notices=tuple(one for one in act.notices if one != notice)))


def acting(procedure, *changed):
    """The procedure with some of its actions replaced."""
    actions = {**procedure.actions, **{one.id: one for one in changed}}
    leaving = {
        state: tuple(actions[one.id] for one in acts if state in actions[one.id].sources)
        for state, acts in procedure.leaving.items()
    }
    return replace(procedure, actions=actions, leaving=leaving, tables={})


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_procedure_on_the_shelf_is_proved(name):
    report = checked(ALL[name])
    assert report.findings == ()


def test_what_the_law_leaves_open_is_named():
    reports = {one.procedure.partition("@")[0]: one for one in check_pack(ALL.values(), CN, SOURCES)}
    assert [one.deadline for one in reports["judicial-confirmation"].exceptions] == ["ruling"]
    assert reports["people-mediation"].exceptions == ()
    assert reports["people-mediation"].longest_wait("applicant").days < 200


def test_without_its_deadline_a_wait_has_no_end_and_the_story_says_so():
    one = ALL["people-mediation"]
    broken = replace(one, deadlines={name: d for name, d in one.deadlines.items() if name != "reply"}, tables={})
    found = [finding for finding in checked(broken).findings if finding.property == "bounded-wait"]
    assert found
    told = found[0].story
    assert told[0].day == 0
    assert "waits for ever" in told[-1].text["en"]
    assert "等下去" in told[-1].text["zh-Hans"]


def test_a_closed_door_is_found():
    one = ALL["people-mediation"]
    leave = one.actions["leave"]
    broken = acting(one, replace(leave, sources=tuple(state for state in leave.sources if state != "mediating")))
    assert {finding.place for finding in checked(broken).against("open-door")} == {
        "states.mediating.applicant",
        "states.mediating.respondent",
    }


def test_a_missing_notice_is_found():
    one = ALL["people-mediation"]
    assert checked(without_notice(one, "end", "ended")).against("told")


def test_a_longer_clock_is_not_the_laws():
    one = ALL["people-mediation"]
    window = one.deadlines["confirmation-window"]
    longer = replace(window.period, readings=(replace(window.period.readings[0], length=60),))
    broken = replace(one, deadlines={**one.deadlines, window.id: replace(window, period=longer)}, tables={})
    assert [finding.code for finding in checked(broken).against("sourced")] == ["other-length"]


def test_a_record_of_the_session_does_not_go_to_the_office():
    one = ALL["people-mediation"]
    record = one.documents["session-record"]
    wider = replace(record, readers=(*record.readers, "committee"))
    broken = replace(one, documents={**one.documents, record.id: wider}, tables={})
    assert checked(broken).against("confidential")


def test_limitation_never_passes_in_silence():
    one = ALL["people-mediation"]
    limitation = replace(one.deadlines["limitation"], warn_days=(), warns=None)
    broken = replace(one, deadlines={**one.deadlines, "limitation": limitation}, tables={})
    assert checked(broken).against("clock-safe")


def test_a_text_that_lacks_a_language_is_found():
    one = ALL["people-mediation"]
    state = replace(one.states["mediating"], name={"zh-Hans": "调解中"})
    broken = replace(one, states={**one.states, "mediating": state}, tables={})
    assert [finding.place for finding in checked(broken).against("languages")] == ["states.mediating.name.en"]


def test_zones_are_what_clocks_can_show():
    zone = delayed(started(NOWHEN, "a"), {"a": 10})
    assert (zone.least("a"), zone.top("a")) == (0, 10)
    both = delayed(started(after(zone, "a", 4), "b"), {"a": 10})
    assert both.top("b") == 6
    assert includes(both, after(both, "b", 3))
    assert not includes(after(both, "b", 3), both)
    assert after(both, "b", 7) is None
    assert without(both, {"a"}).top("b") == 6
    assert unbounded(both, "b").top("b") == NO_END


def test_a_circle_under_a_running_clock_is_no_endless_wait():
    """A mediator may decline and another be named, again and again, but only until the search itself ends."""
    from jiefen import shelf
    from jiefen.core.procedure.checking import check_pack

    reports = check_pack(shelf.procedures("cn"), shelf.calendar("cn"), shelf.sources("cn"))
    waits = next(one for one in reports if one.procedure.startswith("court-mediation")).waits
    for role in ("plaintiff", "defendant"):
        assert waits[role, "naming"].days is not None
        assert waits[role, "naming"].days <= 90, "fifteen days to find one, fifteen and thirty to mediate, with holidays"
