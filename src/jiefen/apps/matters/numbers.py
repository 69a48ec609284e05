"""The number that people call a matter by: short, easy to read out, and safe against a wrong digit."""

import secrets

# No I, L, O, U: they are misread or misheard (Crockford's base 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans("ILOU", "110V")


def _check(body: str) -> str:
    """The check character: weights by place catch every single wrong character and most swaps."""
    total = sum((place + 2) * _ALPHABET.index(char) for place, char in enumerate(body))
    return _ALPHABET[total % 31]


def new_number(year: int) -> str:
    """A fresh number such as "26-7K3MP-4": the year, five random characters, a check character."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(5))
    return f"{year % 100:02d}-{body}-{_check(f'{year % 100:02d}{body}')}"


def clean_number(typed: str) -> str | None:
    """The number that somebody typed, in its one form; None when it cannot be one (a character is wrong)."""
    plain = "".join(char for char in typed.upper().translate(_LOOKS_LIKE) if char in _ALPHABET)
    if len(plain) != 8 or _check(plain[:7]) != plain[7]:
        return None
    return f"{plain[:2]}-{plain[2:7]}-{plain[7]}"
