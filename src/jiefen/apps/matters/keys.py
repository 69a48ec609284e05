"""One key for each matter, wrapped by the installation's master key; and sealing of JSON-able values with it."""

import json
import os
from functools import lru_cache
from typing import Any

from jiefen.apps.people.secrets import master
from jiefen.core.ledger import Erased, Unreadable, open_body, seal_body, unwrap_key, wrap_key
from jiefen.core.ledger.cipher import KEY_BYTES, NONCE_BYTES

__all__ = ["Erased", "Unreadable", "key_of", "new_key", "open_sealed", "seal", "wrap"]

_as_json = json.JSONEncoder(ensure_ascii=False).encode


def new_key() -> bytes:
    """A fresh key for a matter."""
    return os.urandom(KEY_BYTES)


def wrap(key: bytes, matter: str) -> bytes:
    """`key` wrapped for `matter`, to be stored with it."""
    return wrap_key(master(), os.urandom(NONCE_BYTES), key, matter)


@lru_cache(maxsize=8192)
def _unwrapped(wrapped: bytes, matter: str) -> bytes:
    return unwrap_key(master(), wrapped, matter)


def key_of(wrapped: bytes | None, matter: str) -> bytes:
    """The key of a matter from its wrapped form. Raises Erased when the content has been erased."""
    if wrapped is None:
        raise Erased(f"the content of matter {matter} has been erased")
    return _unwrapped(bytes(wrapped), matter)


def seal(key: bytes, value: Any, place: str) -> bytes:
    """A JSON-able value sealed for `place`."""
    return seal_body(key, os.urandom(NONCE_BYTES), _as_json(value).encode(), place)


def open_sealed(key: bytes, sealed: bytes, place: str) -> Any:
    """What `seal` was given. Raises Unreadable."""
    return json.loads(open_body(key, bytes(sealed), place))
