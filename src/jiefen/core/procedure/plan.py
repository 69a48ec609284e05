"""What the engine looks up at every step, worked out once for each procedure."""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from jiefen.core.procedure.model import Action, Deadline, Fact, Procedure


@dataclass(frozen=True, slots=True)
class Plan:
    """Tables drawn from a procedure: deadlines by what starts them, facts by action, actions by state."""

    on_enter: Mapping[str, tuple[Deadline, ...]]
    on_action: Mapping[str, tuple[Deadline, ...]]
    on_notice: Mapping[str, tuple[Deadline, ...]]
    asks: Mapping[str, Mapping[str, Fact]]
    required: Mapping[str, tuple[str, ...]]
    runs_in: Mapping[str, frozenset[str]]
    partial: frozenset[str]  # actions that complete only when several have done them
    leaving: Mapping[str, tuple[Action, ...]]


_PLANS: "WeakKeyDictionary[Procedure, Plan]" = WeakKeyDictionary()


def plan_of(procedure: Procedure) -> Plan:
    """The plan of a procedure, made on first use and kept as long as the procedure is."""
    plan = _PLANS.get(procedure)
    if plan is None:
        plan = _PLANS[procedure] = _make(procedure)
    return plan


def _make(procedure: Procedure) -> Plan:
    deadlines, actions = procedure.deadlines.values(), procedure.actions.values()
    states = ["start", *procedure.states]
    return Plan(
        on_enter={state: tuple(d for d in deadlines if state in d.on_enter) for state in states},
        on_action={action: tuple(d for d in deadlines if action in d.on_action) for action in procedure.actions},
        on_notice={notice: tuple(d for d in deadlines if d.on_notice == notice) for notice in procedure.notices},
        asks={action.id: {ask.fact: procedure.facts[ask.fact] for ask in action.asks} for action in actions},
        required={action.id: tuple(ask.fact for ask in action.asks if ask.required) for action in actions},
        runs_in={deadline.id: frozenset(deadline.runs_in) for deadline in deadlines},
        partial=frozenset(action.id for action in actions if action.each or action.sides),
        leaving={state: tuple(action for action in actions if state in action.sources) for state in states},
    )
