"""Codes on paper: 80 random bits in letters that are hard to misread, forgiving about how they are typed.

Sixteen letters carry the code; a seventeenth checks them, so that one wrong letter, or two that changed places, is seen
before any database is asked. Codes from before the check letter have sixteen and still work.
"""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 17
"""Letters of a code with its check letter, without dashes."""
_BARE = LENGTH - 1
_LOOKS_LIKE = str.maketrans("ILO", "110")
_FIELD = 0b100101  # x^5 + x^2 + 1, which makes GF(32) of five bits


def new_code() -> str:
    """A fresh code of 80 bits and its check letter in groups of four: "7K3M-…-Q"."""
    bare = "".join(secrets.choice(ALPHABET) for _ in range(_BARE))
    return grouped(bare + _check_letter(bare))


def grouped(plain: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def clean_code(typed: str) -> str:
    """The code as typed, in its one form: capitals, no spaces or dashes, I and L read as 1, O as 0. May be wrong."""
    plain = typed.upper().translate(_LOOKS_LIKE)
    return "".join(char for char in plain if char in ALPHABET)[: LENGTH * 2]


def is_mistyped(typed: str) -> bool:
    """Whether this cannot be a code: too long, too short, or with a letter that its check letter does not bear out."""
    plain = clean_code(typed)
    return len(plain) not in (_BARE, LENGTH) or (len(plain) == LENGTH and plain[-1] != _check_letter(plain[:-1]))


def code_digest(typed: str) -> bytes | None:
    """SHA-256 of a typed code without its check letter, by which it is looked up; None when it cannot be a code.

    A fast hash is right here: 80 random bits cannot be searched through.
    """
    return None if is_mistyped(typed) else hashlib.sha256(clean_code(typed)[:_BARE].encode()).digest()


def _check_letter(bare: str) -> str:
    """The letters as digits of a polynomial over GF(32), at x = 2 (Horner). Each place has a weight of its own, so that
    one changed letter and any two that changed places always change the sum."""
    total = 0
    for char in bare:
        total = _doubled(total) ^ ALPHABET.index(char)
    return ALPHABET[_doubled(total)]


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & 32 else value
