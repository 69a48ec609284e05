"""A simulation as text: where the matter stands, what can be done, what happened. Says it in the procedure's language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from babel.numbers import get_currency_precision

from jiefen.cli.stepping_words import WHY, WRONG, says
from jiefen.core.procedure import Refused
from jiefen.core.procedure.answers import shown
from jiefen.core.procedure.clocks import is_stopped
from jiefen.core.procedure.model import Fact
from jiefen.core.procedure.record import Event, EventKind
from jiefen.core.procedure.simulate import Simulation, choices, running, told, written
from jiefen.core.procedure.turns import waiting_for
from jiefen.core.procedure.view import viewer_of, visible_facts


def name(simulation: Simulation, who: str, lang: str) -> str:
    """A participant as people call it: the role, with a number where it has several."""
    role = simulation.procedure.roles[simulation.people[who].role]
    number = who.removeprefix(f"{role.id}-")
    return role.name[lang] + (f" {number}" if number != who else "")


def names(simulation: Simulation, people: Iterable[str], lang: str, between: str = "") -> str:
    """Several participants, as people call them."""
    return (between or ("、" if lang.startswith("zh") else ", ")).join(name(simulation, one, lang) for one in people)


def places(fact: Fact) -> int:
    """How many digits the fact's currency has behind the point."""
    return get_currency_precision(fact.currency) if fact.currency else 2


def screen(simulation: Simulation, lang: str, who: str = "") -> Iterator[str]:
    """Where the matter stands, to everybody or through the eyes of `who`: state, turn, clocks, what can be done."""
    procedure, matter = simulation.procedure, simulation.matter
    state = procedure.states.get(matter.state)
    yield f"\n── {written(simulation.now)} ── {state.name[lang] if state else says('unopened', lang)}"
    yield state.explain[lang] if state else procedure.summary[lang]
    if who:
        yield says("as", lang, name(simulation, who, lang))
    if simulation.outcome is not None:
        yield says("waits-nobody", lang, procedure.outcomes[simulation.outcome].name[lang])
    elif state is not None:
        yield says("waits", lang, names(simulation, waiting_for(procedure, matter), lang) or "–")
    yield from _clocks(simulation, lang)
    yield from _known(simulation, lang, who)
    yield from _choices(simulation, lang, who)
    yield says("usage", lang)


def _clocks(simulation: Simulation, lang: str) -> Iterator[str]:
    clocks = running(simulation)
    if clocks:
        yield says("clocks", lang)
    for one in clocks:
        deadline = simulation.procedure.deadlines[one.deadline]
        if is_stopped(one):
            yield "  " + says("clock-still", lang, deadline.name[lang])
            continue
        then = simulation.procedure.actions[deadline.on_expiry].name[lang]
        text = says("clock", lang, deadline.name[lang], one.act_by, then)
        if one.not_lost_before != one.act_by:
            text += says("later", lang, one.not_lost_before)
        yield "  " + text + (says("provisional", lang) if one.provisional else "")


def _known(simulation: Simulation, lang: str, who: str) -> Iterator[str]:
    procedure, matter = simulation.procedure, simulation.matter
    viewer = matter.participants.get(who)
    facts = visible_facts(procedure, matter, matter.facts, viewer_of(procedure, viewer)) if viewer else {}
    if facts:
        yield says("known", lang)
    for key, value in facts.items():
        fact = procedure.facts[key]
        yield f"  {fact.label[lang]}: {shown(fact, value, lang, places(fact))}"


def _choices(simulation: Simulation, lang: str, who: str) -> Iterator[str]:
    found, procedure = choices(simulation, who), simulation.procedure
    if simulation.outcome is None:
        yield says("can" if found else "can-nothing-you" if who else "can-nothing", lang)
    for number, one in enumerate(found, 1):
        actors = names(simulation, (one.who, *one.together), lang, " + ")
        if one.kind == "reached":
            yield says("choice-reached", lang, number, actors, subject(simulation, one.name, lang, {}))
            continue
        action = procedure.actions[one.name]
        target = procedure.states[action.to].name[lang] if action.to is not None else ""
        yield says("choice-to" if target else "choice", lang, number, actors, action.name[lang], target)


def subject(simulation: Simulation, notice: str, lang: str, body: Mapping[str, Any]) -> str:
    """A notice's subject with what it names put in: facts, days, the reason. A trial has no number."""
    matter, procedure = simulation.matter, simulation.procedure
    days = {one["deadline"]: one["act_by"] for one in body.get("started") or ()}

    def put(found: re.Match[str]) -> str:
        named = found[1]
        kind, _dot, rest = named.partition(".")
        if kind == "deadline":
            running_now = matter.running.get(rest)
            return days.get(rest) or (running_now.act_by if running_now else "…")
        if named in matter.facts:
            return shown(procedure.facts[named], matter.facts[named], lang, places(procedure.facts[named]))
        return str(body.get(named) or "…")

    return re.sub(r"\{([^{}]*)\}", put, procedure.notices[notice].subject[lang])


def event_lines(simulation: Simulation, event: Event, lang: str) -> Iterator[str]:
    """One thing that happened: who did what, where it led, who was told, which papers came out."""
    procedure, body = simulation.procedure, event.body
    at = written(event.at.astimezone(simulation.calendar.tz))
    if event.kind is EventKind.REPORT:
        _seq, _kind, notice, reader = body["effect"].split(":")
        yield says("proved", lang, at, name(simulation, reader, lang), subject(simulation, notice, lang, body))
        return
    actors = body.get("actors") or [body["participant"]]
    who = says("by-time", lang) if event.actor == "time" else names(simulation, actors, lang, " + ")
    end = says("partly", lang) if body.get("complete") is False else ""
    if not end and body["to"] != body["from"]:
        end = f" → {procedure.states[body['to']].name[lang]}"
    yield says("happened", lang, at, who, procedure.actions[body["action"]].name[lang], end)
    if body.get("reason"):
        yield says("because", lang, body["reason"])
    for notice, readers in told(event).items():
        yield says("told", lang, names(simulation, readers, lang), subject(simulation, notice, lang, body))
    for one in body.get("documents") or ():
        paper = procedure.documents[one["id"]].name[lang]
        yield says("paper", lang, paper, names(simulation, one["readers"], lang))
    if body.get("hand_off"):
        yield says("goes-on", lang, body["hand_off"]["procedure"])


def refusal(simulation: Simulation, refused: Refused, lang: str) -> Iterator[str]:
    """Why an act was refused, and what is wrong with each fact."""
    zh = lang.startswith("zh")
    why = WHY.get(refused.code, refused.problem) if zh else refused.problem
    guard = refused.params.get("when")
    yield says("refused", lang, refused.code, f"{why} [{guard}]" if guard else why)
    for key, code in refused.errors.items():
        fact = simulation.procedure.facts.get(key)
        what = WRONG.get(code, (code, code))[1 if zh else 0]
        yield says("fact-wrong", lang, fact.label[lang] if fact else key, what)
