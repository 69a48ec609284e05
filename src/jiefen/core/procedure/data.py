"""Events and matters as JSON-able data and back: for the ledger, exports, snapshots and the offline verifier."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jiefen.core.procedure.record import Event, EventKind, Matter, Participant, Running


def event_to_data(event: Event) -> dict[str, Any]:
    """An event as JSON-able data."""
    return {
        "seq": event.seq,
        "kind": event.kind.value,
        "at": event.at.isoformat(),
        "recorded_at": event.recorded_at.isoformat(),
        "actor": event.actor,
        "body": dict(event.body),
        "request_key": event.request_key,
    }


def event_from_data(data: Mapping[str, Any]) -> Event:
    """The event that `event_to_data` was given. Raises KeyError or ValueError for anything else."""
    return Event(
        data["seq"],
        EventKind(data["kind"]),
        datetime.fromisoformat(data["at"]),
        datetime.fromisoformat(data["recorded_at"]),
        data["actor"],
        data["body"],
        data.get("request_key", ""),
    )


def matter_to_data(matter: Matter) -> dict[str, Any]:
    """A matter as JSON-able data, for a snapshot."""
    return {
        "procedure": matter.procedure,
        "seq": matter.seq,
        "last_act": matter.last_act,
        "state": matter.state,
        "entered": matter.entered.isoformat() if matter.entered else None,
        "opened_at": matter.opened_at,
        "participants": [participant_data(one) for one in matter.participants.values()],
        "facts": dict(matter.facts),
        "born": dict(matter.born),
        "done": {action: list(people) for action, people in matter.done.items()},
        "running": [running_data(one) for one in matter.running.values()],
        "used": dict(matter.used),
        "requests": dict(matter.requests),
        "at": matter.at.isoformat() if matter.at else None,
    }


def matter_from_data(data: Mapping[str, Any]) -> Matter:
    """The matter that `matter_to_data` was given. Raises KeyError or ValueError for anything else."""
    return Matter(
        procedure=data["procedure"],
        seq=data["seq"],
        last_act=data["last_act"],
        state=data["state"],
        entered=_moment(data["entered"]),
        opened_at=data["opened_at"],
        participants={one["id"]: participant_from(one) for one in data["participants"]},
        facts=data["facts"],
        born=data["born"],
        done={action: tuple(people) for action, people in data["done"].items()},
        running={one["deadline"]: running_from(one) for one in data["running"]},
        used=data["used"],
        requests=data["requests"],
        at=_moment(data["at"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


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


def running_from(data: Mapping[str, Any]) -> Running:
    """A running deadline from its JSON-able data."""
    return Running(
        data["deadline"], data["started"], data["act_by"], data["not_lost_before"], data["act_by_at"],
        data["lost_at"], data["provisional"], data["calendar"], tuple(data.get("extensions", ())),
        tuple(data.get("suspensions", ())),
    )  # fmt: skip


def participant_data(one: Participant) -> dict[str, Any]:
    """A participant as JSON-able data."""
    data = {"id": one.id, "role": one.role, "side": one.side, "capacity": one.capacity,
            "represents": list(one.represents)}  # fmt: skip
    return {**data, "left": True} if one.left else data


def participant_from(data: Mapping[str, Any]) -> Participant:
    """A participant from its JSON-able data."""
    return Participant(
        data["id"], data["role"], data.get("side"), data.get("capacity", "self"), tuple(data.get("represents", ())),
        data.get("left", False),
    )  # fmt: skip
