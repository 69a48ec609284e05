"""A matter in words: what pages and notices say of states, events, people and dates, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiefen import shelf
from jiefen.apps.matters.queries import Page, Person
from jiefen.core.law import prove
from jiefen.core.law.words import day_in
from jiefen.core.marks import marks
from jiefen.core.procedure.clocks import changes_of
from jiefen.core.procedure.model import Action, Fact, FactType, Procedure
from jiefen.core.procedure.record import EventKind, Running
from jiefen.core.procedure.view import TimelineEntry
from jiefen.web.formats import day_of, format_money
from jiefen.web.language import in_language, tag
from jiefen.web.text import visible


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact ready to be read: its label and its value in words, or its rows."""

    label: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[str, ...] = ()


def show_fact(fact: Fact, value: Any, language: str, people: Mapping[str, Person]) -> Shown:
    """One fact in words."""
    label = in_language(dict(fact.label), language)
    if fact.type is FactType.LIST:
        columns = tuple(in_language(dict(one.label), language) for one in fact.fields)
        rows = tuple(tuple(_value(one, row.get(one.id), language, people) for one in fact.fields) for row in value)
        return Shown(label, "", rows, columns)
    return Shown(label, _value(fact, value, language, people))


def _value(fact: Fact, value: Any, language: str, people: Mapping[str, Person]) -> str:
    if value is None:
        return "—"
    if fact.type is FactType.MONEY:
        return format_money(value, fact.currency or "CNY", language)
    if fact.type is FactType.DATE:
        return day_in_words(value, language)
    if fact.type is FactType.PERSON:
        return people[value].name if value in people else str(value)
    if fact.type is FactType.CHOICE:
        return next((in_language(dict(one.name), language) for one in fact.options if one.id == value), str(value))
    if fact.type is FactType.YESNO:
        from django.utils.translation import gettext

        return gettext("Yes") if value else gettext("No")
    return visible(str(value))


def day_in_words(day: str | date, language: str) -> str:
    """A day, or the day of a moment here, as people of a language write it in papers; a day may come as ISO text."""
    return day_in(day_of(date.fromisoformat(day) if isinstance(day, str) else day), tag(language))


def show_facts(procedure: Procedure, facts: Mapping[str, Any], language: str, people: Mapping[str, Person]) -> list[Shown]:
    """Facts in the order in which the procedure declares them."""
    return [show_fact(fact, facts[name], language, people) for name, fact in procedure.facts.items() if name in facts]


@dataclass(frozen=True, slots=True)
class Clock:
    """A running deadline in words, with the lines of its proof."""

    name: str
    act_by: str
    lost: str
    two_dates: bool
    provisional: bool
    consequence: str
    who: str
    certainty: str
    proof: tuple[str, ...]
    days_left: int
    days_all: int
    days_gone: int


def show_clock(page: Page, running: Running, language: str, now: datetime) -> Clock:
    """One running deadline, proved from what the ledger recorded of its start and changes."""
    deadline = page.procedure.deadlines[running.deadline]
    lang = tag(language)
    calendar = shelf.calendar(page.row.pack)
    started = datetime.fromisoformat(running.started)
    proof = prove(deadline.period, started, calendar, changes_of(running))
    today = now.astimezone(calendar.tz).date()
    last, first = date.fromisoformat(running.act_by), started.astimezone(calendar.tz).date()
    sources = shelf.sources(page.row.pack)
    lines = [readable(line, sources, lang) for line in proof.lines(lang)]
    return Clock(
        name=in_language(dict(deadline.name), language),
        act_by=running.act_by,
        lost=running.not_lost_before,
        two_dates=running.act_by != running.not_lost_before,
        provisional=running.provisional,
        consequence=in_language(dict(deadline.consequence), language) if deadline.consequence else "",
        who=marks(lang).comma.join(in_language(dict(page.procedure.roles[role].name), language) for role in deadline.who),
        certainty=deadline.certainty,
        proof=tuple(lines),
        days_left=(last - today).days,
        days_all=max((last - first).days, 1),
        days_gone=min(max((today - first).days, 0), max((last - first).days, 1)),
    )


def readable(line: str, sources: Any, language: str) -> str:
    """Citations inside a line as people read them."""
    import re

    return re.sub(r"[^\s\[,，،、：:]+@\d{4}(?:-\d\d-\d\d)?#[\d-]+", lambda found: sources.shown(found[0], language), line)


STANDING: dict[str, Any] = {
    "representative": _("representative"),
    "helper": _("helper"),
    "interpreter": _("interpreter"),
}
"""How somebody stands beside a party, in words."""


def who_speaks(person: Person | None) -> str:
    """A name, with the capacity in which somebody stands beside a party: "王小妹 (interpreter)". Empty for nobody."""
    if person is None:
        return ""
    name = visible(person.name)
    return name if person.capacity == "self" else f"{name} ({STANDING[person.capacity]})"


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words."""

    seq: int
    at: datetime
    recorded_at: datetime
    late: bool
    by_time: bool
    who: str
    what: str
    to: str
    partial: bool
    facts: tuple[Shown, ...]
    reason: str
    ground: str
    documents: tuple[tuple[str, str], ...]


def _what(entry: TimelineEntry, action: Action | None, language: str) -> str:
    if entry.kind is EventKind.MOVE:
        from django.utils.translation import gettext

        return gettext("Goes on under another version of the procedure")
    return in_language(dict(action.name), language) if action else entry.action


def show_timeline(page: Page, language: str) -> list[Told]:
    """Everything that happened, as the viewer may read it, the newest first."""
    told = []
    for entry in reversed(page.view.timeline):
        action = page.procedure.actions.get(entry.action)
        ground = next((one for one in action.grounds if one.id == entry.ground), None) if action else None
        moved = entry.target and entry.target != entry.source and entry.target in page.procedure.states
        told.append(
            Told(
                seq=entry.seq,
                at=entry.at,
                recorded_at=entry.recorded_at,
                late=(entry.recorded_at - entry.at).total_seconds() > 86400 and entry.kind is EventKind.EXPIRE,
                by_time=entry.kind is EventKind.EXPIRE,
                who=who_speaks(page.people.get(entry.actor)),
                what=_what(entry, action, language),
                to=in_language(dict(page.procedure.states[entry.target].name), language) if moved else "",
                partial=not entry.complete,
                facts=tuple(show_facts(page.procedure, entry.facts, language, page.people)),
                reason=entry.reason,
                ground=in_language(dict(ground.name), language) if ground else "",
                documents=tuple(
                    (name, in_language(dict(page.procedure.documents[name].name), language)) for name in entry.documents
                ),
            )
        )
    return told
