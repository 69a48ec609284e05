"""What the engine looks up at every step, worked out once for each procedure."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiefen.core.procedure.model import START, Action, Deadline, Fact, Procedure


@dataclass(frozen=True, slots=True)
class Step:
    """One action as the engine meets it.

    `moves_only`: performing it changes the state and nothing else, whoever does it, so that nothing else need be
    looked at (no facts, guard, reason, clocks, notices; one person is enough).
    """

    action: Action
    by: frozenset[str]
    sources: frozenset[str]
    asks: Mapping[str, Fact]
    required: tuple[str, ...]
    partial: bool  # complete only when several have done it
    on_action: tuple[Deadline, ...]
    moves_only: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Tables drawn from a procedure: its steps, deadlines by what starts them, actions by state."""

    steps: Mapping[str, Step]
    on_enter: Mapping[str, tuple[Deadline, ...]]
    on_notice: Mapping[str, tuple[Deadline, ...]]
    on_fact: Mapping[str, tuple[Deadline, ...]]  # deadlines that run from the day a fact names
    runs_in: Mapping[str, frozenset[str]]
    leaving: Mapping[str, tuple[Action, ...]]


def plan_of(procedure: Procedure) -> Plan:
    """The plan of a procedure, made on first use and kept with it."""
    plan = procedure.tables.get("plan")
    if plan is None:
        plan = procedure.tables["plan"] = _make(procedure)
    return plan  # type: ignore[return-value]


def leaving_of(actions: Mapping[str, Action], states: Mapping[str, object]) -> dict[str, tuple[Action, ...]]:
    """The actions that can be performed in each state, the reserved start included."""
    found: dict[str, list[Action]] = {state: [] for state in (START, *states)}
    for action in actions.values():
        for source in dict.fromkeys(action.sources):
            found[source].append(action)
    return {state: tuple(those) for state, those in found.items()}


def _make(procedure: Procedure) -> Plan:
    deadlines = procedure.deadlines.values()
    on_enter = {state: tuple(d for d in deadlines if state in d.on_enter) for state in (START, *procedure.states)}
    return Plan(
        steps={action.id: _step(procedure, action, on_enter) for action in procedure.actions.values()},
        on_enter=on_enter,
        on_notice={notice: tuple(d for d in deadlines if d.on_notice == notice) for notice in procedure.notices},
        on_fact={fact: tuple(d for d in deadlines if d.from_fact == fact)
                 for fact in {d.from_fact for d in deadlines if d.from_fact is not None}},
        runs_in={deadline.id: frozenset(deadline.runs_in) for deadline in deadlines},
        leaving=procedure.leaving or leaving_of(procedure.actions, procedure.states),
    )  # fmt: skip


def _step(procedure: Procedure, action: Action, on_enter: Mapping[str, tuple[Deadline, ...]]) -> Step:
    starts = tuple(d for d in procedure.deadlines.values() if action.id in d.on_action)
    entering = on_enter[action.to] if action.to is not None else ()
    does_more = (
        action.each or action.sides or action.asks or action.when or action.refusal or action.reason or starts
        or entering or action.extends or action.suspends or action.resumes or action.resets or action.notices
        or action.documents or action.hand_off or action.to is None
    )  # fmt: skip
    return Step(
        action=action,
        by=frozenset(action.by),
        sources=frozenset(action.sources),
        asks={ask.fact: procedure.facts[ask.fact] for ask in action.asks},
        required=tuple(ask.fact for ask in action.asks if ask.required),
        partial=action.each or action.sides,
        on_action=starts,
        moves_only=not does_more,
    )
