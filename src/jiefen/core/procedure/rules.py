"""What must hold before an act is performed: who may act, in which state, with what data, and for whom it counts."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from jiefen.core.procedure.errors import Refused
from jiefen.core.procedure.guards import holds
from jiefen.core.procedure.model import Action, Procedure
from jiefen.core.procedure.plan import Step
from jiefen.core.procedure.record import Matter, Participant
from jiefen.core.procedure.values import check_data, clean_text

CAPACITIES = ("self", "representative", "helper", "interpreter")
ACTING = ("self", "representative")
"""Capacities in which somebody acts. A helper or an interpreter stands beside a person and never acts."""

_LONGEST_REASON = 20_000


def check_people(procedure: Procedure, participants: Sequence[Participant]) -> None:
    """Those with whom a matter is opened. Raises Refused: unknown-participant, two-sides, too-few."""
    people = {one.id: one for one in participants}
    if len(people) < len(participants):
        raise Refused("unknown-participant", "Two participants have the same id.")
    for one in participants:
        check_person(procedure, people, one)
    for role in procedure.roles.values():
        count = sum(one.role == role.id and one.capacity == "self" for one in participants)
        if count < role.least or (role.most is not None and count > role.most):
            raise Refused("too-few", f"The matter needs {role.least} to {role.most or 'any number'} of {role.id}.",
                          params={"role": role.id, "least": role.least, "most": role.most})  # fmt: skip


def check_person(procedure: Procedure, people: Mapping[str, Participant], one: Participant) -> None:
    """One participant among `people`. Raises Refused: unknown-participant, two-sides.

    A side is a role's, so that nobody stands on two; a representative acts only for people of its own side, or of its
    own role where a role has no side.
    """
    role = procedure.roles.get(one.role)
    if role is None or one.capacity not in CAPACITIES or not one.id:
        raise Refused("unknown-participant", f"{one.id} has no role {one.role!r} or capacity {one.capacity!r} here.")
    if one.side != role.side:
        raise Refused("two-sides", f"{one.id} stands on side {one.side}, its role on {role.side}.")
    if (one.capacity == "representative") != bool(one.represents):
        raise Refused("unknown-participant", f"{one.id}: a representative, and nobody else, acts for others.")
    for name in one.represents:
        other = people.get(name)
        if other is None or other.capacity != "self":
            raise Refused("unknown-participant", f"{one.id} cannot act for {name}, who is no party to this matter.")
        if other.side != one.side or (one.side is None and other.role != one.role):
            raise Refused("two-sides", f"{one.id} cannot act for {name}, who stands elsewhere.")


def check_may(procedure: Procedure, matter: Matter, step: Step, actor: str) -> None:
    """Whether `actor` may perform this step now. Raises Refused: unknown-participant, not-allowed, ended,
    wrong-state, already-done."""
    act, who = step.action, matter.participants.get(actor)
    if who is None:
        raise Refused("unknown-participant", f"{actor} is not a participant of this matter.")
    if who.role not in step.by or who.capacity not in ACTING or who.left:
        raise Refused("not-allowed", f"As {who.role}, {actor} cannot {act.id}.", params={"by": list(act.by)})
    if matter.state not in step.sources:
        state = procedure.states.get(matter.state)
        code = "ended" if state is not None and state.outcome is not None else "wrong-state"
        raise Refused(code, f"{act.id} is not possible in state {matter.state}.", params={"state": matter.state})
    if step.partial and has_done(matter, act, actor):
        raise Refused("already-done", f"{actor} has done this already; it waits for the others.")


def check_reason(act: Action, reason: str, ground: str) -> str:
    """The cleaned reason. Raises Refused: unknown-ground, reason-required, wrong-value."""
    if ground and ground not in {one.id for one in act.grounds}:
        raise Refused("unknown-ground", f"{ground!r} is not a ground of {act.id}.")
    if act.grounds and act.refusal and not ground:
        raise Refused("unknown-ground", f"{act.id} needs one of its grounds.")
    cleaned, code = clean_text(reason, _LONGEST_REASON)
    if code:
        raise Refused("wrong-value", f"The reason is {code}.", errors={"reason": code})
    if not cleaned and (act.reason or act.refusal):
        raise Refused("reason-required", f"{act.id} needs a reason that the person concerned can read.")
    return str(cleaned)


def checked_data(step: Step, matter: Matter, data: Mapping[str, Any]) -> dict[str, Any]:
    """The cleaned values that an act brings. Raises Refused: missing, wrong-value, with an error for each fact.

    Where several do the same act (`each`), what the first gave stands for all: the others need not give it again, and
    cannot give anything else.
    """
    act = step.action
    cleaned, errors = check_data(step.asks, data, matter.participants) if data else ({}, {})
    begun = act.id in matter.done
    for name in step.required:
        if name not in cleaned and name not in errors and not (begun and name in matter.facts):
            errors[name] = "missing"
    if begun:
        errors |= {name: "given-before" for name in cleaned if matter.facts.get(name, cleaned[name]) != cleaned[name]}
    if errors:
        code = "missing" if set(errors.values()) == {"missing"} else "wrong-value"
        said = ", ".join(f"{name} is {what}" for name, what in errors.items())
        raise Refused(code, f"{act.id}: {said}.", errors=errors)
    return cleaned


def check_guard(act: Action, facts: Mapping[str, Any]) -> None:
    """Whether the act's guard holds over `facts`. Raises Refused: guard."""
    if act.when is not None and not holds(act.when, facts):
        raise Refused("guard", f"{act.id} is not possible with the facts as they are.", params={"when": act.when.source})


def check_times(matter: Matter, act: Action) -> None:
    """Whether each deadline that the act extends runs and may be extended once more. Raises Refused: guard."""
    for rule in act.extends:
        if rule.deadline not in matter.running:
            raise Refused("guard", f"{rule.deadline} is not running.", params={"deadline": rule.deadline})
        if rule.times is not None and matter.used.get(f"{act.id}/{rule.deadline}", 0) >= rule.times:
            raise Refused("guard", f"{rule.deadline} has been extended as often as it may be.",
                          params={"deadline": rule.deadline, "times": rule.times})  # fmt: skip


def stands_for(who: Participant) -> Collection[str]:
    """Those whose part an act completes: the ones a representative acts for, else the actor."""
    return who.represents if who.capacity == "representative" else (who.id,)


def has_done(matter: Matter, act: Action, actor: str) -> bool:
    """Whether the part of this actor (with `sides`: of its side) in an act of several is done."""
    done = matter.done.get(act.id)
    if not done:
        return False
    who = matter.participants[actor]
    if act.sides and who.side is not None:
        return any(matter.participants[one].side == who.side for one in done)
    return all(one in done for one in stands_for(who))


def completes(act: Action, participants: Mapping[str, Participant], done: Collection[str]) -> bool:
    """Whether an act of several is complete once all in `done` have done it."""
    concerned = [one for one in participants.values() if one.role in act.by and one.capacity == "self"]
    if act.each:
        return all(one.id in done for one in concerned)
    sides = {one.side for one in concerned if one.side}
    return sides <= {participants[one].side for one in done}
