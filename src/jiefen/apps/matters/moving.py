"""Moving open matters to another version of their procedure: by a named person, for a reason, and only to people's gain.

Nothing moves by itself. A version that takes a right, a way or time from people is for new matters only.
"""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db import transaction

from jiefen import shelf
from jiefen.apps.matters import clock, models, proving, services, statements, store
from jiefen.core import procedure as engine
from jiefen.core.procedure import Refused
from jiefen.core.procedure import checking as checker
from jiefen.core.procedure.model import Procedure
from jiefen.core.procedure.record import EventKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open matter of the old version, and why it cannot move; empty where it can."""

    id: UUID
    number: str
    state: str
    against: str


def candidates(pack: str, old: Procedure, new: Procedure) -> list[Candidate]:
    """Every open matter of `old` and what stands against moving it."""
    rows = models.Matter.objects.filter(
        pack=pack, procedure=old.id, version=old.version, outcome="", wrapped_key__isnull=False
    ).order_by("number")
    return [Candidate(row.pk, row.number, row.state, _against(store.loaded(row), old, new)) for row in rows]


def _against(held: store.Loaded, old: Procedure, new: Procedure) -> str:
    return takes(held.row.pack, old, new) or engine.movable(old, new, held.matter.state, _acts(held))


def _acts(held: store.Loaded) -> list[str]:
    acted = (EventKind.ACT, EventKind.EXPIRE)
    return list(dict.fromkeys(one.body["action"] for one in store.events_of(held) if one.kind in acted))


@lru_cache(maxsize=32)
def takes(pack: str, old: Procedure, new: Procedure) -> str:
    """What the new version takes from people, in English; empty when it takes nothing."""
    others = {one.id: one for one in shelf.procedures(pack) if one.holds_to is None}
    reports = [checker.check(one, shelf.calendar(pack), shelf.sources(pack), {**others, one.id: one}) for one in (old, new)]
    lost = [one for one in checker.compare(old, new, *reports) if one.gain is False]
    return f"the new version takes something from people: {lost[0].text['en']}" if lost else ""


def move(matter_id: UUID, version: str, *, reason: str, by: str) -> services.Outcome:
    """Move one open matter to `version` of its procedure; its parties are told. Once, however often it is asked.

    Raises Refused (unproved, not-movable, reason-required), LookupError for an unknown version, NoSuchMatter.
    """
    held = store.load(matter_id)
    pack, new = held.row.pack, shelf.procedure(held.row.pack, held.row.procedure, version)
    proving.require(pack, new)
    lost = takes(pack, held.procedure, new) if held.procedure is not new else ""
    if lost:
        raise Refused("not-movable", f"The matter cannot move to {new.key}: {lost}.")
    with transaction.atomic():
        held = store.load(matter_id, lock=True)
        if held.row.version == version:
            return services.Outcome(held.row, repeated=True)
        event = engine.move(held.procedure, new, held.matter, _acts(held), clock.now(), reason=reason, by=by)
        held.row.version, held.procedure = version, new
        statements.update(models.Matter, held.row.pk, version=version)
        return services.record(held, (event,), None)
