"""What goes into a paper: only facts that every one of its readers may see, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import override

from jiefen import shelf
from jiefen.apps.matters import models, queries, store
from jiefen.apps.matters.presentation import Shown, day_in_words, show_fact
from jiefen.core.access import Viewer, sees
from jiefen.core.procedure.model import Document
from jiefen.core.procedure.paper import Block, Paper
from jiefen.core.procedure.record import Event, EventKind
from jiefen.core.procedure.view import viewer_of
from jiefen.web.formats import format_day
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
    from jiefen.core.procedure import replay

    then = replay(held.procedure, events[:seq])
    document = held.procedure.documents[document_id]
    readers = [viewer_of(held.procedure, then.participants.get(one)) for one in asked[document_id]["readers"]]
    with override(language):
        people = queries.people_of(held, readers[0] if readers else Viewer(), None)
    facts = {name: then.facts[name] for name in document.uses if name in then.facts and _shared(held, then, name, readers)}
    signed = _signatures(held, events[:seq], document)
    names = _names(held, event, then, facts, language, people)
    paper: Paper = shelf.paper(row.pack, document.template)
    lines = [
        line for block in paper.blocks for line in _lines(block, row, held, facts, names, people, signed, document, language)
    ]
    return Written(document.name[language], row.number, language, tuple(lines))


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
    names = _Names(number=held.row.number, today=format_day(event.at, language), procedure=held.procedure.title[language])
    names["state"] = held.procedure.states[then.state].name[language]
    names["reason"] = visible(str(event.body.get("reason", ""))) or "________"
    for name, value in facts.items():
        names[name] = show_fact(held.procedure.facts[name], value, language, people).text
    for name, running in then.running.items():
        names[f"deadline.{name}"] = day_in_words(running.act_by, language)
    return names


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
    return [Line("cite", f"{sources.shown(one, language)}：{sources.paraphrase(one, language)}") for one in document.basis]


def _fact(held: store.Loaded, name: str, facts: Mapping[str, Any], people: Any, language: str) -> Line:
    shown: Shown = show_fact(held.procedure.facts[name], facts[name], language, people)
    rows = tuple(tuple(visible(cell) for cell in line) for line in shown.rows)
    text = visible(shown.text)
    fact = held.procedure.facts[name]
    if fact.type.value == "money" and language.startswith("zh"):
        text += f"（{capitals(facts[name])}）"
    return Line("rows" if rows else "fact", text, shown.label, shown.columns, rows)


def _parties(held: store.Loaded, roles: tuple[str, ...], people: Any, language: str) -> Line:
    rows = [
        (
            held.procedure.roles[one.role].name[language],
            visible(one.name),
            visible("  ".join(str(v) for v in one.contact.values() if v)),
        )
        for role in roles
        for one in people.values()
        if one.role == role
    ]
    return Line("parties", rows=tuple(rows))


def _signing(held: store.Loaded, roles: tuple[str, ...], people: Any, signed: Mapping[str, datetime], language: str) -> Line:
    rows = [
        (
            held.procedure.roles[one.role].name[language],
            visible(one.name),
            format_day(signed[one.participant], language) if one.participant in signed else "",
        )
        for role in roles
        for one in people.values()
        if one.role == role
    ]
    return Line("signatures", rows=tuple(rows))


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
