"""A first procedure for a jurist to change: complete, proved and with scenarios that pass, as the texts of its files.

Knows where a small procedure needs law. Refuses to know any: what it cites, and how long its clocks run, it borrows from
the procedures of the pack that are nearest in nature, or else from the pack's sources.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import Template

from jiefen.core.access import RoleKind
from jiefen.core.law import Calendar, Counting
from jiefen.core.procedure.load import PackInfo, load_procedure
from jiefen.core.procedure.model import START, Action, Deadline, Nature, Procedure
from jiefen.core.procedure.plan import plan_of
from jiefen.core.procedure.simulate import usual_morning
from jiefen.core.procedure.skeleton_stories import stories
from jiefen.core.sources import Sources

_ID = re.compile(r"[a-z][a-z0-9-]{0,59}\Z")
_TEXT = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")
_FACTS = ("story", "claim", "amount")
"""What the skeleton's opening act asks for, and so what it can hand over."""


Fits = Callable[[Procedure, Deadline], bool]
"""Whether a deadline of a procedure is of the kind that is looked for."""


@dataclass(frozen=True, slots=True)
class Around:
    """The pack for which a procedure is begun: its names, rules and sources, and its procedures to borrow from.

    `opens` names the procedures with which a person can begin, the most usual first.
    """

    pack: PackInfo
    counting: Mapping[str, Counting]
    calendar: Calendar
    sources: Sources
    procedures: Sequence[Procedure]
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A length of time with the articles that set it, and where it was borrowed from."""

    length: int
    unit: str
    counting: str
    basis: tuple[str, ...]
    source: str


def skeleton(name: str, nature: Nature, around: Around, templates: Mapping[str, str]) -> dict[str, str]:
    """The files of a new procedure: text by path, the procedure first.

    `templates` are the texts to fill in, by name: voluntary, hearing (for the other natures), agreement, decision,
    scenarios. In them [[中文|English]] stands for a text in every language of the pack, $value for a value, and a line
    that begins with @compulsory or @judicial stands only in a procedure of that nature.

    Raises ValueError when `name` is no id or is taken, or when the pack has nothing that such a procedure needs: a length
    of time in its sources, or a court to which a party could go on.
    """
    _check_name(name, around)
    body, paper = ("voluntary", "agreement") if nature is Nature.VOLUNTARY else ("hearing", "decision")
    file = f"procedures/{name}.yaml"
    values = _values(name, nature, around) | {"paper": f"{name}-{paper}", "file": file}
    filled = {one: _filled(_of_nature(templates[one], nature), values, around.pack.languages)
              for one in (body, paper, "scenarios")}  # fmt: skip
    own = _with_own(around.pack, name, values["paper"])
    procedure = load_procedure(filled[body], file, counting=around.counting, pack=own)
    return {
        file: filled[body],
        f"scenarios/{name}.yaml": filled["scenarios"] + stories(procedure, around.calendar),
        f"documents/{values['paper']}.yaml": filled[paper],
    }


def _check_name(name: str, around: Around) -> None:
    if not _ID.match(name):
        raise ValueError(
            f"{name!r} is no id: write 1 to 60 small letters, digits and -, beginning with a letter, such as library-fine."
        )
    if name in {one.id for one in around.procedures}:
        raise ValueError(f"pack {around.pack.id} has a procedure {name!r} already; to change it, copy its file.")


def _with_own(pack: PackInfo, name: str, paper: str) -> PackInfo:
    """The pack as it will be with the new files."""
    return replace(pack, procedures=(pack.procedures or frozenset()) | {name}, papers=(pack.papers or frozenset()) | {paper})


def _of_nature(text: str, nature: Nature) -> str:
    """The lines that stand in a procedure of this nature."""
    kept = []
    for line in text.splitlines():
        mark, rest = (line.split(" ", 1)) if line.startswith("@") else ("", line)
        if mark in ("", f"@{nature.value}"):
            kept.append(rest)
    return "\n".join(kept) + "\n"


def _filled(text: str, values: Mapping[str, str], languages: Sequence[str]) -> str:
    """A template with its texts in every language and its values put in. Languages it does not know get English."""

    def every(found: re.Match[str]) -> str:
        zh, en = found[1], found[2]
        return "{" + ", ".join(f'{one}: "{zh if one == "zh-Hans" else en}"' for one in languages) + "}"

    return Template(_TEXT.sub(every, text)).substitute(values)


def _values(name: str, nature: Nature, around: Around) -> dict[str, str]:
    near = _near(nature, around)
    basis = next((one.basis for one in near if one.basis), ()) or _first(around.sources)
    power = next((act.basis for one in near for act in _powers(one)), ()) or basis
    remedy = next((kept.basis for one in near for kept in one.remedies.values() if kept.basis), ()) or power
    values = {
        "id": name, "jurisdiction": around.pack.id, "nature": nature.value, "basis": ", ".join(basis),
        "power": ", ".join(power), "remedy": ", ".join(remedy), "others": _others(around.pack.languages),
        "year": str(usual_morning(around.calendar).year),
    }  # fmt: skip
    clocks = {"office": _clock(near, around, _of_office), "party": _clock(near, around, _of_other_side)}
    if nature is Nature.VOLUNTARY:
        clocks["long"] = _clock(near, around, _long, longest=True)
    for slot, clock in clocks.items():
        values |= {f"{slot}_length": str(clock.length), f"{slot}_unit": clock.unit, f"{slot}_counting": clock.counting,
                   f"{slot}_basis": ", ".join(clock.basis), f"{slot}_from": clock.source}  # fmt: skip
    if nature is not Nature.JUDICIAL:
        asker, other = ("asker", "other") if nature is Nature.VOLUNTARY else ("applicant", "respondent")
        values["hand_off"], values["hand_off_back"] = _hand_off(around, asker, other), _hand_off(around, other, asker)
    return values


def _others(languages: Sequence[str]) -> str:
    """The note about languages in which the skeleton has no texts of its own."""
    unknown = ", ".join(one for one in languages if one not in ("zh-Hans", "en"))
    note = "# {}: these texts are still in English, translate them. 这些语言的文字暂用英文，请翻译。\n"
    return note.format(unknown) if unknown else ""


# -- law that is borrowed -------------------------------------------------------------------------------------------


def _near(nature: Nature, around: Around) -> list[Procedure]:
    """The procedures to borrow from: of the same nature first, those with which people begin before others."""
    order = {name: place for place, name in enumerate(around.opens)}
    return sorted(around.procedures, key=lambda one: (one.nature is not nature, order.get(one.id, len(order))))


def _kinds(procedure: Procedure, roles: Sequence[str]) -> set[RoleKind]:
    return {procedure.roles[one].kind for one in roles}


def _powers(procedure: Procedure) -> Iterator[Action]:
    for action in procedure.actions.values():
        if _kinds(procedure, action.by) == {RoleKind.AUTHORITY} and action.basis and not action.refusal:
            yield action


def _of_office(procedure: Procedure, deadline: Deadline) -> bool:
    """A time within which an office must act."""
    return _kinds(procedure, deadline.who) == {RoleKind.AUTHORITY} and _short(deadline)


def _of_other_side(procedure: Procedure, deadline: Deadline) -> bool:
    """A time within which a party answers that did not begin."""
    began = {role for action in plan_of(procedure).leaving[START] for role in action.by}
    return _kinds(procedure, deadline.who) == {RoleKind.PARTY} and not began & set(deadline.who) and _short(deadline)


def _long(procedure: Procedure, deadline: Deadline) -> bool:
    """A limitation period: years, at whose end nothing happens but that somebody is told."""
    return procedure.actions[deadline.on_expiry].to is None and deadline.period.readings[0].unit.value == "year"


def _short(deadline: Deadline) -> bool:
    first = deadline.period.readings[0]
    return first.length > 0 and first.unit.value in ("day", "working-day", "month")


def _clock(near: Sequence[Procedure], around: Around, fits: Fits, longest: bool = False) -> Clock:
    """The first deadline that fits; where no procedure has one, a length out of the sources."""
    for procedure in near:
        for deadline in procedure.deadlines.values():
            if fits(procedure, deadline):
                first = deadline.period.readings[0]
                source = f"{procedure.key}, {deadline.id}"
                return Clock(first.length, first.unit.value, first.counting.id, deadline.basis, source)
    return _from_sources(around, longest)


_DAYS = {"day": 1, "working-day": 1, "month": 30, "year": 365}


def _from_sources(around: Around, longest: bool) -> Clock:
    """The first length that any article sets, or the longest one. Raises ValueError when there is none."""
    found = [
        Clock(length, unit, next(iter(around.counting), ""), (f"{key}#{article}",), "sources.yaml")
        for key, law in around.sources.laws.items()
        for lengths in (law.limits, law.custom)
        for article, those in lengths.items()
        for length, unit in those
        if unit in _DAYS
    ]
    if not found or not around.counting:
        raise ValueError(
            f"the sources of pack {around.pack.id} set no length of time; add `limits` or `custom` to a law in sources.yaml."
        )
    return max(found, key=lambda one: one.length * _DAYS[one.unit]) if longest else found[0]


def _first(sources: Sources) -> tuple[str, ...]:
    """The first citation there is. Raises ValueError when there is none."""
    for key, law in sources.laws.items():
        for article in law.articles:
            return (f"{key}#{article}",)
    raise ValueError("the pack's sources have no article that could be cited; add one to sources.yaml.")


# -- the way on to court --------------------------------------------------------------------------------------------


def _hand_off(around: Around, claimant: str, defendant: str) -> str:
    """The hand-off to the procedure of the pack that is easiest to open: a court's first, and one that asks for little.

    Raises ValueError when there is none that the claim, the story and the sum can open.
    """
    order = {name: place for place, name in enumerate(around.opens)}
    ways = [way for one in around.procedures if one.holds_to is None for way in _ways(one, claimant, defendant)]
    if not ways:
        raise ValueError(
            f"pack {around.pack.id} has no procedure to which a party could go on to court; begin with --nature judicial."
        )
    return min(ways, key=lambda way: (way[0] is not Nature.JUDICIAL, order.get(way[1], len(order)), way[2]))[3]


def _ways(there: Procedure, claimant: str, defendant: str) -> Iterator[tuple[Nature, str, int, str]]:
    """Each opening act that fits: nature, id, how much it asks for, and the hand-off as it is written."""
    for action in plan_of(there).leaving[START]:
        required = [ask.fact for ask in action.asks if ask.required]
        openers = [role for role in action.by if there.roles[role].kind is RoleKind.PARTY]
        others = [one.id for one in there.roles.values() if one.kind is RoleKind.PARTY and one.id not in openers]
        carried = [name for name in _FACTS if name in there.facts and _same(there, name)]
        needed = [name for name in others if there.roles[name].least]
        if len(openers) != 1 or len(action.by) != 1 or not set(required) <= set(carried) or len(needed) > 1:
            continue
        mapped = {claimant: openers[0], **({defendant: (needed or others)[0]} if others else {})}
        roles = ", ".join(f"{here}: {role}" for here, role in mapped.items())
        written = f"{{procedure: {there.id}, opens: {action.id}, carries: [{', '.join(carried)}], roles: {{{roles}}}}}"
        yield there.nature, there.id, len(required), written


def _same(there: Procedure, name: str) -> bool:
    """Whether a fact is there of the type and class that the skeleton gives it."""
    fact = there.facts[name]
    return fact.type.value == ("money" if name == "amount" else "text") and fact.confidence.value == "open"
