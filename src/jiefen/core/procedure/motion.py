"""What an act sets in motion: where the matter goes, which clocks start, stop and change, what is asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jiefen.core.law import Calendar
from jiefen.core.procedure import clocks
from jiefen.core.procedure.data import running_data
from jiefen.core.procedure.model import Action, Deadline, Procedure
from jiefen.core.procedure.plan import Plan, Step
from jiefen.core.procedure.record import Matter, Running


def set_in_motion(
    body: dict[str, Any],
    procedure: Procedure,
    plan: Plan,
    matter: Matter,
    step: Step,
    at: datetime,
    calendar: Calendar,
) -> None:
    """Add to an event's body all that follows from its act, which took effect at `at`. Computes law; sends nothing."""
    act = step.action
    target = matter.state if act.to is None else act.to
    body["from"], body["to"] = matter.state, target
    facts = {**matter.facts, **body["data"]} if "data" in body else matter.facts
    started = _started(plan, matter, step, target, body.get("data", ()), facts, at, calendar)
    if started:
        body["started"] = [running_data(running) for running in started.values()]
    if matter.running:
        stopped = [name for name in matter.running if target not in plan.runs_in[name]]
        if stopped:
            body["stopped"] = stopped
    if act.extends or act.suspends or act.resumes:
        changed = clocks.changed_by(act, matter, procedure.deadlines, at, body["participant"], body.get("reason", ""),
                                    calendar)  # fmt: skip
        body["extended"] = [
            running_data(one) for one in changed if target in plan.runs_in[one.deadline] and one.deadline not in started
        ]
    if act.resets:
        body["resets"] = list(act.resets)
    if act.notices or act.documents or act.hand_off is not None:
        _ask_for(body, procedure, matter, act, facts)


def _started(
    plan: Plan, matter: Matter, step: Step, target: str, given: Any, facts: Mapping[str, Any], at: datetime,
    calendar: Calendar,
) -> dict[str, Running]:  # fmt: skip
    """The deadlines that start, each once: by the act, by entering a state, or because the day they run from is now
    known. Entering a state again starts its deadlines again."""
    starting: list[Deadline] = list(step.on_action)
    if target != matter.state:
        starting += plan.on_enter[target]
    found: dict[str, Running] = {}
    for deadline in starting:
        if target in plan.runs_in[deadline.id] and deadline.id not in found:
            running = clocks.start(deadline, at, facts, calendar)
            if running is not None:
                found[deadline.id] = running
    for fact in given:
        for deadline in plan.on_fact.get(fact, ()):
            if deadline.id not in found and target in plan.runs_in[deadline.id]:
                moved = _by_fact(deadline, matter, target, facts, at, calendar)
                if moved is not None:
                    found[deadline.id] = moved
    return found


def _by_fact(
    deadline: Deadline, matter: Matter, target: str, facts: Mapping[str, Any], at: datetime, calendar: Calendar
) -> Running | None:
    """A deadline whose day was given late, or corrected: it runs from that day, with the changes made to it."""
    old = matter.running.get(deadline.id)
    if old is None:
        return clocks.start(deadline, at, facts, calendar) if target in deadline.on_enter else None
    fresh = clocks.start(deadline, at, facts, calendar, old)
    return fresh if fresh != old else None


def _ask_for(body: dict[str, Any], procedure: Procedure, matter: Matter, act: Action, facts: Mapping[str, Any]) -> None:
    people = matter.present
    if act.notices:
        body["notices"] = [
            {"id": name, "to": [one.id for one in people if one.role in procedure.notices[name].roles]} for name in act.notices
        ]
    if act.documents:
        body["documents"] = [
            {"id": name, "readers": [one.id for one in people if one.role in procedure.documents[name].readers]}
            for name in act.documents
        ]
    if act.hand_off is not None:
        hand_off = act.hand_off
        body["hand_off"] = {
            "procedure": hand_off.procedure,
            "opens": hand_off.opens,
            "carries": {name: facts[name] for name in hand_off.carries if name in facts},
            "people": {one.id: hand_off.roles[one.role] for one in people if one.role in hand_off.roles},
        }
