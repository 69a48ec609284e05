"""`jiefen verify`: every chain recomputed, every sealed root rebuilt, every drawn table drawn again and compared.

What it finds is named by matter, entry and what is wrong with it; it changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from jiefen.apps.matters import keys, models, projections, store
from jiefen.core.ledger import root, verify_chain


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: in which matter (its number, or "-"), at which entry, and what."""

    matter: str
    seq: int
    what: str
    explain: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what was found."""

    matters: int
    events: int
    seals: int
    erased: int
    findings: tuple[Finding, ...]


_EXPLAIN = {
    "out-of-order": "an entry is missing, added or moved",
    "wrong-previous": "the entry does not follow the one before it",
    "wrong-hash": "the entry has been changed since it was written",
    "wrong-matter": "the entry belongs to another matter",
    "too-short": "entries at the end are missing",
    "wrong-head": "the matter's own row does not name its last entry",
}


def verify() -> Report:
    """Recompute everything. Reads the whole ledger; takes about a second for each ten thousand events."""
    findings: list[Finding] = []
    matters = erased = 0
    for row in models.Matter.objects.order_by("id").iterator():
        matters += 1
        erased += row.wrapped_key is None
        findings.extend(_verify_matter(row))
    findings.extend(_orphans())
    findings.extend(_verify_log())
    return Report(matters, models.Event.objects.count(), models.Seal.objects.count(), erased, tuple(findings))


def _verify_matter(row: models.Matter) -> Iterator[Finding]:
    stored = models.Event.objects.filter(matter_id=row.pk).order_by("seq", "id")
    chain = ((store.entry_of(row.pk, event.institution_id, event), bytes(event.hash)) for event in stored.iterator())
    fault = verify_chain(str(row.pk), chain, bytes(row.head), row.seq)
    if fault is not None:
        yield Finding(row.number, fault.seq, fault.what, _EXPLAIN[fault.what])
        return
    if row.wrapped_key is None:
        return
    try:
        yield from _verify_drawn(row)
    except (keys.Unreadable, LookupError, ValueError) as trouble:
        yield Finding(row.number, 0, "unreadable", str(trouble))


def _verify_drawn(row: models.Matter) -> Iterator[Finding]:
    """The tables drawn from the ledger say what the ledger says."""
    store.forget()
    held = store.loaded(row)
    keys.open_sealed(held.key, row.title, f"{row.pk}:title")
    for name, value in projections.row_values(held).items():
        if getattr(row, name) != value:
            yield Finding(row.number, row.seq, "wrong-row", f"the matter's row says another {name} than its entries")
    if held.matter.procedure != f"{row.procedure}@{row.version}":
        yield Finding(row.number, row.seq, "wrong-row", f"the matter's row names another version than {held.matter.procedure}")
    rows = {deadline.name: deadline for deadline in row.deadlines.all()}
    for name in rows.keys() ^ held.matter.running.keys():
        yield Finding(row.number, row.seq, "wrong-deadline", f"deadline {name} runs in only one of table and ledger")
    for name in rows.keys() & held.matter.running.keys():
        for column, value in projections.deadline_values(held.matter.running[name]).items():
            if getattr(rows[name], column) != value:
                yield Finding(row.number, row.seq, "wrong-deadline", f"deadline {name} has another {column}")
    yield from _verify_seats(row, held)


def _verify_seats(row: models.Matter, held: store.Loaded) -> Iterator[Finding]:
    seats = {seat.participant: seat for seat in row.participations.all()}
    for name in seats.keys() ^ held.matter.participants.keys():
        yield Finding(row.number, row.seq, "wrong-seat", f"participant {name} is in only one of table and ledger")
    for name in seats.keys() & held.matter.participants.keys():
        seat, person = seats[name], held.matter.participants[name]
        keys.open_sealed(held.key, seat.profile, f"{row.pk}:profile:{name}")
        if (seat.role, seat.side) != (person.role, person.side or ""):
            yield Finding(row.number, row.seq, "wrong-seat", f"participant {name} has another role or side")


def _orphans() -> Iterator[Finding]:
    doubled = models.Event.objects.values("matter_id", "seq").annotate(rows=Count("id")).filter(rows__gt=1)
    for found in doubled:
        yield Finding(str(found["matter_id"]), found["seq"], "out-of-order", "two entries have one number")


def _verify_log() -> Iterator[Finding]:
    leaves = list(models.Leaf.objects.order_by("index").values_list("index", "hash"))
    if [index for index, _hash in leaves] != list(range(len(leaves))):
        yield Finding("-", 0, "wrong-log", "places in the log are missing")
        return
    hashes = [bytes(value) for _index, value in leaves]
    present = {bytes(value) for value in models.Event.objects.values_list("hash", flat=True).iterator()}
    for place, value in enumerate(hashes):
        if value not in present:
            yield Finding("-", place, "removed", f"the event at place {place} of the log is gone from the ledger")
    for seal in models.Seal.objects.order_by("size"):
        if seal.size > len(hashes) or root(hashes[: seal.size]) != bytes(seal.root):
            yield Finding("-", seal.size, "wrong-seal", f"the log of {seal.size} events does not give its sealed root")
            return
