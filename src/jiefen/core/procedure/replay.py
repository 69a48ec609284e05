"""Replay: the state of a matter as its events make it. What an event recorded is applied; no law is computed again."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from jiefen.core.procedure.data import participant_from, running_from
from jiefen.core.procedure.making import make_matter
from jiefen.core.procedure.model import Procedure
from jiefen.core.procedure.record import Event, EventKind, Matter, Running

REMEMBERED = 200
"""How many request keys a matter's state keeps; older ones are found in the ledger itself."""
_ACTS = (EventKind.ACT, EventKind.EXPIRE)


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
    requests = matter.requests
    if event.request_key:
        requests = {**requests, event.request_key: event.seq}
        if len(requests) > REMEMBERED:
            del requests[next(iter(requests))]
    if event.kind in _ACTS:
        return _acted(matter, event, event.body, requests)
    return _lived(matter, event, event.body, requests)


def _lived(matter: Matter, event: Event, body: Mapping[str, Any], requests: Mapping[str, int]) -> Matter:
    """The matter after an entry that is no act of the procedure."""
    participants, running, used = matter.participants, matter.running, matter.used
    procedure = body["procedure"]["to"] if event.kind is EventKind.MOVE else matter.procedure
    if event.kind is EventKind.JOIN:
        one = participant_from(body["participant"])
        participants = {**participants, one.id: one}
    elif event.kind is EventKind.LEAVE:
        gone = participants[body["participant"]]
        participants = {**participants, gone.id: replace(gone, left=True)}
    elif "started" in body or "reviewed" in body:
        fresh = (*body.get("started", ()), *body.get("reviewed", ()))
        running = {**running, **{one["deadline"]: running_from(one) for one in fresh}}
        used = {**used, **{started_key(body["effect"], one["deadline"]): 1 for one in body.get("started", ())}}
    return make_matter(
        procedure, event.seq, matter.last_act, matter.state, matter.entered, matter.opened_at, participants,
        matter.facts, matter.born, matter.done, running, used, requests, matter.at,
    )  # fmt: skip


def started_key(effect: str, deadline: str) -> str:
    """The mark under `Matter.used` that the notice of an effect ("seq:notice:…") has started a deadline."""
    return f"{effect.partition(':')[0]}/{deadline}"


def _acted(matter: Matter, event: Event, body: Mapping[str, Any], requests: Mapping[str, int]) -> Matter:
    facts, born, participants = matter.facts, matter.born, matter.participants
    procedure, opened_at, seq, at = matter.procedure, matter.opened_at, event.seq, event.at
    if "data" in body:
        facts = {**facts, **body["data"]}
        born = {**born, **dict.fromkeys(body["data"], event.actor)}
    if seq == 1:
        participants = {one["id"]: participant_from(one) for one in body.get("participants", ())}
        opened_at, procedure = at.astimezone(UTC).isoformat(), body.get("procedure", procedure)
    if "complete" in body and body["complete"] is False:
        done = {**matter.done, body["action"]: tuple(body["done"])}
        return make_matter(
            procedure, seq, seq, matter.state, matter.entered, opened_at, participants, facts, born, done,
            matter.running, matter.used, requests, at,
        )  # fmt: skip
    target = body["to"]
    moved = target != matter.state
    clocks = "started" in body or "stopped" in body or "extended" in body
    return make_matter(
        procedure,
        seq,
        seq,
        target,
        at if moved else matter.entered,
        opened_at,
        participants,
        facts,
        born,
        _done(matter, body, moved) if matter.done else matter.done,
        _running(matter, body) if clocks else matter.running,
        _used(matter, body) if "extended" in body else matter.used,
        requests,
        at,
    )


def _done(matter: Matter, body: Mapping[str, Any], moved: bool) -> Mapping[str, tuple[str, ...]]:
    """Partial completions end when the state is left, when they are reset, and when they have become complete."""
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
