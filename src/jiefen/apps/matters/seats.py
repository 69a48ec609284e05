"""Seats after filing: people added while a matter runs, acts that somebody else typed, contacts corrected, identity
confirmed, seats given up.

Each is one transaction under the matter's lock and leaves its entry in the ledger. Refuses to know how anybody is
invited: it only asks for it in the outbox.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from jiefen.apps.matters import clock, keys, models, services, store
from jiefen.apps.matters.errors import Refused, Stale
from jiefen.apps.people.identity import highest
from jiefen.apps.people.models import Account
from jiefen.core import procedure as engine
from jiefen.core.procedure.record import Event, EventKind


def add(
    matter_id: UUID, person: services.NewParticipant, *, by: Account, request_key: str, now: datetime | None = None
) -> models.Participation:
    """Give somebody a seat in a running matter and ask that they be invited. `person.id` is chosen here.

    The same request key gives the seat that the first call made. Raises Refused: ended, too-few (the role is full),
    two-sides, unknown-participant.
    """
    moment = now or clock.now()
    services.expire_one(matter_id, moment)
    with transaction.atomic():
        held = store.load(matter_id, lock=True)
        known = _by_request(held, request_key)
        if known is None:
            _still_runs(held)
            named = replace(person, id=_free_id(held))
            known = services.join(matter_id, named, by=by, request_key=request_key, now=moment).events[0]
            ask(held.row, f"{known.seq}:invite:{named.capacity}:{named.id}", moment)
        elif known.kind is not EventKind.JOIN:
            raise Refused("already-done", "This request was used for something else. Open the page again.")
        return models.Participation.objects.get(matter_id=matter_id, participant=known.body["participant"]["id"])


def language_of(seat: models.Participation) -> str:
    """Django's code of the language in which a seat is told things."""
    return (seat.account.language if seat.account else "") or seat.language or settings.LANGUAGE_CODE


def _still_runs(held: store.Loaded) -> None:
    if held.procedure.states[held.matter.state].outcome is not None:
        raise Refused("ended", "The matter has ended; nobody can be added to it.")


def _by_request(held: store.Loaded, request_key: str) -> Event | None:
    return next((one for one in store.events_of(held) if request_key and one.request_key == request_key), None)


def _free_id(held: store.Loaded) -> str:
    """An id that nobody in the matter has had: p1, p2, …"""
    number = 1
    while f"p{number}" in held.matter.participants:
        number += 1
    return f"p{number}"


def ask(row: models.Matter, key: str, now: datetime | None = None) -> None:
    """Ask in the outbox that somebody be invited. `key` is the effect's own id ("seq:invite:what:reader"); asked once."""
    models.Effect.objects.get_or_create(
        matter_id=row.pk,
        key=key,
        defaults={"institution_id": row.institution_id, "kind": "invite", "due": now or clock.now()},
    )


def check_free(matter_id: UUID, account: Account) -> None:
    """Raises Refused (two-sides) when an account sits in the matter already, by itself or through an office."""
    if services.seat_among(services.seats_of(matter_id), account) is not None:
        raise Refused("two-sides", "Whoever is in the matter already cannot take a second seat in it.")


def perform_for(
    matter_id: UUID,
    participant: str,
    action: str,
    data: Mapping[str, Any],
    *,
    by: Account,
    request_key: str,
    how: str,
    detail: Mapping[str, Any],
    seen: int | None = None,
    reason: str = "",
    ground: str = "",
    now: datetime | None = None,
) -> services.Outcome:
    """An act of a participant that was typed by somebody else and that the participant has said to be right.

    The act is the participant's; the ledger also names the account that entered it, and in a second entry how it was
    confirmed (`how`) and who typed and said it (`detail`). Raises Stale, Refused as `services.perform` does.
    """
    moment = now or clock.now()
    services.expire_one(matter_id, moment)
    with transaction.atomic():
        held = store.load(matter_id, lock=True)
        row = models.Event.objects.filter(matter_id=matter_id, request_key=request_key).first()
        if row is not None:
            return services.Outcome(held.row, (), store.receipt_of(held.row, row), repeated=True)
        if seen is not None and held.matter.last_act > seen:
            raise Stale(range(seen + 1, held.matter.last_act + 1), held.matter.last_act)
        events = engine.perform(
            held.procedure, held.matter, action, participant, data, moment, held.calendar,
            reason=reason, ground=ground, request_key=request_key,
        )  # fmt: skip
        done = services.record(held, events, by)
        services.report(matter_id, f"{events[0].seq}:typed:{action}:{participant}", how, detail=detail, now=moment)
        return done


def check_act(matter_id: UUID, participant: str, action: str, data: Mapping[str, Any], *, reason: str, ground: str) -> None:
    """Raises Refused when this act of a participant would be refused now. Nothing is written."""
    held = store.load(matter_id)
    engine.perform(
        held.procedure, held.matter, action, participant, data, clock.now(), held.calendar, reason=reason, ground=ground
    )


def correct_contact(seat: models.Participation, contact: Mapping[str, str]) -> None:
    """How somebody who has not joined may be reached, as staff learned it. The ledger notes that it changed, not what.

    Raises Refused when the person has joined: then only they say how they are reached.
    """
    with transaction.atomic():
        held = store.load(seat.matter_id, lock=True)
        fresh = models.Participation.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if fresh.account_id is not None:
            raise Refused("already-done", "This person has joined and says for themselves how to reach them.")
        _write_profile(held, fresh, contact=dict(contact))
        _note(seat, f"{held.matter.seq + 1}:contact:corrected:{seat.participant}", "corrected", {})


def raise_identity(seat: models.Participation, level: str, *, how: str, by: str) -> str:
    """Somebody's identity was confirmed. The level that holds now: the higher of the two, never a lower one.

    `how` names the kind of paper or the provider, `by` the participant who confirmed.
    """
    with transaction.atomic():
        held = store.load(seat.matter_id, lock=True)
        fresh = models.Participation.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        fresh.identity = highest(fresh.identity, level)
        fresh.save(update_fields=["identity"])
        _note(seat, f"{held.matter.seq + 1}:identity:{level}:{seat.participant}", level, {"how": how, "by": by})
        return fresh.identity


def give_up(seat: models.Participation, *, by: str, account: Account) -> None:
    """Somebody who stood beside a party is in the matter no more: sees nothing from now on and is told nothing.

    Their name stays in what has happened; how to reach them is erased. `by` is the participant who ended it, `account` the
    one that asked. Raises Refused for somebody who stands in the matter for themselves, or has left.
    """
    with transaction.atomic():
        held = store.load(seat.matter_id, lock=True)
        fresh = models.Participation.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        fresh.account = None
        fresh.save(update_fields=["account"])
        _write_profile(held, fresh, contact={})
        services.record(held, (engine.leave(held.matter, seat.participant, clock.now(), actor=by),), account)


def _write_profile(held: store.Loaded, seat: models.Participation, **changed: Any) -> None:
    place = f"{held.row.pk}:profile:{seat.participant}"
    seat.profile = keys.seal(held.key, {**keys.open_sealed(held.key, seat.profile, place), **changed}, place)
    seat.save(update_fields=["profile"])


def _note(seat: models.Participation, effect: str, outcome: str, detail: Mapping[str, Any]) -> None:
    services.report(seat.matter_id, effect, outcome, detail=detail)
