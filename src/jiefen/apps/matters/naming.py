"""Naming somebody from a roster: the person gets a seat in the matter and the act is performed, in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from jiefen import shelf
from jiefen.apps.matters import models, services, store
from jiefen.apps.matters.errors import Refused
from jiefen.apps.people.models import Account
from jiefen.apps.people.queries import accounts_with_duty
from jiefen.core.procedure.model import Action, FactType


def roster_facts(held: store.Loaded, action: Action) -> dict[str, str]:
    """Facts of an action that name a person from a roster: fact -> duty. A fact called as a role of the pack's rosters."""
    rosters = shelf.pack(held.row.pack).rosters
    return {
        ask.fact: rosters[ask.fact]
        for ask in action.asks
        if ask.fact in rosters and held.procedure.facts[ask.fact].type is FactType.PERSON
    }


def candidates(held: store.Loaded, duty: str) -> list[tuple[str, str]]:
    """Who can be named: accounts with the duty in the institution that keeps the matter, and on no side of it."""
    inside = set(
        models.Participation.objects.filter(matter_id=held.row.pk).exclude(side="").values_list("account_id", flat=True)
    )
    return [(f"account:{one.pk}", str(one)) for one in accounts_with_duty(held.row.institution, duty) if one.pk not in inside]


def name_and_perform(
    matter_id: UUID,
    action: str,
    account: Account,
    data: Mapping[str, Any],
    *,
    request_key: str,
    seen: int | None = None,
    role: str = "",
    now: datetime | None = None,
) -> services.Outcome:
    """Perform an action whose facts may name accounts from a roster ("account:<id>"); each gets a seat first.

    Raises as `services.perform`, and Refused when the named account is not on the roster or is on a side.
    """
    services.expire_one(matter_id, now)
    with transaction.atomic():
        held = store.load(matter_id, lock=True)
        act = held.procedure.actions.get(action)
        named = dict(data)
        for fact, duty in roster_facts(held, act).items() if act else ():
            value = str(data.get(fact) or "")
            if value.startswith("account:"):
                named[fact] = _seated(held, fact, duty, value, account, now)
        return services.perform(matter_id, action, account, named, request_key=request_key, seen=seen, role=role, now=now)


def _seated(held: store.Loaded, role: str, duty: str, value: str, by: Account, now: datetime | None) -> str:
    known = dict(candidates(held, duty))
    if value not in known:
        raise Refused("wrong-value", "Choose somebody from the roster.", errors={role: "unknown-person"})
    person = Account.objects.get(pk=value.partition(":")[2])
    seat = models.Participation.objects.filter(matter_id=held.row.pk, account=person, role=role).first()
    if seat is not None:
        return seat.participant
    number = models.Participation.objects.filter(matter_id=held.row.pk, role=role).count() + 1
    participant = f"{role[0]}{number}"
    services.join(
        held.row.pk,
        services.NewParticipant(
            id=participant,
            role=role,
            profile={"name": str(person), "kind": "person", "contact": {}},
            account=person,
            language=person.language,
            identity="staff",
        ),
        by=by,
        now=now,
    )
    return participant
