"""Limitation of actions: how long a claim can be brought without the other side being able to object to time.

The figures are a pack's data (for China: Civil Code 188 to 199). The result never says "safe": it says "at least
until …, if these facts can be proved", and how it was found.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from jiefen.core.law.calendar import Calendar
from jiefen.core.law.counting import Counting
from jiefen.core.law.period import Interruption, Reading, Unit, add_months, end_of
from jiefen.core.law.proof import Step
from jiefen.core.strictyaml import Node, read_yaml


@dataclass(frozen=True, slots=True)
class Interrupting:
    """What interrupts limitation: its name, and the citation of the law that says so."""

    name: Mapping[str, str]
    basis: str


@dataclass(frozen=True, slots=True)
class LimitationRule:
    """One rule of limitation: its length, its longest length from the harm, and the tail after an obstacle.

    `limited` is False for claims that never lapse. `interrupts` and `obstacles` are the kinds the law knows.
    """

    id: str
    name: Mapping[str, str]
    limited: bool
    length: int
    unit: Unit
    counting: Counting
    longest_years: int | None
    tail_months: int
    interrupts: Mapping[str, Interrupting]  # by kind
    obstacles: Mapping[str, str]  # kind -> citation
    basis: tuple[str, ...]
    serves: tuple[str, ...] = ()  # causes and codes of route notes to which it applies; the first rule serves the rest


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that kept the person from claiming, from `start` to `end` (None: it lasts)."""

    start: date
    end: date | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LimitationFacts:
    """What the person knows: when they learned of the harm and who owes, when it happened, what came between."""

    known_on: date
    harm_on: date | None = None
    last_instalment_due: date | None = None
    interruptions: tuple[Interruption, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitationResult:
    """Until when, at least; None when the claim does not lapse, or while an obstacle lasts."""

    until: date | None
    provisional: bool
    steps: tuple[Step, ...] = field(default=())

    def lines(self, lang: str) -> list[str]:
        """How it was found, in words."""
        return [step.say(lang) + (f" [{step.basis}]" if step.basis else "") for step in self.steps]


def limitation(rule: LimitationRule, facts: LimitationFacts, calendar: Calendar) -> LimitationResult:
    """Until when a claim can be brought under `rule`. Interruptions after the end interrupt nothing.

    Raises ValueError when an interruption has no time zone.
    """
    steps: list[Step] = []
    basis = rule.basis[0] if rule.basis else ""
    if not rule.limited:
        return LimitationResult(None, False, (Step("not-limited", {}, basis),))
    start = max(facts.known_on, facts.last_instalment_due or facts.known_on)
    steps.append(Step("instalments" if facts.last_instalment_due == start else "known", {"day": start}, basis))
    end, provisional = _ends(rule, start, calendar, steps)
    for change in sorted(facts.interruptions, key=lambda change: change.at):
        day = change.at.astimezone(calendar.tz).date()
        known = rule.interrupts.get(change.kind)
        said = {"at": day, "kind": known.name if known else change.kind}
        if day > end:
            steps.append(Step("ignored", said, ""))
            continue
        steps.append(Step("interrupted", said, known.basis if known else ""))
        end, provisional = _ends(rule, day, calendar, steps)
    for obstacle in sorted(facts.obstacles, key=lambda obstacle: obstacle.start):
        if obstacle.start > end or (obstacle.end or date.max) < add_months(end, -rule.tail_months):
            continue
        if obstacle.end is None:
            return LimitationResult(None, True, (*steps, Step("obstacle", {"day": "…"}, "")))
        tail = add_months(obstacle.end, rule.tail_months)
        if tail > end:
            end = calendar.next_working_day(tail)
            steps.append(Step("obstacle", {"day": obstacle.end}, rule.obstacles.get(obstacle.kind, "")))
    if rule.longest_years is not None and facts.harm_on is not None:
        longest = add_months(facts.harm_on, 12 * rule.longest_years)
        if longest < end:
            end = longest
            steps.append(Step("longest", {"day": longest}, basis))
    steps.append(Step("at-least", {"day": end}, ""))
    return LimitationResult(end, provisional, tuple(steps))


def rule_for(rules: Mapping[str, LimitationRule], codes: Collection[str]) -> LimitationRule:
    """The rule that serves a cause, given its id and its route notes; the first rule where none names them."""
    every = list(rules.values())
    return next((one for one in every if not set(one.serves).isdisjoint(codes)), every[0])


def _ends(rule: LimitationRule, start: date, calendar: Calendar, steps: list[Step]) -> tuple[date, bool]:
    noon = datetime.combine(start, time(12), calendar.tz)
    passed, provisional = end_of(Reading(rule.length, rule.unit, rule.counting), noon, calendar)
    end = date.fromordinal(passed.astimezone(calendar.tz).date().toordinal() - 1)
    steps.append(Step("length", {"length": rule.length, "unit": rule.unit, "day": end}, rule.counting.cites("month")))
    return end, provisional


def load_limitation(text: str, file: str, counting: Mapping[str, Counting]) -> dict[str, LimitationRule]:
    """The limitation rules of a pack's file, by id. Raises PackError naming the line of whatever is wrong."""
    top = read_yaml(text, file).mapping(["rules"])
    return {name: _rule(name, node, counting) for name, node in top["rules"].items()}


def _rule(name: str, node: Node, counting: Mapping[str, Counting]) -> LimitationRule:
    keys = node.mapping(
        ["name", "limited", "basis"],
        ["length", "unit", "counting", "longest_years", "tail_months", "interrupts", "obstacles", "serves"],
    )
    limited = keys["limited"].boolean()
    if limited:
        node.mapping(["name", "limited", "basis", "length", "unit", "counting"],
                     ["longest_years", "tail_months", "interrupts", "obstacles", "serves"])  # fmt: skip
    return LimitationRule(
        id=name,
        name={language: text.text() for language, text in keys["name"].items()},
        limited=limited,
        length=keys["length"].integer(1, 100) if limited else 0,
        unit=Unit(keys["unit"].one_of([unit.value for unit in Unit])) if limited else Unit.YEAR,
        counting=counting[keys["counting"].one_of(list(counting))] if limited else next(iter(counting.values())),
        longest_years=keys["longest_years"].integer(1, 100) if "longest_years" in keys else None,
        tail_months=keys["tail_months"].integer(0, 60) if "tail_months" in keys else 0,
        interrupts=_interrupting(keys.get("interrupts")),
        obstacles=_cited(keys.get("obstacles")),
        basis=keys["basis"].texts(),
        serves=keys["serves"].texts() if "serves" in keys else (),
    )


def _interrupting(node: Node | None) -> dict[str, Interrupting]:
    found = {kind: one.mapping(["name", "basis"]) for kind, one in node.items()} if node else {}
    return {
        kind: Interrupting({language: text.text() for language, text in keys["name"].items()}, keys["basis"].text())
        for kind, keys in found.items()
    }


def _cited(node: Node | None) -> dict[str, str]:
    return {kind: cite.text() for kind, cite in node.items()} if node else {}
