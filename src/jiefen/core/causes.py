"""Causes of action: the official lists by version, with the words in which people speak of each.

A cause never decides whether somebody may file: it is a suggestion that the person confirms or leaves open.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from jiefen.core.strictyaml import Node, read_yaml


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: its number in the list, its official name, and a sentence by which an ordinary person knows it.

    `words` are how people speak of it, `also` names by which older lists and judgments call it or a narrower cause,
    `route` codes of route notes. `rest`: it takes what fits nowhere else.
    """

    id: str
    number: str
    name: Mapping[str, str]
    plain: Mapping[str, str]
    words: tuple[str, ...]
    also: tuple[str, ...]
    route: tuple[str, ...]
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list with its causes, in the list's order. Its name is empty where the pack names no parts."""

    name: Mapping[str, str]
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class CauseList:
    """One version of the list and the days on which it is in force."""

    version: str
    from_day: date
    to_day: date | None
    causes: Mapping[str, Cause]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Causes:
    """All lists of a pack."""

    lists: tuple[CauseList, ...]

    def on(self, day: date) -> CauseList:
        """The list in force on a day; the oldest before the first."""
        for one in self.lists:
            if one.from_day <= day and (one.to_day is None or day <= one.to_day):
                return one
        return self.lists[0]


ROUTES = (
    "arbitration-first",
    "arbitration-optional",
    "not-confirmable",
    "not-time-barred",
    "mediate-at-hearing",
    "payment-order",
    "small-claims",
    "named-court",
    "never-steered",
    "uncertain",
    "consumer",
    "court-of-the-land",
    "injunction",
    "internet-court",
    "legal-aid",
    "not-small-claims",
    "one-year",
    "straight-to-court",
)


def load_causes(text: str, file: str, languages: tuple[str, ...]) -> Causes:
    """The lists in a pack's file. Raises PackError with the line of whatever is wrong."""
    top = read_yaml(text, file).mapping(["lists", "causes"], ["parts"])
    every = {key: _cause(key, node, languages) for key, node in top["causes"].items()}
    begins = _begins(top["parts"], list(every), languages) if "parts" in top else {}
    lists = []
    for version, node in top["lists"].items():
        keys = node.mapping(["from"], ["to", "without"])
        absent = {one.one_of(list(every), "cause") for one in keys["without"].list()} if "without" in keys else set()
        lists.append(
            CauseList(
                version,
                keys["from"].date(),
                keys["to"].date() if "to" in keys else None,
                {key: cause for key, cause in every.items() if key not in absent},
                _parts(every, begins, absent),
            )
        )
    return Causes(tuple(lists))


def _begins(node: Node, every: list[str], languages: tuple[str, ...]) -> dict[str, Mapping[str, str]]:
    """The names of the parts by their first cause. Raises PackError: the first cause is in no part, or out of order."""
    begins: dict[str, Mapping[str, str]] = {}
    for one in node.list():
        keys = one.mapping(["from", "name"])
        first = keys["from"].one_of(every, "cause")
        if first in begins or (begins and every.index(first) < every.index(list(begins)[-1])):
            keys["from"].fail(f"the part from {first} does not come after the one before it", "the order of the causes")
        begins[first] = {language: text.text() for language, text in keys["name"].mapping(languages).items()}
    if every and every[0] not in begins:
        node.fail(f"{every[0]} is in no part", "a part that begins with it")
    return begins


def _parts(every: Mapping[str, Cause], begins: Mapping[str, Mapping[str, str]], absent: Collection[str]) -> tuple[Part, ...]:
    found: list[tuple[Mapping[str, str], list[Cause]]] = []
    for key, cause in every.items():
        if key in begins or not found:
            found.append((begins.get(key, {}), []))
        if key not in absent:
            found[-1][1].append(cause)
    return tuple(Part(name, tuple(causes)) for name, causes in found if causes)


def _cause(key: str, node: Node, languages: tuple[str, ...]) -> Cause:
    keys = node.mapping(["name", "plain"], ["number", "words", "also", "route", "rest"])
    return Cause(
        id=key,
        number=keys["number"].text() if "number" in keys else "",
        name={language: one.text() for language, one in keys["name"].mapping(languages).items()},
        plain={language: one.text() for language, one in keys["plain"].mapping(languages).items()},
        words=keys["words"].texts() if "words" in keys else (),
        also=keys["also"].texts() if "also" in keys else (),
        route=tuple(one.one_of(ROUTES, "route note") for one in keys["route"].list()) if "route" in keys else (),
        rest=keys["rest"].boolean() if "rest" in keys else False,
    )


def find_in_text(causes: CauseList, text: str) -> Cause | None:
    """The cause whose official name stands in a text; of several the longest name, then the first to stand there.

    "…买卖合同一案" and "买卖合同纠纷" both name the cause 买卖合同纠纷.
    """
    best: tuple[int, int] | None = None
    found: Cause | None = None
    for cause in causes.causes.values():
        for name in (cause.name.get("zh-Hans", ""), *cause.also):
            stem = name.removesuffix("纠纷")
            for form in (name, f"{stem}一案", f"{stem}案", f"{stem}争议") if name else ():
                place = text.find(form)
                if place >= 0 and (best is None or (-len(name), place) < best):
                    best, found = (-len(name), place), cause
    return found
