"""Soundness alone, of the bare graph of states and actions, in time linear in its size.

Knows where each action leads. Refuses to know clocks, guards and facts: a guard may hold, a deadline may run and a fact may
be given wherever that is possible at all. So what is found here is wrong whatever they say, and a procedure without
them that passes is sound; for all others the explored graph decides (`sound`).

A joint act, which several must do, needs no configurations of its own. Whoever has done a part, everything that leads
on from the state stays possible, those who have not done theirs still can, and leaving the state forgets the parts
(`resets` only forgets them sooner). So from any parts done the act can be completed exactly where it can from none.
"""

from typing import NamedTuple

from jiefen.core.procedure.model import START, Procedure


class Soundness(NamedTuple):
    """What speaks against a procedure by its graph alone, each in the order of the file.

    `unreachable` are states that nothing leads to, `impossible` actions that lead on only from such states, `endless`
    states that can be come to and from which no end can be reached (`start` among them when no matter can ever end).
    """

    unreachable: tuple[str, ...]
    impossible: tuple[str, ...]
    endless: tuple[str, ...]


SOUND = Soundness((), (), ())
"""Nothing speaks against it."""


def soundness(procedure: Procedure) -> Soundness:
    """Whether every state can be reached, every action done and an end reached from everywhere. Takes a loaded procedure.

    Linear in states and actions together. Never raises. Soundness as in W. van der Aalst, The application of Petri nets to
    workflow management (1998); data and time are left out there too.
    """
    leaving, states = procedure.leaving, procedure.states
    found, seen, last = [START], {START, None}, list[str]()  # None: an act after which the matter stays where it is
    for state in found:  # grows while it is walked
        acts = leaving[state]
        if not acts:
            last.append(state)
        for act in acts:
            target = act.to
            if target not in seen:
                seen.add(target)
                found.append(target)  # type: ignore[arg-type]
    hopeful = {state for state in last if state != START and states[state].outcome is not None}
    # Backwards, most states lead on to one of which it is known already. Only what is left after that is searched.
    for state in reversed(found):
        for act in leaving[state]:
            if act.to in hopeful:
                hopeful.add(state)
                break
    if len(found) > len(states) and len(hopeful) == len(found):
        return SOUND
    return _against(procedure, found, hopeful)


def _against(procedure: Procedure, found: list[str], hopeful: set[str]) -> Soundness:
    """What is wrong, or nothing after all when only the order was unlucky. `hopeful` may still lack some states."""
    backward: dict[str, list[str]] = {state: [] for state in found}
    for state in found:
        for act in procedure.leaving[state]:
            if act.to is not None:
                backward[act.to].append(state)
    todo = list(hopeful)
    while todo:
        for earlier in backward[todo.pop()]:
            if earlier not in hopeful:
                hopeful.add(earlier)
                todo.append(earlier)
    return Soundness(
        tuple(state for state in procedure.states if state not in backward),
        tuple(act.id for act in procedure.actions.values() if not any(one in backward for one in act.sources)),
        tuple(state for state in (START, *procedure.states) if state in backward and state not in hopeful),
    )
