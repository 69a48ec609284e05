"""A procedure told to an ordinary person, section by section."""

from dataclasses import dataclass

from jiefen.core.law.words import span
from jiefen.core.marks import marks
from jiefen.core.procedure.model import START, Deadline, Procedure, State


@dataclass(frozen=True, slots=True)
class Section:
    """One state as an ordinary person reads it: its name, what is happening, who may do what, what runs."""

    state: str
    name: str
    text: str
    acts: tuple[tuple[str, str, str], ...]  # who, what, where it leads
    clocks: tuple[tuple[str, str, str, str], ...]  # name, length, what happens when it ends, citations
    is_end: bool


def explain(procedure: Procedure, lang: str) -> list[Section]:
    """The sections of a procedure in the order in which a matter can meet its states. KeyError: unknown language."""
    return [_section(procedure, state, lang) for state in in_order(procedure)]


def in_order(procedure: Procedure) -> list[State]:
    """States by distance from the start; states that nothing leads to come last."""
    order, queue = [], [START]
    seen = {START}
    while queue:
        here = queue.pop(0)
        for action in procedure.actions.values():
            if here in action.sources and action.to is not None and action.to not in seen:
                seen.add(action.to)
                order.append(action.to)
                queue.append(action.to)
    order += [state for state in procedure.states if state not in seen]
    return [procedure.states[name] for name in order]


def _section(procedure: Procedure, state: State, lang: str) -> Section:
    acts = []
    for action in procedure.actions.values():
        if state.id in action.sources:
            who = " · ".join(procedure.roles[role].name[lang] for role in action.by)
            target = procedure.states[action.to].name[lang] if action.to else ""
            acts.append((who, action.name[lang], target))
    clocks = tuple(
        (deadline.name[lang], length_of(deadline, lang), procedure.actions[deadline.on_expiry].name[lang],
         marks(lang).comma.join(deadline.basis))
        for deadline in procedure.deadlines.values()
        if state.id in deadline.runs_in
    )  # fmt: skip
    return Section(state.id, state.name[lang], state.explain[lang], tuple(acts), clocks, state.outcome is not None)


def length_of(deadline: Deadline, lang: str) -> str:
    """The length of a deadline in words, with each reading: "30 days / 30 working days". English for an unknown language."""
    return " / ".join(span(one.length, one.unit.value, lang) for one in deadline.period.readings)
