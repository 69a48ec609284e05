"""Events as JSON-able data and back: for exports, the offline verifier and tests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jiefen.core.procedure.record import Event, EventKind


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
