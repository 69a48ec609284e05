"""Sealed bytes on disk. A file is sealed in pieces, each bound to its place, so that none can be cut, swapped or added."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jiefen.core.ledger import Unreadable, open_body, seal_body

PIECE = 1024 * 1024
_OVERHEAD = 1 + 12 + 16  # version, nonce, tag of `core.ledger.cipher`


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def put(matter: UUID, file_id: UUID, key: bytes, chunks: Iterable[bytes]) -> tuple[str, int, str]:
    """Seal `chunks` to disk. Returns the path, the plain size in bytes and the plain SHA-256 (hex)."""
    name = f"{str(matter)[-2:]}/{matter}/{file_id}"
    target = _path(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    draft = target.with_suffix(".part")
    with draft.open("wb") as out:
        for index, (piece, last) in enumerate(_pieces(chunks)):
            digest.update(piece)
            size += len(piece)
            out.write(seal_body(key, os.urandom(12), piece, _place(matter, file_id, index, last)))
        out.flush()
        os.fsync(out.fileno())
    draft.rename(target)
    return name, size, digest.hexdigest()


def _place(matter: UUID, file_id: UUID, index: int, last: bool) -> str:
    return f"{matter}:file:{file_id}:{index}:{'last' if last else 'more'}"


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = b""
    for chunk in chunks:
        held += chunk
        while len(held) > PIECE:
            yield held[:PIECE], False
            held = held[PIECE:]
    yield held, True


def get(matter: UUID, file_id: UUID, key: bytes, name: str) -> Iterator[bytes]:
    """The plain bytes, piece by piece. Raises Unreadable as soon as one piece is not what was put there."""
    try:
        with _path(name).open("rb") as source:
            piece, index = source.read(PIECE + _OVERHEAD), 0
            while True:
                following = source.read(PIECE + _OVERHEAD)
                yield open_body(key, piece, _place(matter, file_id, index, not following))
                if not following:
                    return
                piece, index = following, index + 1
    except FileNotFoundError as problem:
        raise Unreadable(f"the file {file_id} is missing") from problem


def drop(name: str) -> None:
    """Remove sealed bytes that nothing refers to."""
    _path(name).unlink(missing_ok=True)
