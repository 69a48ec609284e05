"""Which translations of the interface a named reviewer has approved. What nobody has approved is shown as a draft.

A catalogue's entry is approved by a translator's comment "# reviewed: NAME, DATE" above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from jiefen.web.language import LANGUAGES

REVIEWED = "reviewed: "
_ROOT = Path(__file__).parent.parent
WRITTEN = ("zh-hans", "en")
"""The languages in which the interface is written; the others are translated from them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a catalogue is: how many texts, and how many of them are missing, drafts, or approved."""

    texts: int
    missing: int
    drafted: int

    @property
    def approved(self) -> int:
        """How many a named reviewer has approved."""
        return self.texts - self.missing - self.drafted


def catalogues(code: str) -> Iterator[Path]:
    """The interface's catalogues of a language, those of the look and of the applications."""
    script = code.partition("-")[2].capitalize()
    name = f"{code.partition('-')[0]}_{script}" if script else code
    for part in ("web", "apps"):
        yield _ROOT / part / "locale" / name / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    """A catalogue; an empty one where there is no file."""
    return read_po(path.open("rb")) if path.exists() else Catalog()


def standing(code: str) -> Standing:
    """How far the interface is in a language, measured by the texts that it has in Chinese."""
    texts = missing = drafted = 0
    for own, path in zip(catalogues(WRITTEN[0]), catalogues(code), strict=True):
        there = read(path)
        for text in read(own):
            if not text.id:
                continue
            texts += 1
            found = there.get(text.id, text.context)
            string = found.string if found is not None and not found.fuzzy else ""
            if not (all(string) if isinstance(string, tuple) else string):
                missing += 1
            elif not any(one.startswith(REVIEWED) for one in found.user_comments):
                drafted += 1
    return Standing(texts, missing, drafted)


@lru_cache(maxsize=16)
def is_draft(code: str) -> bool:
    """Whether some text of this language has been drafted by machine and approved by nobody."""
    if code in WRITTEN or code not in LANGUAGES:
        return False
    found = standing(code)
    return found.approved < found.texts


def approve(code: str, by: str) -> int:
    """Mark every translated entry of a language as approved ("NAME, DATE"). The number newly approved."""
    newly = 0
    for path in catalogues(code):
        catalogue = read(path)
        for message in catalogue:
            translated = message.id and message.string and not message.fuzzy
            if translated and not any(one.startswith(REVIEWED) for one in message.user_comments):
                message.user_comments = [*message.user_comments, REVIEWED + by]
                newly += 1
        with path.open("wb") as out:
            write_po(out, catalogue, width=0, no_location=True)
    is_draft.cache_clear()
    return newly
