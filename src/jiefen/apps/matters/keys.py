"""Keys: the master key in its file, and one key for each matter, wrapped by it.

The master key stands outside the database and outside every backup. Losing the database alone shows no content.
"""

import json
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from jiefen.core.ledger import Unreadable, open_body, seal_body, unwrap_key, wrap_key
from jiefen.core.ledger.cipher import KEY_BYTES, NONCE_BYTES


@lru_cache(maxsize=4)
def _read_master(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # O_EXCL: of two processes that start at once, one makes the key and the other reads it.
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(handle, os.urandom(KEY_BYTES).hex().encode())
            os.close(handle)
        except FileExistsError:
            pass
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Run: chmod 600 {path}")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError as problem:
        raise ImproperlyConfigured(f"{path} must hold {KEY_BYTES * 2} hexadecimal digits.") from problem
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{path} must hold {KEY_BYTES * 2} hexadecimal digits, not {len(key) * 2}.")
    return key


def master() -> bytes:
    """The installation's master key, made on first use. Raises ImproperlyConfigured when others could read it."""
    return _read_master(Path(settings.JIEFEN["master_key_file"]))


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
    """The key of a matter from its wrapped form. Raises Unreadable when the content has been erased."""
    if wrapped is None:
        raise Unreadable(f"the content of matter {matter} has been erased")
    return _unwrapped(bytes(wrapped), matter)


def seal(key: bytes, value: Any, place: str) -> bytes:
    """A JSON-able value sealed for `place`."""
    return seal_body(key, os.urandom(NONCE_BYTES), json.dumps(value, ensure_ascii=False).encode(), place)


def open_sealed(key: bytes, sealed: bytes, place: str) -> Any:
    """What `seal` was given. Raises Unreadable."""
    return json.loads(open_body(key, bytes(sealed), place))


