"""Scenarios: given people and days, when they act, then the procedure stands so. Written by people who know the law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from jiefen.core.law import Calendar
from jiefen.core.procedure.engine import expire, open_matter, perform
from jiefen.core.procedure.errors import Refused
from jiefen.core.procedure.life import join, report
from jiefen.core.procedure.model import START, Procedure
from jiefen.core.procedure.record import Event, EventKind, Matter, Participant
from jiefen.core.procedure.replay import apply
from jiefen.core.procedure.turns import open_actions, waiting_for
from jiefen.core.strictyaml import Node, read_yaml


@dataclass(frozen=True, slots=True)
class StepOf:
    """One line of a scenario: an act, a passing of time, somebody reached or joining, or what must then hold."""

    file: str
    line: int
    kind: str  # act | until | reached | joins | then
    at: str = ""
    who: str = ""
    together: tuple[str, ...] = ()  # others who open the matter together with `who`
    action: str = ""
    data: Mapping[str, Any] | None = None
    reason: str = ""
    ground: str = ""
    refused: str = ""
    expect: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named scenario: its people by role, and its steps."""

    name: str
    file: str
    line: int
    people: Mapping[str, str]
    steps: tuple[StepOf, ...]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """How a scenario went: what failed, with file and line, and the events that it left."""

    scenario: Scenario
    failures: tuple[str, ...]
    events: tuple[Event, ...]
    matter: Matter | None

    @property
    def ok(self) -> bool:
        """Whether everything held."""
        return not self.failures


def load_scenarios(text: str, file: str, procedure: Procedure) -> tuple[Scenario, ...]:
    """The scenarios of a pack's file. Raises PackError with the line of whatever is wrong."""
    top = read_yaml(text, file).mapping(["procedure", "scenarios"])
    top["procedure"].one_of([procedure.id], "procedure")
    return tuple(_scenario(node, procedure) for node in top["scenarios"].list())


def _scenario(node: Node, procedure: Procedure) -> Scenario:
    keys = node.mapping(["name", "people", "steps"])
    people = {who: role.one_of(list(procedure.roles), "role") for who, role in keys["people"].items()}
    steps = tuple(_step(one, procedure, people) for one in keys["steps"].list())
    return Scenario(keys["name"].text(most=300), node.file, node.line, people, steps)


def _step(node: Node, procedure: Procedure, people: Mapping[str, str]) -> StepOf:
    kinds = {key for key, _value in node.items()}
    if "then" in kinds:
        expect = node.mapping(["then"])["then"].mapping(
            [], ["state", "outcome", "may", "may_not", "due", "not_lost_before", "told", "papers", "handed_to", "runs",
                 "provisional", "waits"]
        )  # fmt: skip
        return StepOf(node.file, node.line, "then", expect={key: one.plain() for key, one in expect.items()})
    if "until" in kinds:
        return StepOf(node.file, node.line, "until", at=node.mapping(["until"])["until"].text())
    if "reached" in kinds:
        keys = node.mapping(["at", "reached", "notice"])
        return StepOf(node.file, node.line, "reached", keys["at"].text(), keys["reached"].one_of(list(people), "person"),
                      action=keys["notice"].one_of(list(procedure.notices), "notice"))  # fmt: skip
    if "joins" in kinds:
        keys = node.mapping(["at", "joins"])
        return StepOf(node.file, node.line, "joins", keys["at"].text(), keys["joins"].one_of(list(people), "person"))
    keys = node.mapping(["at", "who", "does"], ["together", "with", "reason", "ground", "refused"])
    return StepOf(
        node.file,
        node.line,
        "act",
        at=keys["at"].text(),
        who=keys["who"].one_of(list(people), "person"),
        together=tuple(one.one_of(list(people), "person") for one in keys["together"].list()) if "together" in keys else (),
        action=keys["does"].one_of(list(procedure.actions), "action"),
        data=keys["with"].plain() if "with" in keys else {},
        reason=keys["reason"].text() if "reason" in keys else "",
        ground=keys["ground"].text() if "ground" in keys else "",
        refused=keys["refused"].text() if "refused" in keys else "",
    )


def moment_of(text: str, calendar: Calendar) -> datetime:
    """ "2026-03-02 09:00" in the calendar's zone; a day alone is its end. Raises ValueError."""
    if len(text) == 10:
        day = datetime.fromisoformat(text).date() + timedelta(days=1)
        return datetime.combine(day, time(), calendar.tz)
    return datetime.fromisoformat(text).replace(tzinfo=calendar.tz)


