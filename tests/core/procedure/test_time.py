"""What time does by itself: nothing before the last reading has ended, everything in order, dated when it fell due."""

from datetime import date, datetime, timedelta

import pytest
from helping import CALENDAR, FENCE, PEOPLE, TEXT, Story, at, drafted, load, talking

from jiefen.core.law.calendar import make_calendar
from jiefen.core.procedure import (
    Refused,
    expire,
    join,
    leave,
    matter_from_data,
    matter_to_data,
    open_actions,
    open_matter,
    report,
    review,
    say,
    waiting_for,
    warnings_due,
)
from jiefen.core.procedure.record import EventKind, Participant
from jiefen.core.procedure.view import viewer_of


def test_nothing_is_lost_before_the_latest_reading_has_ended():
    story = Story().open()
    assert story.matter.running["answer"].act_by == "2026-03-05"
    assert expire(FENCE, story.matter, at("03-10 23:59"), CALENDAR) == ()
    story.waits("03-20 08:00")
    assert story.matter.state == "lapsed"
    assert story.last.kind is EventKind.EXPIRE
    assert story.last.at == at("03-11 00:00")
    assert story.last.recorded_at == at("03-20 08:00")
    assert story.last.body["deadline"] == "answer"
    assert story.last.body["notices"] == [{"id": "over", "to": ["li", "wang", "zhao", "hall"]}]
    assert story.matter.running == {}


def test_a_clock_ends_silently_when_its_state_is_left():
    story = Story().open().does("hall", "take", "03-03 09:00")
    assert "answer" not in story.matter.running
    assert story.waits("03-12 00:00").last.body["action"] == "take"


def test_entering_a_state_again_starts_its_clock_again():
    story = drafted()
    assert story.matter.running["talks"].act_by == "2026-03-13"
    story.does("li", "back", "03-10 09:00")
    assert story.matter.running["talks"].act_by == "2026-03-20"


def test_signing_starts_the_time_to_reconsider_and_its_end_concludes():
    story = drafted().does("li", "sign").does("wang", "sign").does("mei", "sign")
    assert "cooling-off" not in story.matter.running
    story.does("zhao", "sign", "03-04 15:00")
    assert story.matter.running["cooling-off"].act_by == "2026-03-06"
    assert story.waits("03-07 00:00").matter.state == "done"


def test_a_proved_notice_starts_the_clock_and_mere_sending_does_not():
    story = talking("03-03 09:00").reached("2:notice:invitation:wang", "delivered", "03-03 09:05")
    assert "reply" not in story.matter.running
    story.reached("2:notice:invitation:wang", "opened", "03-03 10:00")
    assert datetime.fromisoformat(story.matter.running["reply"].lost_at) == at("03-05 10:00")


def test_a_second_proof_neither_restarts_a_clock_nor_wakes_one_that_has_ended():
    story = talking("03-03 09:00").reached("2:notice:invitation:wang", "opened", "03-03 10:00")
    first = story.matter.running["reply"]
    story.reached("2:notice:invitation:zhao", "opened", "03-04 10:00")
    assert story.matter.running["reply"] == first
    story.waits("03-06 00:00")
    assert story.last.body["action"] == "no-reply"
    assert "reply" not in story.matter.running
    story.reached("2:notice:invitation:zhao", "read", "03-06 10:00")
    assert "reply" not in story.matter.running


def test_a_proof_that_comes_too_late_starts_nothing():
    story = talking("03-03 09:00").does("li", "leave")
    story.reached("2:notice:invitation:wang", "opened", "03-05 10:00")
    assert story.matter.running == {}


def test_a_stopped_clock_is_not_lost_and_runs_on_by_as_many_days():
    story = talking("03-03 09:00").does("mei", "pause", "03-05 09:00", reason="The surveyor measures")
    assert story.waits("04-30 00:00").matter.state == "talking"
    assert warnings_due(FENCE, story.matter, at("03-13 12:00")) == []
    story.does("mei", "pause", reason="Again")  # it stands still already
    story.does("mei", "go-on", "05-05 09:00")
    assert story.matter.running["talks"].act_by == "2026-05-13"
    assert story.matter.running["talks"].suspensions[0]["reason"] == "The surveyor measures"
    assert story.waits("05-14 00:00").matter.state == "lapsed"


