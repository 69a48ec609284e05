"""Finding topics by plain words, in every language: SQLite's full-text index in memory over pairs and words.

The index is drawn from the pack when it is first asked and kept for the process; nothing that people type is kept.
"""

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

from jiefen import shelf
from jiefen.core.bigrams import tokens
from jiefen.core.guidance import Topic

_LONGEST = 200
_HEAD = "{title words}"
# A word in the title or among people's own words weighs more. The first column is not indexed, and is weighed all the same.
_RANKED = "SELECT id FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 0, 8, 4, 6, 1) LIMIT ?"


class Index:
    """A full-text index of entries in one language. Each entry has four fields: title, summary, words, text."""

    def __init__(self, entries: Iterable[tuple[str, tuple[str, str, str, str]]]) -> None:
        self._lock = Lock()
        self._rows = sqlite3.connect(":memory:", check_same_thread=False)
        self._rows.execute("CREATE VIRTUAL TABLE entry USING fts5(id UNINDEXED, title, summary, words, text)")
        self._rows.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
            ((name, *(" ".join(tokens(field)) for field in fields)) for name, fields in entries),
        )
        self._rows.commit()

    def find(self, typed: str, most: int = 20) -> list[str]:
        """Ids of the entries that hold the words of `typed`, the best first.

        All of the words come before some of them, and people's own words and titles before the rest of a text; whoever
        comes later is asked for only while there are too few.
        """
        words = list(dict.fromkeys(tokens(typed[:_LONGEST])))
        if not words:
            return []
        quoted = [f'"{word}"' for word in words]
        every, some = " AND ".join(quoted), " OR ".join(quoted)
        found: dict[str, None] = {}
        for query in (f"{_HEAD} : ({every})", every, f"{_HEAD} : ({some})", some):
            if len(found) < most:
                found |= dict.fromkeys(self._ask(query, most))
        if not found:  # "狗咬人" has no pair that a text must hold; its characters may begin one
            starts = dict.fromkeys(f'"{word[0]}"*' for word in words)
            found |= dict.fromkeys(self._ask(" OR ".join(starts), most))
        return list(found)[:most]

    def _ask(self, query: str, most: int) -> list[str]:
        with self._lock:
            return [row[0] for row in self._rows.execute(_RANKED, (query, most))]


def _fields(topic: Topic, language: str) -> tuple[str, str, str, str]:
    title, summary, words, *rest = topic.searchable(language)
    return title, summary, words, "\n".join(rest)


@lru_cache(maxsize=16)
def index(pack: str, language: str) -> Index:
    """The index of a pack's topics in a language."""
    return Index((name, _fields(topic, language)) for name, topic in shelf.guidance(pack).items())


def find(pack: str, language: str, typed: str, most: int = 20) -> list[Topic]:
    """Topics for plain words, the best first."""
    topics = shelf.guidance(pack)
    return [topics[name] for name in index(pack, language).find(typed, most)]
