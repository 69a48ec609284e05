"""Sealing: bodies encrypted with a key per matter, keys wrapped by the installation's master key.

AES-256-GCM throughout. The caller brings the nonce, because this floor makes no randomness. Associated data binds a
ciphertext to its place, so that it cannot be moved to another row.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32
_VERSION = b"\x01"


class Unreadable(ValueError):
    """A sealed value does not open: wrong or destroyed key, moved to another place, or changed."""


class Erased(Unreadable):
    """The key has been destroyed on purpose, and with it the content."""


@lru_cache(maxsize=4096)
def _aead(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal_body(key: bytes, nonce: bytes, plain: bytes, place: str) -> bytes:
    """`plain` sealed for `place` (such as "matter-id:7:act"). Never use one nonce twice with one key.

    Raises ValueError when the key is not 32 bytes or the nonce not 12.
    """
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"the nonce must be {NONCE_BYTES} bytes long, not {len(nonce)}")
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key must be {KEY_BYTES} bytes long, not {len(key)}")
    return _VERSION + nonce + _aead(key).encrypt(nonce, plain, place.encode())


def open_body(key: bytes, sealed: bytes, place: str) -> bytes:
    """What was sealed for `place`. Raises Unreadable when it does not open."""
    if sealed[:1] != _VERSION:
        raise Unreadable(f"what stands at {place} was sealed in a form this version does not know")
    try:
        return _aead(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], place.encode())
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(f"what stands at {place} does not open with its matter's key") from problem


def wrap_key(master: bytes, nonce: bytes, key: bytes, matter: str) -> bytes:
    """A matter's key, sealed by the master key for that matter."""
    return seal_body(master, nonce, key, f"key:{matter}")


def unwrap_key(master: bytes, wrapped: bytes, matter: str) -> bytes:
    """The key of `matter`. Raises Unreadable when it was destroyed or wrapped by another master key."""
    return open_body(master, wrapped, f"key:{matter}")
