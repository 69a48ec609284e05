"""The installation's master key, and what is sealed by it directly (second-factor secrets, drafts' keys).

The master key stands outside the database and outside every backup. Losing the database alone shows no content.
"""

import base64
import hashlib
import hmac
import os
import stat
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from jiefen.core.ledger import open_body, seal_body
from jiefen.core.ledger.cipher import KEY_BYTES


@lru_cache(maxsize=4)
def _read_master(path: Path) -> bytes:
    if not path.exists():
        _make_master(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Run: chmod 600 {path}")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError as problem:
        raise ImproperlyConfigured(f"{path} must hold {KEY_BYTES * 2} hexadecimal digits.") from problem
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{path} must hold {KEY_BYTES * 2} hexadecimal digits, not {len(key) * 2}.")
    return key


def _make_master(path: Path) -> None:
    """Write a fresh key. Of two processes that start at once one makes it whole, the other finds it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(handle, os.urandom(KEY_BYTES).hex().encode())
    os.close(handle)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def master() -> bytes:
    """The installation's master key, made on first use. Raises ImproperlyConfigured when others could read it."""
    return _read_master(Path(settings.JIEFEN["master_key_file"]))


def seal_text(text: str, purpose: str, nonce: bytes) -> str:
    """`text` sealed by the master key for one purpose, as printable text."""
    return base64.b64encode(seal_body(master(), nonce, text.encode(), purpose)).decode()


def open_text(sealed: str, purpose: str) -> str:
    """What `seal_text` was given. Raises Unreadable."""
    return open_body(master(), base64.b64decode(sealed), purpose).decode()


def keyed_digest(text: str, purpose: str) -> str:
    """A keyed hash by which equal values can be counted without being kept (network addresses)."""
    return hmac.new(master(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()
