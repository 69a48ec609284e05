"""Short legal information: topics that an ordinary person can read, each section with the law that it rests on.

A topic informs; it decides nothing and steers nobody. Loading checks that what it points to is there.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jiefen.core.packerror import PackError
from jiefen.core.strictyaml import Node, read_yaml

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a topic: what it is about, the text (lines beginning with "- " are a list), and citations."""

    heading: Text
    text: Text
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. `words` are how people speak of it; `as_of` is the day on which the law was read."""

    id: str
    title: Text
    summary: Text
    causes: tuple[str, ...]
    procedures: tuple[str, ...]
    words: tuple[str, ...]
    as_of: date
    sections: tuple[Section, ...]

    def searchable(self, language: str) -> Iterator[str]:
        """Everything by which the topic can be found in a language, the weightiest first."""
        for text in (self.title, self.summary):
            yield text.get(language, "")
        yield " ".join(self.words)
        for one in self.sections:
            yield f"{one.heading.get(language, '')} {one.text.get(language, '')}"


@dataclass(frozen=True, slots=True)
class Area:
    """A part of life and its topics by id, in the order in which they are shown."""

    name: Text
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a topic may point to."""

    languages: tuple[str, ...]
    causes: Collection[str]
    procedures: Collection[str]
    citations: Collection[str]


def load_topic(text: str, file: str, known: Known) -> Topic:
    """The topic in a file. Raises PackError with the line of whatever is wrong or points to nothing."""
    top = read_yaml(text, file).mapping(
        ["topic", "language", "title", "summary", "causes", "procedures", "words", "as_of", "sections"]
    )
    top["language"].integer(1, 1)
    return Topic(
        id=top["topic"].text(most=60),
        title=_text(top["title"], known.languages),
        summary=_text(top["summary"], known.languages),
        causes=tuple(one.one_of(known.causes, "cause") for one in top["causes"].list()),
        procedures=tuple(one.one_of(known.procedures, "procedure") for one in top["procedures"].list()),
        words=top["words"].texts(),
        as_of=top["as_of"].date(),
        sections=tuple(_section(one, known) for one in top["sections"].list()),
    )


def load_areas(text: str, file: str, languages: tuple[str, ...], topics: Collection[str]) -> tuple[Area, ...]:
    """The areas in a file. Raises PackError: a topic that is not there, stands twice, or is in no area."""
    found: list[Area] = []
    left = set(topics)
    for node in read_yaml(text, file).list():
        keys = node.mapping(["name", "topics"])
        names = [one.one_of(left, "topic that is in no other area") for one in keys["topics"].list()]
        if len(set(names)) < len(names):
            keys["topics"].fail("a topic stands twice", "each topic once")
        left -= set(names)
        found.append(Area(_text(keys["name"], languages), tuple(names)))
    if left:
        raise PackError(file, 1, f"{', '.join(sorted(left))} in no area", "every topic in one area")
    return tuple(found)


def _text(node: Node, languages: tuple[str, ...]) -> dict[str, str]:
    return {language: one.text() for language, one in node.mapping(languages).items()}


def _section(node: Node, known: Known) -> Section:
    keys = node.mapping(["heading", "text", "basis"])
    cited = tuple(one.one_of(known.citations, "citation") for one in keys["basis"].list())
    return Section(_text(keys["heading"], known.languages), _text(keys["text"], known.languages), cited)
