"""The chain of one matter: canonical bytes, hash, previous hash; and the check that names the first bad entry."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import rfc8785

GENESIS = b"\x00" * 32
"""The previous hash of a matter's first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the chain covers of one event: every stored column, and the sealed body by its digest.

    Times are ISO 8601 with zone, as stored. The body is covered as ciphertext, so that the chain stays verifiable
    after the matter's key has been destroyed.
    """

    matter: str
    institution: str
    seq: int
    kind: str
    actor: str
    account: str
    at: str
    recorded_at: str
    request_key: str
    body: bytes
    previous: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong with a chain: at which entry, and what."""

    matter: str
    seq: int
    what: str  # out-of-order | wrong-previous | wrong-hash | wrong-matter | too-short | wrong-head


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON-able value, by RFC 8785 (JSON Canonicalization Scheme).

    Raises ValueError (rfc8785.CanonicalizationError) for values JSON cannot hold: NaN, bytes, integers above 2^53.
    """
    return rfc8785.dumps(value)


def entry_hash(entry: Entry) -> bytes:
    """SHA-256 over the entry's length-prefixed columns; 32 bytes.

    Each column is preceded by its length, so no two different rows can give the same bytes.
    """
    digest = hashlib.sha256(b"jiefen-entry-1")
    for column in (
        entry.matter.encode(),
        entry.institution.encode(),
        b"%d" % entry.seq,
        entry.kind.encode(),
        entry.actor.encode(),
        entry.account.encode(),
        entry.at.encode(),
        entry.recorded_at.encode(),
        entry.request_key.encode(),
        hashlib.sha256(entry.body).digest(),
        entry.previous,
    ):
        digest.update(b"%d:" % len(column))
        digest.update(column)
    return digest.digest()


def verify_chain(matter: str, stored: Iterable[tuple[Entry, bytes]], head: bytes, length: int) -> Fault | None:
    """Recompute a matter's chain and name the first fault, or None when it is whole.

    `stored` gives each entry with its stored hash in order of seq; `head` and `length` are what the matter's own row
    says of its last entry, so that a cut-off end is caught too.
    """
    previous, count = GENESIS, 0
    for fault_or_hash in _walk(matter, stored):
        if isinstance(fault_or_hash, Fault):
            return fault_or_hash
        previous, count = fault_or_hash, count + 1
    if count != length:
        return Fault(matter, count, "too-short" if count < length else "out-of-order")
    return None if previous == head else Fault(matter, count, "wrong-head")


def _walk(matter: str, stored: Iterable[tuple[Entry, bytes]]) -> Iterator[bytes | Fault]:
    previous = GENESIS
    for expected, (entry, stored_hash) in enumerate(stored, start=1):
        if entry.matter != matter:
            yield Fault(matter, expected, "wrong-matter")
        elif entry.seq != expected:
            yield Fault(matter, expected, "out-of-order")
        elif entry.previous != previous:
            yield Fault(matter, expected, "wrong-previous")
        elif entry_hash(entry) != stored_hash:
            yield Fault(matter, expected, "wrong-hash")
        else:
            previous = stored_hash
            yield previous
            continue
        return