def test_a_clock_runs_from_the_day_that_a_fact_names():
    assert "old" not in Story().open().matter.running
    assert Story().open(story="s", built_on="2024-05-06").matter.running["old"].act_by == "2027-05-06"


def test_a_day_given_later_starts_its_clock_and_a_corrected_day_moves_it():
    story = talking().does("li", "say-height", height=1, built_on="2024-05-06")
    assert story.matter.running["old"].act_by == "2027-05-06"
    story.does("wang", "say-height", height=1, built_on="2024-06-07")
    assert story.matter.running["old"].act_by == "2027-06-07"
    seq = story.matter.seq
    story.does("wang", "say-height", height=2, built_on="2024-06-07")
    assert "started" not in story.events[seq].body


@pytest.mark.parametrize("day", ["1900-01-01", "1979-12-31", "2010-01-01"])
def test_a_day_long_ago_has_run_out_and_says_so_at_once(day):
    story = Story().open(story="s", built_on=day).waits("03-02 09:01")
    assert [event.body["action"] for event in story.events] == ["ask", "too-old"]
    assert story.last.at == story.events[0].at  # never dated before the matter was opened
    assert story.matter.state == "asked"


def test_a_day_that_no_calendar_knows_is_never_lost():
    text = TEXT.replace("length: 3, unit: year, counting: plain", "length: 3, unit: year, counting: rolled")
    story = Story(procedure=load(text)).open(story="s", built_on="2199-01-01")
    assert story.matter.running["old"].provisional
    assert story.matter.running["old"].lost_at.startswith("9999")


def test_time_acts_in_order_and_each_act_can_start_the_next_clock():
    text = TEXT.replace("to: lapsed, notices: [over]}", "to: talking, notices: [over]}")
    chained = load(text)
    story = Story(procedure=chained).open(when="03-02 09:00").waits("12-31 00:00")
    assert [event.body["action"] for event in story.events] == ["ask", "silent", "talks-over"]
    assert [event.at for event in story.events[1:]] == [at("03-11 00:00"), at("03-22 00:00")]
    assert {event.recorded_at for event in story.events[1:]} == {at("12-31 00:00")}


def test_of_two_clocks_that_end_together_the_first_by_name_is_performed():
    story = Story().open(story="s", built_on="2023-03-10")
    assert len({one.lost_at for one in story.matter.running.values()}) == 1
    assert [event.body["deadline"] for event in expire(FENCE, story.matter, at("03-11 00:00"), CALENDAR)] == ["answer"]


def test_a_clock_that_restarts_itself_for_ever_is_bounded():
    text = TEXT.replace("starts: {notice: invitation}", "starts: {enter: talking, action: no-reply}")
    text = text.replace("starts: {enter: talking}, length: 10, unit: day", "starts: {enter: talking}, length: 90, unit: year")
    text = text.replace("length: 48, unit: hour", "length: 1, unit: hour")
    story = Story(procedure=load(text)).open().does("hall", "take", "03-03 09:00")
    year = story.now + timedelta(days=365)
    first = expire(story.procedure, story.matter, year, CALENDAR)
    assert len(first) == 1000
    story.take(first)
    assert expire(story.procedure, story.matter, year, CALENDAR)[0].at == first[-1].at + timedelta(hours=1)


def test_warnings_name_the_nearest_day_only():
    story = talking("03-03 09:00")
    assert warnings_due(FENCE, story.matter, at("03-09 12:00")) == []
    assert warnings_due(FENCE, story.matter, at("03-10 12:00")) == [("talks", 3, "soon")]
    assert warnings_due(FENCE, story.matter, at("03-12 12:00")) == [("talks", 1, "soon")]
    assert warnings_due(FENCE, story.matter, at("03-14 12:00")) == []


def test_a_newer_calendar_moves_what_was_provisional_and_nothing_else():
    assert review(FENCE, talking().matter, at("03-04 09:00"), CALENDAR) == ()
    short = make_calendar(id="test", version="0", zone="Asia/Shanghai", weekend=frozenset({6, 7}),
                          announced_from=date(2020, 1, 1), announced_until=date(2026, 3, 3), off=frozenset(),
                          work=frozenset())  # fmt: skip
    early = Story()
    early.take(open_matter(FENCE, "ask", ("li",), PEOPLE, {"story": "s"}, early.now, short))
    assert early.matter.running["answer"].provisional
    assert early.matter.running["answer"].not_lost_before == "2026-03-09"
    early.take(review(FENCE, early.matter, at("03-03 09:00"), CALENDAR))
    assert early.last.kind is EventKind.REVIEW
    assert early.matter.running["answer"].not_lost_before == "2026-03-10"
    assert not early.matter.running["answer"].provisional
    assert early.matter.last_act == 1


