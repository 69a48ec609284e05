"""What goes into a paper: only facts that every one of its readers may see, in one language.

What people wrote, and numbers and sums, are isolated in direction wherever they could disturb the text around them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import override

from jiefen import shelf
from jiefen.apps.matters import models, queries, store
from jiefen.apps.matters.presentation import STANDING, Shown, day_in_words, show_fact
from jiefen.apps.papers.words import blank_day, prevails
from jiefen.core.access import Confidence, Viewer, sees
from jiefen.core.marks import Marks, isolated, marks
from jiefen.core.procedure.model import Document
from jiefen.core.procedure.paper import Block, Paper
from jiefen.core.procedure.record import Event, EventKind, Participant
from jiefen.core.procedure.rules import ACTING
from jiefen.core.procedure.view import viewer_of
from jiefen.web.language import direction
from jiefen.web.text import visible


@dataclass(frozen=True, slots=True)
class Line:
    """One block of a paper in words: its kind, its text, and rows where it is a table."""

    kind: str
    text: str = ""
    label: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A paper in one language, ready to be drawn as page, PDF or DOCX."""

    title: str
    number: str
    language: str
    lines: tuple[Line, ...]

    @property
    def direction(self) -> str:
        """Whether it is written from right to left: "rtl" or "ltr"."""
        return direction(self.language)

    @property
    def marks(self) -> Marks:
        """Its punctuation."""
        return marks(self.language)

    @property
    def blank_day(self) -> str:
        """Where a day is to be written by hand."""
        return blank_day(self.language)


class _Names(dict[str, str]):
    """Values for a text; a name that has none leaves a blank to be filled in by hand."""

    def __missing__(self, name: str) -> str:
        return "________"


def write(row: models.Matter, seq: int, document_id: str, language: str) -> Written:
    """The paper that event `seq` asked for. Raises LookupError when that event asked for none of that name.

    The matter is taken as it stood just after that event, so that a paper made later says the same.
    """
    held = store.loaded(row)
    events = store.read_events(row, held.key)
    event = next((one for one in events if one.seq == seq), None)
    asked = {paper["id"]: paper for paper in (event.body.get("documents") or ())} if event else {}
    if event is None or document_id not in asked:
        raise LookupError(f"event {seq} asks for no document {document_id}")
    with override(language.lower()):
        lines = _written(held, events[:seq], event, document_id, asked[document_id]["readers"], language)
    note = prevails(language, shelf.pack(row.pack).languages[0])
    title = held.procedure.documents[document_id].name[language]
    return Written(title, row.number, language, (*lines, *([Line("note", note)] if note else ())))


def _written(
    held: store.Loaded, events: list[Event], event: Event, name: str, participants: list[str], language: str
) -> list[Line]:
    from jiefen.core.procedure import replay

    then = replay(held.procedure, events)
    document = held.procedure.documents[name]
    readers = [viewer_of(held.procedure, then.participants.get(one)) for one in participants]
    known = queries.people_of(held, readers[0] if readers else Viewer(), None)
    people = {name: _as_then(known[name], one, readers) for name, one in then.participants.items() if name in known}
    facts = {name: then.facts[name] for name in document.uses if name in then.facts and _shared(held, then, name, readers)}
    signed = _signatures(held, events, document)
    names = _names(held, event, then, facts, language, people)
    paper: Paper = shelf.paper(held.row.pack, document.template)
    return [
        line
        for block in paper.blocks
        for line in _lines(block, held.row, held, facts, names, people, signed, document, language)
    ]


def _as_then(one: queries.Person, stood: Participant, readers: list[Viewer]) -> queries.Person:
    """Somebody as they stood in the matter then, without the contact unless every reader of the paper may have it."""
    everybody = all(sees(reader, Confidence.CONTACT, one.side or None, one.participant) for reader in readers)
    return replace(one, left=stood.left, contact=one.contact if everybody else {})


def _shared(held: store.Loaded, then: Any, name: str, readers: list[Viewer]) -> bool:
    giver = then.born.get(name, "")
    side = then.participants[giver].side if giver in then.participants else None
    return all(sees(one, held.procedure.facts[name].confidence, side, giver) for one in readers)


def _signatures(held: store.Loaded, events: list[Event], document: Document) -> dict[str, datetime]:
    """When each participant signed, by the ledger: acts done by each whose signature later drafts have not voided."""
    signed: dict[str, datetime] = {}
    for event in events:
        action = held.procedure.actions.get(event.body.get("action", ""))
        if event.kind is not EventKind.ACT or action is None:
            continue
        if action.resets:
            signed = {}
        elif (action.each and "done" in event.body) or document.id in action.documents:
            signed[event.actor] = event.at
    return signed


