"""Replay: the state of a matter as its events make it. What an event recorded is applied; no law is computed again."""

from collections.abc import Iterable, Mapping
from typing import Any

from jiefen.core.procedure.model import Procedure
from jiefen.core.procedure.record import Event, EventKind, Matter, Participant, Running

_REMEMBERED = 200  # request keys kept in memory; older ones are found in the ledger itself


def replay(procedure: Procedure, events: Iterable[Event]) -> Matter:
    """The matter after all of `events`, in order. Raises ValueError when their numbers do not follow each other."""
    matter = Matter(procedure=procedure.key)
    for event in events:
        matter = apply(procedure, matter, event)
    return matter


def apply(procedure: Procedure, matter: Matter, event: Event) -> Matter:
    """The matter after one more event. Raises ValueError when it does not carry the next number."""
    if event.seq != matter.seq + 1:
        raise ValueError(f"event {event.seq} does not follow event {matter.seq}")
    body = event.body
    requests = matter.requests
    if event.request_key:
        requests = {**requests, event.request_key: event.seq}
        if len(requests) > _REMEMBERED:
            del requests[next(iter(requests))]
    if event.kind is EventKind.ACT or event.kind is EventKind.EXPIRE:
        return _acted(matter, event, body, requests)
    participants, running = matter.participants, matter.running
    if event.kind is EventKind.JOIN:
        one = participant_from(body["participant"])
        participants = {**participants, one.id: one}
    elif "started" in body or "reviewed" in body:
        fresh = (*body.get("started", ()), *body.get("reviewed", ()))
        running = {**running, **{one["deadline"]: running_from(one) for one in fresh}}
    return Matter(
        matter.procedure, event.seq, matter.last_act, matter.state, matter.since, matter.opened_at, participants,
        matter.facts, matter.born, matter.done, running, matter.used, requests,
    )  # fmt: skip


def _acted(matter: Matter, event: Event, body: Mapping[str, Any], requests: Mapping[str, int]) -> Matter:
    facts, born, participants = matter.facts, matter.born, matter.participants
    opened_at = matter.opened_at
    data = body.get("data")
    if data:
        facts = {**facts, **data}
        born = {**born, **dict.fromkeys(data, event.actor)}
    if event.seq == 1:
        participants = {one["id"]: participant_from(one) for one in body.get("participants", ())}
        opened_at = event.at.isoformat()
    if body.get("complete") is False:
        done = {**matter.done, body["action"]: tuple(body["done"])}
        return Matter(
            matter.procedure, event.seq, event.seq, matter.state, matter.since, opened_at, participants, facts, born,
            done, matter.running, matter.used, requests,
        )  # fmt: skip
    target = body["to"]
    moved = target != matter.state
    return Matter(
        matter.procedure,
        event.seq,
        event.seq,
        target,
        event.at.isoformat() if moved or matter.since is None else matter.since,
        opened_at,
        participants,
        facts,
        born,
        _done(matter, body, moved),
        _running(matter, body) if "started" in body or "stopped" in body or "extended" in body else matter.running,
        _used(matter, body) if "extended" in body else matter.used,
        requests,
    )


def _done(matter: Matter, body: Mapping[str, Any], moved: bool) -> Mapping[str, tuple[str, ...]]:
    """Partial completions end when the state is left, when they are reset, and when they have become complete."""
    if not matter.done:
        return matter.done
    if moved:
        return {}
    gone = {*body.get("resets", ()), body["action"]}
    return {action: people for action, people in matter.done.items() if action not in gone}


def _running(matter: Matter, body: Mapping[str, Any]) -> Mapping[str, Running]:
    gone = body.get("stopped", ())
    running = {name: one for name, one in matter.running.items() if name not in gone}
    for one in (*body.get("started", ()), *body.get("extended", ())):
        running[one["deadline"]] = running_from(one)
    return running


def _used(matter: Matter, body: Mapping[str, Any]) -> Mapping[str, int]:
    used = dict(matter.used)
    for one in body["extended"]:
        key = f"{body['action']}/{one['deadline']}"
        used[key] = used.get(key, 0) + 1
    return used


def running_from(data: Mapping[str, Any]) -> Running:
    """A running deadline from its JSON-able data."""
    return Running(
        data["deadline"], data["started"], data["act_by"], data["not_lost_before"], data["act_by_at"],
        data["lost_at"], data["provisional"], data["calendar"], tuple(data.get("extensions", ())),
        tuple(data.get("suspensions", ())),
    )  # fmt: skip


def participant_from(data: Mapping[str, Any]) -> Participant:
    """A participant from its JSON-able data."""
    return Participant(
        data["id"], data["role"], data.get("side"), data.get("capacity", "self"), tuple(data.get("represents", ()))
    )
