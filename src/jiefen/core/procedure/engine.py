"""The engine: perform and expire. Pure functions from a matter and an act to the events that it leaves.

Nothing is sent and nothing is written here. Notices, documents and hand-offs stand inside the event as requests,
carried out afterwards by the applications and reported back (`life.report`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from jiefen.core.access import RoleKind
from jiefen.core.law import Calendar
from jiefen.core.procedure import clocks
from jiefen.core.procedure.errors import Refused
from jiefen.core.procedure.guards import holds, undecided
from jiefen.core.procedure.model import START, Action, Fact, Procedure
from jiefen.core.procedure.plan import Plan, plan_of
from jiefen.core.procedure.record import Event, EventKind, Matter, Participant, Running
from jiefen.core.procedure.replay import apply
from jiefen.core.procedure.values import check_data

_NOBODY: Mapping[str, Any] = {}
_MOST_EXPIRIES = 1000


def open_matter(
    procedure: Procedure,
    action: str,
    actor_ids: tuple[str, ...],
    participants: Sequence[Participant],
    data: Mapping[str, Any],
    now: datetime,
    calendar: Calendar,
    *,
    request_key: str = "",
    recorded_at: datetime | None = None,
) -> tuple[Event, ...]:
    """The first event of a matter: an opening action performed by one or several participants together.

    Raises Refused: unknown-action, unknown-participant, not-allowed, too-few, two-sides, or as `perform` does.
    """
    act = _action(procedure, action)
    if START not in act.sources:
        raise Refused("wrong-state", f"{action} does not open a matter.")
    people = {one.id: one for one in participants}
    _check_people(procedure, participants)
    for actor in actor_ids:
        if actor not in people:
            raise Refused("unknown-participant", f"{actor} is not a participant.")
        if people[actor].role not in act.by:
            raise Refused("not-allowed", f"{actor} cannot open this matter.")
    if not actor_ids:
        raise Refused("too-few", "Somebody must open the matter.")
    blank = Matter(procedure=procedure.key, participants=people)
    plan = plan_of(procedure)
    cleaned = _data(plan, act, blank, data)
    body = _consequences(procedure, plan, blank, act, actor_ids[0], cleaned, now, calendar)
    body["participants"] = [_person_data(one) for one in participants]
    body["procedure"] = procedure.key
    body["fingerprint"] = procedure.fingerprint
    if len(actor_ids) > 1:
        body["actors"] = list(actor_ids)
    return (Event(1, EventKind.ACT, now, recorded_at or now, actor_ids[0], body, request_key),)


def _person_data(one: Participant) -> dict[str, Any]:
    return {"id": one.id, "role": one.role, "side": one.side, "capacity": one.capacity,
            "represents": list(one.represents)}  # fmt: skip


def _check_people(procedure: Procedure, participants: Sequence[Participant]) -> None:
    counts = dict.fromkeys(procedure.roles, 0)
    seen: set[str] = set()
    for one in participants:
        role = procedure.roles.get(one.role)
        if role is None or one.id in seen:
            raise Refused("unknown-participant", f"{one.id} has no role of its own in this procedure.")
        if one.side != role.side:
            raise Refused("two-sides", f"{one.id} stands on side {one.side}, its role on {role.side}.")
        seen.add(one.id)
        counts[one.role] += one.capacity == "self"
    for name, count in counts.items():
        role = procedure.roles[name]
        if count < role.least or (role.most is not None and count > role.most):
            raise Refused("too-few", f"The matter needs {role.least} to {role.most or 'any number'} of {name}.",
                          params={"role": name, "least": role.least, "most": role.most})  # fmt: skip


def _action(procedure: Procedure, action: str) -> Action:
    found = procedure.actions.get(action)
    if found is None:
        raise Refused("unknown-action", f"There is no action called {action!r} in {procedure.key}.")
    return found


def perform(
    procedure: Procedure,
    matter: Matter,
    action: str,
    actor: str,
    data: Mapping[str, Any],
    now: datetime,
    calendar: Calendar,
    *,
    reason: str = "",
    ground: str = "",
    request_key: str = "",
) -> tuple[Event, ...]:
    """One act by one participant: the event it leaves, or nothing when this request was performed already.

    Raises Refused with a stable code; "overdue" when something fell due before `now`, so that the caller lets time
    act first (`expire`).
    """
    if request_key and request_key in matter.requests:
        return ()
    act = _action(procedure, action)
    _check_may(procedure, matter, act, actor)
    if matter.running and clocks.fallen_due(matter.running.values(), now) is not None:
        raise Refused("overdue", "A deadline has ended before this act; it must be performed first.")
    plan = plan_of(procedure)
    cleaned = _data(plan, act, matter, data) if data or plan.required[action] else {}
    if act.when is not None and not holds(act.when, {**matter.facts, **cleaned}):
        raise Refused(
            "guard", f"{action} is not possible with the facts as they are.", params={"when": act.when.source}
        )
    if act.reason or act.refusal or ground:
        _check_reason(act, reason, ground)
    body = _consequences(procedure, plan, matter, act, actor, cleaned, now, calendar, reason, ground)
    return (Event(matter.seq + 1, EventKind.ACT, _not_before(matter, now), now, actor, body, request_key),)


def _not_before(matter: Matter, now: datetime) -> datetime:
    """Time never goes backwards inside a matter, whatever a clock says."""
    if matter.since is None or matter.since <= clocks.instant(now):
        return now
    return max(now, datetime.fromisoformat(matter.since))


def _check_may(procedure: Procedure, matter: Matter, act: Action, actor: str) -> None:
    who = matter.participants.get(actor)
    if who is None:
        raise Refused("unknown-participant", f"{actor} is not a participant of this matter.")
    if who.role not in act.by or who.capacity in ("helper", "interpreter"):
        raise Refused("not-allowed", f"As {who.role}, {actor} cannot {act.id}.", params={"by": list(act.by)})
    if matter.state not in act.sources:
        ended = matter.state in procedure.states and procedure.states[matter.state].outcome is not None
        raise Refused("ended" if ended else "wrong-state", f"{act.id} is not possible in state {matter.state}.",
                      params={"state": matter.state})  # fmt: skip
    if (act.each or act.sides) and _stands_for(matter, actor) <= set(matter.done.get(act.id, ())):
        raise Refused("already-done", f"{actor} has done this already; it waits for the others.")


def _check_reason(act: Action, reason: str, ground: str) -> None:
    if ground and ground not in {one.id for one in act.grounds}:
        raise Refused("unknown-ground", f"{ground!r} is not a ground of {act.id}.")
    if act.grounds and act.refusal and not ground:
        raise Refused("unknown-ground", f"{act.id} needs one of its grounds.")
    if not reason.strip() and (act.reason or act.refusal):
        raise Refused("reason-required", f"{act.id} needs a reason that the person concerned can read.")
    if len(reason) > 20_000:
        raise Refused("wrong-value", "The reason is too long.", errors={"reason": "too-long"})


def _data(plan: Plan, act: Action, matter: Matter, data: Mapping[str, Any]) -> dict[str, Any]:
    asked: Mapping[str, Fact] = plan.asks[act.id]
    cleaned, errors = check_data(asked, data, matter.participants) if data else ({}, {})
    for name in plan.required[act.id]:
        given_before = act.id in matter.done and name in matter.facts
        if name not in cleaned and name not in errors and not given_before:
            errors[name] = "missing"
    if act.id in matter.done:
        errors |= {name: "given-before" for name in cleaned if matter.facts.get(name, cleaned[name]) != cleaned[name]}
    if errors:
        code = "missing" if set(errors.values()) == {"missing"} else "wrong-value"
        raise Refused(
            code, f"{act.id}: {', '.join(f'{name} is {what}' for name, what in errors.items())}.", errors=errors
        )
    return cleaned


def _stands_for(matter: Matter, actor: str) -> set[str]:
    """Those whose part an actor's act completes: itself, or the ones it represents."""
    who = matter.participants[actor]
    return set(who.represents) if who.capacity == "representative" else {actor}


