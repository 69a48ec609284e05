"""Whose turn it is: what each participant may do now, who is waited for, and which warnings are due."""

from datetime import datetime

from jiefen.core.access import RoleKind
from jiefen.core.procedure import clocks
from jiefen.core.procedure.guards import holds
from jiefen.core.procedure.model import Action, Procedure
from jiefen.core.procedure.plan import plan_of
from jiefen.core.procedure.record import Matter, Participant
from jiefen.core.procedure.rules import ACTING, has_done


def open_actions(procedure: Procedure, matter: Matter, participant_id: str) -> tuple[Action, ...]:
    """What a participant may do now, in the procedure's order.

    A guard hides an action only when it does not hold and the act's own facts cannot change that.
    """
    who = matter.participants.get(participant_id)
    if who is None or who.capacity not in ACTING or who.left:
        return ()
    return tuple(
        act
        for act in plan_of(procedure).leaving.get(matter.state, ())
        if who.role in act.by
        and not ((act.each or act.sides) and has_done(matter, act, participant_id))
        and _guard_open(act, matter)
        and _may_extend(act, matter)
    )


def _guard_open(act: Action, matter: Matter) -> bool:
    guard = act.when
    return guard is None or holds(guard, matter.facts) or any(ask.fact in guard.facts for ask in act.asks)


def _may_extend(act: Action, matter: Matter) -> bool:
    return all(
        rule.deadline in matter.running and (rule.times is None or matter.used.get(f"{act.id}/{rule.deadline}", 0) < rule.times)
        for rule in act.extends
    )


def waiting_for(procedure: Procedure, matter: Matter) -> tuple[str, ...]:
    """The participants whose turn it is: in a role the state waits for, with something left to do."""
    state = procedure.states.get(matter.state)
    if state is None or state.outcome is not None:
        return ()
    return tuple(
        one.id
        for one in matter.present
        if one.role in state.waits_for and one.capacity in ACTING and _has_turn(procedure, matter, one)
    )


def _has_turn(procedure: Procedure, matter: Matter, one: Participant) -> bool:
    """A party's open door alone is no turn; having done one's part of an act of several is no turn either."""
    own = [act for act in plan_of(procedure).leaving.get(matter.state, ()) if one.role in act.by and not act.leaves]
    if any((act.each or act.sides) and has_done(matter, act, one.id) for act in own):
        return False
    party = procedure.roles[one.role].kind is RoleKind.PARTY
    return any(not (party and act.leaves) for act in open_actions(procedure, matter, one.id)) or not own


def is_overdue(matter: Matter, now: datetime) -> bool:
    """Whether something has fallen due by `now`, so that time must act before anyone else."""
    return bool(matter.running) and clocks.fallen_due(matter.running.values(), max(now, matter.at or now)) is not None


def warnings_due(procedure: Procedure, matter: Matter, now: datetime) -> list[tuple[str, int, str]]:
    """Warnings to send by `now`: (deadline, days before its act-by day, notice), the nearest of each deadline only."""
    due: list[tuple[str, int, str]] = []
    for name, running in matter.running.items():
        deadline = procedure.deadlines[name]
        if deadline.warns is None or clocks.is_stopped(running):
            continue
        left = (datetime.fromisoformat(running.act_by_at) - now).total_seconds() / 86400
        reached = [days for days in deadline.warn_days if 0 < left <= days + 1]
        if reached:
            due.append((name, min(reached), deadline.warns))
    return due