class _Run:
    """One scenario being run."""

    def __init__(self, procedure: Procedure, scenario: Scenario, calendar: Calendar) -> None:
        self.procedure, self.scenario, self.calendar = procedure, scenario, calendar
        self.matter = Matter(procedure=procedure.key)
        self.events: list[Event] = []
        self.failures: list[str] = []

    def fail(self, step: StepOf, what: str) -> None:
        self.failures.append(f"{step.file}:{step.line}: {self.scenario.name}: {what}")

    def take(self, events: Sequence[Event]) -> None:
        for event in events:
            self.matter = apply(self.procedure, self.matter, event)
            self.events.append(event)

    def pass_time(self, now: datetime) -> None:
        self.take(expire(self.procedure, self.matter, now, self.calendar))

    def participant(self, who: str) -> Participant:
        role = self.procedure.roles[self.scenario.people[who]]
        return Participant(who, role.id, role.side)

    def act(self, step: StepOf) -> None:
        now = moment_of(step.at, self.calendar)
        self.pass_time(now)
        try:
            self.take(self._acted(step, now))
        except Refused as refused:
            if refused.code != step.refused:
                self.fail(step, f"{step.who} {step.action} was refused: {refused}")
            return
        if step.refused:
            self.fail(step, f"{step.who} {step.action} should have been refused ({step.refused})")

    def _acted(self, step: StepOf, now: datetime) -> tuple[Event, ...]:
        data = step.data or {}
        if self.matter.state != START:
            return perform(self.procedure, self.matter, step.action, step.who, data, now, self.calendar,
                           reason=step.reason, ground=step.ground)  # fmt: skip
        joins = {one.who for one in self.scenario.steps if one.kind == "joins"}
        people = [self.participant(who) for who in self.scenario.people if who not in joins]
        return open_matter(self.procedure, step.action, (step.who, *step.together), people, data, now, self.calendar)

    def then(self, step: StepOf) -> None:
        for name, wanted in (step.expect or {}).items():
            found = getattr(self, f"_{name}")(wanted)
            if found != wanted:
                self.fail(step, f"{name} should be {wanted!r} and is {found!r}")

    def _state(self, wanted: Any) -> Any:
        return self.matter.state

    def _outcome(self, wanted: Any) -> Any:
        state = self.procedure.states.get(self.matter.state)
        return state.outcome if state else None

    def _may(self, wanted: Mapping[str, list[str]]) -> Any:
        """For each named person, those of the wanted actions that are open to them."""
        return {who: [name for name in names if name in self._open(who)] for who, names in wanted.items()}

    def _may_not(self, wanted: Mapping[str, list[str]]) -> Any:
        return {who: [name for name in names if name not in self._open(who)] for who, names in wanted.items()}

    def _open(self, who: str) -> set[str]:
        return {action.id for action in open_actions(self.procedure, self.matter, who)}

    def _waits(self, wanted: list[str]) -> Any:
        return [who for who in wanted if who in waiting_for(self.procedure, self.matter)]

    def _due(self, wanted: Mapping[str, str]) -> Any:
        return {name: self.matter.running[name].act_by if name in self.matter.running else None for name in wanted}

    def _not_lost_before(self, wanted: Mapping[str, str]) -> Any:
        return {name: self.matter.running[name].not_lost_before if name in self.matter.running else None for name in wanted}

    def _provisional(self, wanted: Mapping[str, bool]) -> Any:
        return {name: name in self.matter.running and self.matter.running[name].provisional for name in wanted}

    def _runs(self, wanted: list[str]) -> Any:
        return [name for name in wanted if name in self.matter.running]

    def _told(self, wanted: Mapping[str, list[str]]) -> Any:
        found: dict[str, list[str]] = {}
        for event in self.events:
            for notice in event.body.get("notices") or ():
                found[notice["id"]] = list(notice["to"])
        return {name: found.get(name) for name in wanted}

    def _papers(self, wanted: list[str]) -> Any:
        made = {paper["id"] for event in self.events for paper in event.body.get("documents") or ()}
        return [name for name in wanted if name in made]

    def _handed_to(self, wanted: str) -> Any:
        handed = [e.body["hand_off"]["procedure"] for e in self.events if e.body.get("hand_off")]
        return wanted if wanted in handed else (handed or None)


def run_scenario(procedure: Procedure, scenario: Scenario, calendar: Calendar) -> ScenarioResult:
    """Run one scenario. What does not hold is in the result; nothing is raised for it."""
    run = _Run(procedure, scenario, calendar)
    for step in scenario.steps:
        try:
            if step.kind == "act":
                run.act(step)
            elif step.kind == "until":
                run.pass_time(moment_of(step.at, calendar))
            elif step.kind == "reached":
                _reach(run, step)
            elif step.kind == "joins":
                now = moment_of(step.at, calendar)
                run.take((join(procedure, run.matter, run.participant(step.who), now, actor="system"),))
            else:
                run.then(step)
        except (Refused, ValueError, OverflowError) as problem:
            run.fail(step, str(problem))
    return ScenarioResult(scenario, tuple(run.failures), tuple(run.events), run.matter)


def _reach(run: _Run, step: StepOf) -> None:
    """Somebody is proved to have received the newest notice of that name."""
    for event in reversed(run.events):
        if event.kind in (EventKind.ACT, EventKind.EXPIRE):
            for notice in event.body.get("notices") or ():
                if notice["id"] == step.action and step.who in notice["to"]:
                    now = moment_of(step.at, run.calendar)
                    run.pass_time(now)
                    effect = f"{event.seq}:notice:{step.action}:{step.who}"
                    run.take((report(run.procedure, run.matter, effect, "opened", now, run.calendar),))
                    return
    run.fail(step, f"{step.who} was never sent the notice {step.action}")
