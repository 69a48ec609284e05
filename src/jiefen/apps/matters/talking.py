"""What people say in rooms and hand in as files, as entries of the ledger.

A representative speaks for a party, a helper or interpreter under their own name; whoever has left says nothing more.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jiefen.apps.matters import models, services, store
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people.models import Account
from jiefen.core import procedure as engine
from jiefen.core.access import may
from jiefen.core.procedure.record import Event, EventKind
from jiefen.core.procedure.view import viewer_of


def say(
    matter_id: UUID,
    account: Account,
    room: str,
    text: str,
    *,
    request_key: str,
    files: Sequence[str] = (),
    reply_to: int | None = None,
    replaces: int | None = None,
    now: datetime | None = None,
) -> services.Outcome:
    """Say something in a room: "joint", "caucus:<side>" or "notes".

    Raises Refused when the room is not theirs, the matter has ended, or `replaces` is not their own message there.
    """

    def act(held: store.Loaded, seat: models.Participation, moment: datetime) -> tuple[Event, ...]:
        kind, _, side = room.partition(":")
        viewer = viewer_of(held.procedure, held.matter.participants.get(seat.participant))
        verb = {"joint": "say-joint", "caucus": "say-caucus", "notes": "note"}.get(kind)
        if verb is None or not may(viewer, verb, side=side or None):
            raise Refused("not-allowed", "This room is not open to you. Go back to the matter and choose another.")
        if held.procedure.states[held.matter.state].outcome is not None:
            raise Refused("ended", "The matter has ended. What was said can be read, and nothing can be added.")
        if replaces is not None and not _said_by(held, replaces, seat.participant, room):
            raise Refused("not-allowed", "Only your own message in this room can be replaced.")
        confidence = {"joint": "without-prejudice", "caucus": "caucus", "notes": "mediator-note"}[kind]
        return (
            engine.say(
                held.matter,
                seat.participant,
                room,
                text,
                confidence,
                moment,
                files=tuple(files),
                reply_to=reply_to,
                replaces=replaces,
                request_key=request_key,
            ),
        )

    return services.by_account(matter_id, account, request_key, now, act)


def _said_by(held: store.Loaded, seq: int, participant: str, room: str) -> bool:
    said = next((one for one in store.events_of(held) if one.seq == seq), None)
    return said is not None and said.kind is EventKind.SAY and said.actor == participant and said.body["room"] == room


def add_file(
    matter_id: UUID,
    account: Account,
    *,
    file_id: str,
    name: str,
    media_type: str,
    size: int,
    sha256: str,
    confidence: str,
    request_key: str,
    now: datetime | None = None,
) -> services.Outcome:
    """Note in the ledger that a file was handed in; the bytes are kept by `papers`."""

    def act(held: store.Loaded, seat: models.Participation, moment: datetime) -> tuple[Event, ...]:
        viewer = viewer_of(held.procedure, held.matter.participants.get(seat.participant))
        if not may(viewer, "file"):
            raise Refused("not-allowed", "You cannot add files to this matter.")
        return (
            engine.add_file(
                held.matter,
                seat.participant,
                file_id,
                name,
                media_type,
                size,
                sha256,
                confidence,
                moment,
                request_key=request_key,
            ),
        )

    return services.by_account(matter_id, account, request_key, now, act)
