"""Codes on paper: 80 random bits in letters that are hard to misread, forgiving about how they are typed."""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_LENGTH = 16
_LOOKS_LIKE = str.maketrans("ILO", "110")


def new_code() -> str:
    """A fresh code of 80 bits in groups of four: "7K3M-…"."""
    plain = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return "-".join(plain[i : i + 4] for i in range(0, _LENGTH, 4))


def clean_code(typed: str) -> str:
    """The code as typed, in its one form: capitals, no spaces or dashes, I and L read as 1, O as 0. May be wrong."""
    plain = typed.upper().translate(_LOOKS_LIKE)
    return "".join(char for char in plain if char in ALPHABET)[: _LENGTH * 2]


def code_digest(typed: str) -> bytes | None:
    """SHA-256 of a typed code, by which it is looked up; None when it cannot be a code.

    A fast hash is right here: 80 random bits cannot be searched through.
    """
    plain = clean_code(typed)
    return hashlib.sha256(plain.encode()).digest() if len(plain) == _LENGTH else None
