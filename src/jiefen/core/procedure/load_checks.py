"""What must hold between the parts of a procedure's file before anything is built on it.

The deeper proofs (soundness, bounded waits, confidentiality along every path) are the checker's.
"""

import re
from collections.abc import Mapping
from typing import NoReturn

from jiefen.core.access import Confidence, RoleKind
from jiefen.core.procedure.model import START, Action, FactType, Procedure
from jiefen.core.strictyaml import Node

_PRIVATE = (Confidence.CAUCUS, Confidence.MEDIATOR_NOTE)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ALWAYS = {"number", "state", "action", "today", "procedure", "reason", "ground", "name"}


def check_procedure(
    procedure: Procedure, top: Mapping[str, Node], procedures: frozenset[str] | None, papers: frozenset[str] | None
) -> None:
    """Raise PackError at the first thing that does not fit together."""
    places = {
        section: dict(top[section].items())
        for section in ("actions", "deadlines", "notices", "documents", "states", "remedies")
        if section in top
    }
    _check_openings(procedure, top)
    for action in procedure.actions.values():
        _check_action(procedure, action, places["actions"][action.id], procedures)
    _check_time(procedure, places)
    for notice in procedure.notices.values():
        _check_shown(procedure, notice.shows, places["notices"][notice.id])
        for text in (*notice.subject.values(), *notice.body.values()):
            _check_placeholders(procedure, text, notice.shows, places["notices"][notice.id])
    for document in procedure.documents.values():
        _check_shown(procedure, document.uses, places["documents"][document.id])
        if papers is not None and document.template not in papers:
            places["documents"][document.id].fail(f"there is no template {document.template!r}", "a paper of the pack")
    for remedy in procedure.remedies.values():
        if procedures is not None and remedy.hand_off is not None and remedy.hand_off not in procedures:
            places["remedies"][remedy.id].fail(f"there is no procedure {remedy.hand_off!r}", "one of the pack")


def _check_openings(procedure: Procedure, top: Mapping[str, Node]) -> None:
    opening = [action for action in procedure.actions.values() if START in action.sources]
    if not opening:
        top["actions"].fail("no action opens a matter", "an action with from: [start]")
    if not any(state.outcome for state in procedure.states.values()):
        top["states"].fail("no state is an end", "a state with an outcome")


def _check_action(procedure: Procedure, action: Action, place: Node, procedures: frozenset[str] | None) -> None:
    ends = [state for state in action.sources if state != START and procedure.states[state].outcome is not None]
    if ends:
        place.fail(f"{action.id} leads on from {ends[0]}, which is an end", "states that wait for someone")
    if START in action.sources and action.to is None:
        place.fail(f"{action.id} opens a matter and stays nowhere", "a state")
    kinds = {procedure.roles[role].kind for role in action.by}
    if RoleKind.AUTHORITY in kinds and not action.basis:
        place.fail(f"{action.id} is a power of an authority and cites no law", "a basis")
    if action.refusal and not action.remedies:
        place.fail(f"{action.id} refuses and names no remedy", "remedies")
    if action.leaves and kinds != {RoleKind.PARTY}:
        place.fail(f"{action.id} leaves for court, which is a party's own act", "by parties alone")
    if action.leaves and (action.each or action.when or action.hand_off is None):
        place.fail(f"{action.id} must be possible alone, always, and lead to court", "no each, no when, a hand_off")
    _check_shape(procedure, action, place)
    if action.hand_off is not None:
        _check_shown(procedure, action.hand_off.carries, place)
        if procedures is not None and action.hand_off.procedure not in procedures:
            place.fail(f"there is no procedure {action.hand_off.procedure!r}", "a procedure of the pack")


def _check_shape(procedure: Procedure, action: Action, place: Node) -> None:
    """What an action cannot be, whatever the law says."""
    personal = ("asks", "when", "each", "sides", "reason", "refusal", "leaves", "grounds", "extends")
    if not action.by:
        found = [name for name in personal if getattr(action, name)]
        if found:
            place.fail(f"{action.id} is an act of time, which brings and decides nothing", f"no {', no '.join(found)}")
    if START in action.sources and (not action.by or action.reason or action.refusal):
        place.fail(f"{action.id} opens a matter", "an act of somebody, without a reason")
    if action.each and action.sides:
        place.fail(f"{action.id} needs everyone and one of each side", "each or sides")
    for name in action.resets:
        if not (procedure.actions[name].each or procedure.actions[name].sides):
            place.fail(f"{action.id} resets {name}, which one person completes", "an action with each or sides")
    for rule in action.extends:
        if rule.times is None and not procedure.deadlines[rule.deadline].unbounded:
            place.fail(f"{action.id} extends {rule.deadline} as often as one likes",
                       "times, or unbounded: true at the deadline, with its source")  # fmt: skip


def _check_time(procedure: Procedure, places: Mapping[str, Mapping[str, Node]]) -> None:
    named = {deadline.on_expiry for deadline in procedure.deadlines.values()}
    for deadline in procedure.deadlines.values():
        place, action = places["deadlines"][deadline.id], procedure.actions[deadline.on_expiry]
        if action.by:
            place.fail(f"{action.id} is not an act of time", "an action `by: time`")
        missing = [state for state in deadline.runs_in if state not in action.sources]
        if missing:
            place.fail(f"{deadline.id} runs in {missing[0]}, from where {action.id} does not lead", "the same states")
        if deadline.from_fact is not None and procedure.facts[deadline.from_fact].type is not FactType.DATE:
            place.fail(f"{deadline.id} runs from {deadline.from_fact}, which is no day", "a fact of type date")
        if not deadline.runs_in:
            place.fail(f"{deadline.id} runs nowhere", "at least one state")
        if not deadline.basis:
            place.fail(f"{deadline.id} cites no law", "a basis")
        if any(procedure.states[state].outcome for state in deadline.runs_in):
            place.fail(f"{deadline.id} runs in an end", "states that wait for someone")
        starts_inside = set(deadline.on_enter) <= set(deadline.runs_in)
        if not starts_inside:
            place.fail(f"{deadline.id} starts in a state in which it does not run", "that state in runs_in")
    for action in procedure.actions.values():
        if not action.by and action.id not in named:
            places["actions"][action.id].fail(f"no deadline performs {action.id}", "a deadline with on_expiry")


def _check_shown(procedure: Procedure, facts: tuple[str, ...], place: Node) -> None:
    for name in facts:
        if procedure.facts[name].confidence in _PRIVATE:
            place.fail(f"{name} is of class {procedure.facts[name].confidence} and would leave it", "facts of open classes")


def _check_placeholders(procedure: Procedure, text: str, shows: tuple[str, ...], place: Node) -> None:
    for name in _PLACEHOLDER.findall(text):
        if name in _ALWAYS or name in shows:
            continue
        kind, _, rest = name.partition(".")
        if kind == "deadline" and rest in procedure.deadlines:
            continue
        _unknown(place, name)


def _unknown(place: Node, name: str) -> NoReturn:
    place.fail(f"the text names {{{name}}}, which is not shown", "a fact under `shows`, or number, state, deadline.NAME")