def _completes(act: Action, matter: Matter, actor: str) -> tuple[bool, list[str]]:
    """Whether this act completes an action that several must do, and all who have done it now."""
    done = list(dict.fromkeys([*matter.done.get(act.id, ()), *sorted(_stands_for(matter, actor))]))
    concerned = [one for one in matter.participants.values() if one.role in act.by and one.capacity == "self"]
    if act.each:
        return all(one.id in done for one in concerned), done
    sides = {one.side for one in concerned if one.side}
    return sides <= {matter.participants[one].side for one in done}, done


def _consequences(
    procedure: Procedure, plan: Plan, matter: Matter, act: Action, actor: str, data: dict[str, Any], now: datetime,
    calendar: Calendar, reason: str = "", ground: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The body of the event: what the act set in motion. Small for small acts, since every step pays for it."""
    body: dict[str, Any] = {"action": act.id, "participant": actor}
    if data:
        body["data"] = data
    if reason:
        body["reason"] = reason
    if ground:
        body["ground"] = ground
    if act.id in plan.partial and matter.state != START:
        complete, done = _completes(act, matter, actor)
        body["done"] = done
        if not complete:
            body["complete"] = False
            return body
    _set_in_motion(body, procedure, plan, matter, act, actor, now, calendar, reason)
    return body


def _set_in_motion(
    body: dict[str, Any], procedure: Procedure, plan: Plan, matter: Matter, act: Action, actor: str, now: datetime,
    calendar: Calendar, reason: str,
) -> None:  # fmt: skip
    """Add to the body where the matter goes, which clocks start, stop and change, and what is asked for."""
    target = matter.state if act.to is None else act.to
    body["from"], body["to"] = matter.state, target
    starting = plan.on_action[act.id]
    if act.to is not None and target != matter.state:
        starting = (*starting, *plan.on_enter[target])
    if starting:
        facts = {**matter.facts, **body.get("data", _NOBODY)}
        started = [
            running
            for deadline in starting
            if target in plan.runs_in[deadline.id]
            and (running := clocks.start(deadline, now, facts, calendar)) is not None
        ]
        if started:
            body["started"] = [running_data(running) for running in started]
    if matter.running:
        stopped = [name for name in matter.running if target not in plan.runs_in[name]]
        if stopped:
            body["stopped"] = stopped
    if act.extends or act.suspends or act.resumes:
        _check_times(matter, act)
        changed = clocks.changed_by(act, matter, procedure.deadlines, now, actor, reason, calendar)
        body["extended"] = [running_data(one) for one in changed if target in plan.runs_in[one.deadline]]
    if act.resets:
        body["resets"] = list(act.resets)
    if act.notices or act.documents or act.hand_off is not None:
        _ask_for(body, procedure, matter, act)


def _check_times(matter: Matter, act: Action) -> None:
    for rule in act.extends:
        if rule.times is not None and matter.used.get(f"{act.id}/{rule.deadline}", 0) >= rule.times:
            raise Refused("guard", f"{rule.deadline} has been extended as often as it may be.",
                          params={"deadline": rule.deadline, "times": rule.times})  # fmt: skip
        if rule.deadline not in matter.running:
            raise Refused("guard", f"{rule.deadline} is not running.", params={"deadline": rule.deadline})


def _ask_for(body: dict[str, Any], procedure: Procedure, matter: Matter, act: Action) -> None:
    people = matter.participants.values()
    if act.notices:
        body["notices"] = [
            {"id": name, "to": [one.id for one in people if one.role in procedure.notices[name].roles]}
            for name in act.notices
        ]
    if act.documents:
        body["documents"] = [
            {"id": name, "readers": [one.id for one in people if one.role in procedure.documents[name].readers]}
            for name in act.documents
        ]
    if act.hand_off is not None:
        facts = {**matter.facts, **body.get("data", _NOBODY)}
        hand_off = act.hand_off
        body["hand_off"] = {
            "procedure": hand_off.procedure,
            "opens": hand_off.opens,
            "carries": {name: facts[name] for name in hand_off.carries if name in facts},
            "people": {one.id: hand_off.roles[one.role] for one in people if one.role in hand_off.roles},
        }


def running_data(running: Running) -> dict[str, Any]:
    """A running deadline as JSON-able data."""
    return {
        "deadline": running.deadline,
        "started": running.started,
        "act_by": running.act_by,
        "not_lost_before": running.not_lost_before,
        "act_by_at": running.act_by_at,
        "lost_at": running.lost_at,
        "provisional": running.provisional,
        "calendar": running.calendar,
        "extensions": [dict(one) for one in running.extensions],
        "suspensions": [dict(one) for one in running.suspensions],
    }


def expire(procedure: Procedure, matter: Matter, now: datetime, calendar: Calendar) -> tuple[Event, ...]:
    """All that fell due by `now`, in order: each dated when it fell due, recorded at `now`.

    An act of time can start clocks that have themselves ended by now; they follow. Bounded, so that a procedure that
    restarts a clock of no length cannot hang.
    """
    events: list[Event] = []
    while len(events) < _MOST_EXPIRIES:
        running = clocks.fallen_due(matter.running.values(), now)
        if running is None:
            break
        event = _expiry(procedure, matter, running, now, calendar)
        events.append(event)
        matter = apply(procedure, matter, event)
    return tuple(events)


def _expiry(procedure: Procedure, matter: Matter, running: Running, now: datetime, calendar: Calendar) -> Event:
    act = procedure.actions[procedure.deadlines[running.deadline].on_expiry]
    at = _not_before(matter, datetime.fromisoformat(running.lost_at))
    body = _consequences(procedure, plan_of(procedure), matter, act, "time", {}, at, calendar)
    body["deadline"] = running.deadline
    # A clock that has ended is over, also where the matter stays in a state in which it could run.
    restarted = {one["deadline"] for one in body.get("started", ())}
    if running.deadline not in restarted:
        body["stopped"] = list(dict.fromkeys([*body.get("stopped", ()), running.deadline]))
    return Event(matter.seq + 1, EventKind.EXPIRE, at, now, "time", body)


def open_actions(procedure: Procedure, matter: Matter, participant_id: str) -> tuple[Action, ...]:
    """What a participant may do now. A guard that the act's own facts can still decide does not hide it."""
    who = matter.participants.get(participant_id)
    if who is None or who.capacity in ("helper", "interpreter"):
        return ()
    return tuple(
        act
        for act in plan_of(procedure).leaving.get(matter.state, ())
        if who.role in act.by
        and not ((act.each or act.sides) and _stands_for(matter, participant_id) <= set(matter.done.get(act.id, ())))
        and (act.when is None or undecided(act.when, matter.facts) or holds(act.when, matter.facts) or act.asks)
        and all(rule.times is None or (matter.used.get(f"{act.id}/{rule.deadline}", 0) < rule.times
                and rule.deadline in matter.running) for rule in act.extends)
    )  # fmt: skip


def waiting_for(procedure: Procedure, matter: Matter) -> tuple[str, ...]:
    """The participants whose turn it is: in a role the state waits for, with something left to do."""
    state = procedure.states.get(matter.state)
    if state is None or state.outcome is not None:
        return ()
    return tuple(
        one.id
        for one in matter.participants.values()
        if one.role in state.waits_for and _has_turn(procedure, matter, one)
    )


def _has_turn(procedure: Procedure, matter: Matter, one: Participant) -> bool:
    """A party's open door alone is no turn; having done one's part of an `each` action is no turn either."""
    acts = open_actions(procedure, matter, one.id)
    own = [act for act in plan_of(procedure).leaving.get(matter.state, ()) if one.role in act.by and not act.leaves]
    waits = [act for act in own if act.each or act.sides]
    if waits and any(one.id in matter.done.get(act.id, ()) for act in waits):
        return False
    party = procedure.roles[one.role].kind is RoleKind.PARTY
    return any(not (party and act.leaves) for act in acts) or not own


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