def test_joining_changes_who_must_sign():
    story = drafted().does("li", "sign").does("wang", "sign").does("zhao", "sign")
    newcomer = Participant("sun", "other", "b")
    story.take((join(FENCE, story.matter, newcomer, story.now, actor="system"),))
    story.does("mei", "sign")
    assert story.matter.state == "drafted"
    assert story.does("sun", "sign").matter.state == "cooling"


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (Participant("li", "other", "b"), "unknown-participant"),
        (Participant("x", "king"), "unknown-participant"),
        (Participant("x", "other", "a"), "two-sides"),
        (Participant("x", "helper"), "too-few"),
        (Participant("x", "asker", "a", "representative", ("wang",)), "two-sides"),
    ],
)
def test_who_cannot_join(one, wanted):
    with pytest.raises(Refused) as caught:
        join(FENCE, talking().matter, one, at("03-04 09:00"), actor="system")
    assert caught.value.code == wanted


def beside(story, *people):
    """The story with people who stand beside a party."""
    for one in people:
        story.take((join(FENCE, story.matter, one, story.now, actor="system"),))
    return story


def test_whoever_has_left_is_not_waited_for_and_not_told_and_sees_nothing():
    lawyer = Participant("qin", "asker", "a", "representative", ("li",))
    story = beside(drafted(), lawyer)
    assert "qin" in waiting_for(FENCE, story.matter)
    story.take((leave(story.matter, "qin", story.now, actor="li"),))
    assert story.last.kind is EventKind.LEAVE
    assert "qin" not in waiting_for(FENCE, story.matter)
    assert open_actions(FENCE, story.matter, "qin") == ()
    assert not viewer_of(FENCE, story.matter.participants["qin"]).participant
    with pytest.raises(Refused) as caught:
        story.does("qin", "sign")
    assert caught.value.code == "not-allowed"
    with pytest.raises(Refused) as caught:
        say(story.matter, "qin", "joint", "One word more", "without-prejudice", story.now)
    assert caught.value.code == "already-done"
    for who in ("li", "wang", "zhao", "mei"):
        story.does(who, "sign")
    assert story.matter.state == "cooling"
    assert all("qin" not in one["to"] for one in story.last.body["notices"])


def test_a_signature_given_before_leaving_stands():
    story = beside(drafted(), Participant("qin", "asker", "a", "representative", ("li",))).does("qin", "sign")
    story.take((leave(story.matter, "qin", story.now, actor="li"),))
    for who in ("wang", "zhao", "mei"):
        story.does(who, "sign")
    assert story.matter.state == "cooling"


@pytest.mark.parametrize(
    ("who", "wanted"), [("li", "not-allowed"), ("nobody", "unknown-participant"), ("gone", "already-done")]
)
def test_who_cannot_leave(who, wanted):
    story = beside(talking(), Participant("gone", "asker", "a", "helper"))
    story.take((leave(story.matter, "gone", story.now, actor="li"),))
    with pytest.raises(Refused) as caught:
        leave(story.matter, who, story.now, actor="li")
    assert caught.value.code == wanted


def test_a_snapshot_remembers_who_has_left():
    story = beside(talking(), Participant("gone", "asker", "a", "helper"))
    story.take((leave(story.matter, "gone", story.now, actor="li"),))
    again = matter_from_data(matter_to_data(story.matter))
    assert again.participants["gone"].left
    assert [one.id for one in again.present] == ["li", "wang", "zhao", "mei", "hall"]


def test_reports_of_other_effects_change_nothing():
    story = talking()
    for effect in ("2:document:request", "2:notice:nothing:li", "2:hand-off:court", "odd", ""):
        before = story.matter
        event = report(FENCE, before, effect, "failed", story.now, CALENDAR, detail={"why": "no address"})
        story.take((event,))
        assert event.body["detail"] == {"why": "no address"}
        assert (story.matter.state, story.matter.running) == (before.state, before.running)
