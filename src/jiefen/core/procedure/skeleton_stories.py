"""The scenarios of a new procedure: what people do is written here, what then holds is what the engine says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from jiefen.core.law import Calendar
from jiefen.core.procedure.answers import plausible
from jiefen.core.procedure.model import Nature, Procedure
from jiefen.core.procedure.simulate import Simulation, action_of, asked, begin, choices, choose, until
from jiefen.core.procedure.writing import scenario, scenario_file

LATE, LAST_DAY = "late", "last-day"
"""Beside acts ("asker ask"), a story can let a clock end ("late answer"), or come to its last day ("last-day answer")."""

_APART = timedelta(hours=1)
_VOLUNTARY = (
    ("双方谈成|both agree", "asker ask; office take; asker agree; other agree"),
    ("在最后一天受理|taken on on the last day", "asker ask; last-day answer; office take; asker agree; other agree"),
    ("不受理，说明理由|not taken on, with reasons", "asker ask; office not-take"),
    ("受理机构没有答复|the office stays silent", "asker ask; late answer"),
    ("谈的时间到了|the time for talking is over", "asker ask; office take; late talks"),
    ("任何一方都能自己离开|either side leaves alone", "asker ask; office take; other leave"),
)
_COMPULSORY = (
    ("答复、决定，没有人去法院|answered, decided, and nobody goes to court",
     "applicant file; office take; respondent answer; office decide; late suing"),
    ("没有答复，照样决定|no answer, and decided all the same",
     "applicant file; office take; late answering-time; office decide; late suing"),
    ("在最后一天去法院|to court on the last day",
     "applicant file; office take; respondent answer; office decide; last-day suing; applicant sue"),
    ("被申请人不服|the respondent disagrees",
     "applicant file; office take; respondent answer; office decide; respondent sue-respondent"),
    ("不受理，说明理由|not taken on, with reasons", "applicant file; office not-take"),
    ("逾期没有决定|no decision in time", "applicant file; office take; respondent answer; late deciding-time"),
    ("申请人撤回|the applicant withdraws", "applicant file; applicant withdraw"),
)  # fmt: skip
_JUDICIAL = (
    ("答复、裁判|answered and decided", "applicant file; office take; respondent answer; office decide"),
    ("在最后一天答复|answered on the last day",
     "applicant file; office take; last-day answering-time; respondent answer; office decide"),
    ("没有答复，照样裁判|no answer, and decided all the same",
     "applicant file; office take; late answering-time; office decide"),
    ("不受理，说明理由|not taken on, with reasons", "applicant file; office not-take"),
    ("逾期没有答复|no answer whether it is taken on", "applicant file; late taking"),
    ("申请人撤回|the applicant withdraws", "applicant file; applicant withdraw"),
)  # fmt: skip
_STORIES = {Nature.VOLUNTARY: _VOLUNTARY, Nature.COMPULSORY: _COMPULSORY, Nature.JUDICIAL: _JUDICIAL}


def stories(procedure: Procedure, calendar: Calendar) -> str:
    """The scenarios of a skeleton as the text of their file. KeyError for a procedure that is no skeleton."""
    return scenario_file(procedure, _written(procedure, calendar))


def _written(procedure: Procedure, calendar: Calendar) -> Iterator[str]:
    place = 0 if procedure.languages[0].startswith("zh") else 1
    for name, steps in _STORIES[procedure.nature]:
        simulation = begin(procedure, calendar)
        for step in steps.split("; "):
            who, _blank, what = step.partition(" ")
            simulation = _stepped(simulation, who, what)
            simulation = replace(simulation, now=simulation.now + _APART)
        yield scenario(simulation, name.split("|")[place])


def _stepped(simulation: Simulation, who: str, what: str) -> Simulation:
    if who in (LATE, LAST_DAY):
        clock = simulation.matter.running[what]
        lost = datetime.fromisoformat(clock.lost_at).astimezone(simulation.calendar.tz)
        last_morning = datetime.fromisoformat(f"{clock.act_by}T10:00").replace(tzinfo=simulation.calendar.tz)
        return until(simulation, lost if who == LATE else max(last_morning, simulation.now + _APART))
    choice = next(one for one in choices(simulation, who) if one.name == what)
    action = action_of(simulation, choice)
    language, today = simulation.procedure.languages[0], simulation.now.date()
    data = {
        ask.fact: plausible(simulation.procedure.facts[ask.fact], simulation.people, today, language)
        for ask in asked(simulation, choice)
        if ask.required
    }
    zh = language.startswith("zh")
    reason = ("材料不属于受理范围" if zh else "It is outside what the office may do") if action.refusal else ""
    ground = action.grounds[0].id if action.refusal else ""
    return choose(simulation, choice, data, reason, ground)