def _names(held: store.Loaded, event: Event, then: Any, facts: Mapping[str, Any], language: str, people: Any) -> _Names:
    names = _Names(procedure=held.procedure.title[language], state=held.procedure.states[then.state].name[language])
    names["number"] = isolated(held.row.number, language)
    names["today"] = isolated(day_in_words(event.at, language), language)
    names["reason"] = _own(str(event.body.get("reason", "")), language) or "________"
    for name, value in facts.items():
        names[name] = _own(show_fact(held.procedure.facts[name], value, language, people).text, language)
    for name, running in then.running.items():
        names[f"deadline.{name}"] = isolated(day_in_words(running.act_by, language), language)
    return names


def _own(text: str, language: str) -> str:
    """A text of a person or a value, its hidden marks made visible and each of its lines isolated."""
    return "\n".join(isolated(line, language) for line in visible(text).splitlines())


def _filled(text: str, names: _Names) -> str:
    for name in {part.split("}")[0] for part in text.split("{")[1:]}:
        text = text.replace("{" + name + "}", names[name])
    return text


def _lines(
    block: Block,
    row: models.Matter,
    held: store.Loaded,
    facts: Mapping[str, Any],
    names: _Names,
    people: Any,
    signed: Mapping[str, datetime],
    document: Document,
    language: str,
) -> list[Line]:
    if block.only_if and block.only_if not in facts:
        return []
    if block.text is not None:
        return [Line(block.kind, _filled(block.text[language], names))]
    if block.kind in ("fact", "rows"):
        return [_fact(held, block.name, facts, people, language)] if block.name in facts else []
    if block.kind == "parties":
        return [_parties(held, block.roles, people, language)]
    if block.kind == "signatures":
        return [_signing(held, block.roles, people, signed, language)]
    sources = shelf.sources(row.pack)
    colon = marks(language).colon
    return [Line("cite", f"{sources.shown(one, language)}{colon}{sources.paraphrase(one, language)}") for one in document.basis]


def _fact(held: store.Loaded, name: str, facts: Mapping[str, Any], people: Any, language: str) -> Line:
    shown: Shown = show_fact(held.procedure.facts[name], facts[name], language, people)
    rows = tuple(tuple(_own(cell, language) for cell in line) for line in shown.rows)
    text = _own(shown.text, language)
    fact = held.procedure.facts[name]
    if fact.type.value == "money" and language.startswith("zh"):
        text += f"（{capitals(facts[name])}）"
    return Line("rows" if rows else "fact", text, shown.label, shown.columns, rows)


def _parties(held: store.Loaded, roles: tuple[str, ...], people: Any, language: str) -> Line:
    rows = [
        (
            _standing(held, one, language),
            _own(one.name, language),
            "  ".join(_own(str(v), language) for v in one.contact.values() if v),
        )
        for role in roles
        for one in people.values()
        if one.role == role and not one.left
    ]
    return Line("parties", rows=tuple(rows))


def _signing(held: store.Loaded, roles: tuple[str, ...], people: Any, signed: Mapping[str, datetime], language: str) -> Line:
    rows = [
        (
            _standing(held, one, language),
            _own(one.name, language),
            isolated(day_in_words(signed[one.participant], language), language) if one.participant in signed else "",
        )
        for role in roles
        for one in people.values()
        if one.role == role and one.capacity in ACTING and (not one.left or one.participant in signed)
    ]
    return Line("signatures", rows=tuple(rows))


def _standing(held: store.Loaded, one: queries.Person, language: str) -> str:
    """What somebody is in the matter, and how they stand beside a party where they do."""
    role, use = held.procedure.roles[one.role].name[language], marks(language)
    return role if one.capacity == "self" else f"{role}{use.opening}{STANDING[one.capacity]}{use.closing}"


_FIGURES = "零壹贰叁肆伍陆柒捌玖"


def capitals(fen: int) -> str:
    """A sum in the capital figures that Chinese papers use: 300050 is 人民币叁仟元伍角. Sums below 10^15 fen."""
    yuan, rest = divmod(abs(fen), 100)
    units, groups = ["", "拾", "佰", "仟"], ["", "万", "亿", "万亿"]
    text, zero = "", False
    digits = str(yuan)
    for place, char in enumerate(digits):
        position = len(digits) - place - 1
        if char == "0":
            zero = True
        else:
            text += ("零" if zero and text else "") + _FIGURES[int(char)] + units[position % 4]
            zero = False
        if position % 4 == 0 and any(one != "0" for one in digits[max(0, place - 3) : place + 1]):
            text += groups[position // 4]
    whole = f"{text or '零'}元" if yuan or not rest else ""
    jiao, cents = divmod(rest, 10)
    if not rest:
        return f"人民币{whole}整"
    part = (f"{_FIGURES[jiao]}角" if jiao else ("零" if yuan else "")) + (f"{_FIGURES[cents]}分" if cents else "")
    return f"人民币{whole}{part}"
