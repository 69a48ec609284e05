"""The log across matters: every event gets a place in it, and a root that somebody outside can keep."""

from datetime import datetime

from django.db import transaction

from jiefen.apps.matters import clock
from jiefen.apps.matters.models import Event, Leaf, Seal
from jiefen.core.ledger import root


@transaction.atomic
def seal_new(now: datetime | None = None, most: int = 5000) -> int:
    """Give the events that have no place in the log their places, in order of writing, and seal a new root.

    The number of events sealed. The newest seal is locked, so that two workers do not number the same places.
    """
    newest = Seal.objects.select_for_update().order_by("-size").first()
    size = newest.size if newest else 0
    known = Leaf.objects.values("hash")
    fresh = list(Event.objects.exclude(hash__in=known).order_by("id").values_list("hash", flat=True)[:most])
    if not fresh:
        return 0
    Leaf.objects.bulk_create(Leaf(index=size + place, hash=bytes(value)) for place, value in enumerate(fresh))
    leaves = [bytes(value) for value in Leaf.objects.order_by("index").values_list("hash", flat=True)]
    Seal.objects.create(size=len(leaves), root=root(leaves), made_at=now or clock.now())
    return len(fresh)
