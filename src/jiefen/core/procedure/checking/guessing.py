"""Values that stand for all values: for each fact that a guard reads, a few that make the guards answer differently.

Guards compare facts with constants and with one another, so the constants, their neighbours and "not given" are
enough to try both ways, and combinations that no facts can make are never tried.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from jiefen.core.procedure.guards import holds
from jiefen.core.procedure.model import Action, Fact, FactType, Guard, Procedure

GIVEN = "given"
"""Stands for whatever value a fact has that is only asked whether it was given."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One value standing for all between which no guard can tell; `given` when somebody can give one of them."""

    value: Any
    given: bool


_NUMBER = re.compile(r"(?<![\w.'])-?\d+(?![\w.])")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_MOST_COMBINATIONS = 20_000
_MOST_VALUES = 24


def domains(procedure: Procedure, passive: Collection[str] = ()) -> dict[str, tuple[Guess, ...]]:
    """The values to try for each fact that a guard reads or a deadline runs from; "not given" comes first.

    The days from which only `passive` deadlines run change nothing and are not followed.
    """
    guards = [action.when for action in procedure.actions.values() if action.when is not None]
    tried = {
        name: (None, *_values(procedure.facts[name], [guard for guard in guards if name in guard.facts]))
        for name in sorted({name for guard in guards for name in guard.facts})
    }
    running = [one for one in procedure.deadlines.values() if one.id not in passive]
    days = {one.from_fact for one in running if one.from_fact is not None}
    found = {
        # Whether a day is known decides whether a clock runs, so such a fact keeps "not given" apart.
        name: _told_apart(name, tried, guards) if name not in days else tuple(Guess(v, v is not None) for v in tried[name])
        for name in tried
    }
    both = (Guess(None, given=False), Guess(GIVEN, given=True))
    return found | dict.fromkeys(sorted(days - set(found)), both)


def passing(procedure: Procedure, known: Collection[str]) -> frozenset[str]:
    """Those of the `known` facts that each act whose guard reads them asks for anew.

    What they were before changes nothing, so that it is enough to know whether some values let the act through.
    """
    days = {one.from_fact for one in procedure.deadlines.values()}
    reading: dict[str, list[Action]] = {name: [] for name in known if name not in days}
    for action in procedure.actions.values():
        for name in action.when.facts if action.when is not None else ():
            if name in reading:
                reading[name].append(action)
    return frozenset(
        name
        for name, actions in reading.items()
        if all(any(ask.fact == name and ask.required for ask in action.asks) for action in actions)
    )


def _values(fact: Fact, guards: Iterable[Guard]) -> tuple[Any, ...]:
    sources = [guard.source for guard in guards]
    bare = [_QUOTED.sub("''", source) for source in sources]
    numbers = sorted({int(one) for source in bare for one in _NUMBER.findall(source)}) or [0]
    quoted = sorted({a or b for source in sources for a, b in _QUOTED.findall(source)})
    match fact.type:
        case FactType.YESNO:
            return (True, False)
        case FactType.CHOICE:
            return tuple(option.id for option in fact.options)[:_MOST_VALUES]
        case FactType.MONEY | FactType.NUMBER:
            near = sorted({one + step for one in numbers for step in (-1, 0, 1)})
            allowed = [one for one in near if _allowed(fact, one)]
            return tuple(allowed or [fact.least or 0])[:_MOST_VALUES]
        case FactType.DATE:
            days = [one for one in quoted if _DAY.match(one)]
            return tuple(sorted({other for one in days for other in _about(one)}) or ["2026-01-01", "2026-01-02"])
        case FactType.LIST:
            return tuple([{}] * one for one in sorted({max(n + step, 0) for n in numbers for step in (0, 1)}))[:6]
        case _:
            lengths = [one for one in numbers if 0 < one < 10_000]
            return tuple(dict.fromkeys([*quoted, "x", *("x" * one for one in lengths)]))[:_MOST_VALUES]


def _allowed(fact: Fact, value: int) -> bool:
    return (fact.least is None or value >= fact.least) and (fact.most is None or value <= fact.most)


def _about(day: str) -> tuple[str, str, str]:
    """A day with one before and one after it, as texts: guards compare days as texts."""
    return (f"{day[:-1]}{chr(ord(day[-1]) - 1)}" if day[-1] > "0" else "0000-01-01", day, f"{day}~")


def _told_apart(name: str, domain: Mapping[str, tuple[Any, ...]], guards: Iterable[Guard]) -> tuple[Guess, ...]:
    """The values of one fact, one for each way in which the guards can answer."""
    reading = [guard for guard in guards if name in guard.facts]
    total = 1
    for size in (len(domain[other]) for guard in reading for other in guard.facts):
        total *= size
    if total > _MOST_COMBINATIONS:
        return tuple(Guess(value, value is not None) for value in domain[name])
    answers: dict[tuple[bool, ...], Guess] = {}
    for value in domain[name]:
        told = tuple(answer for guard in reading for answer in _answers(guard, name, value, domain))
        old = answers.get(told)
        answers[told] = Guess(old.value if old else value, value is not None or (old is not None and old.given))
    return tuple(answers.values())


def _answers(guard: Guard, name: str, value: Any, domain: Mapping[str, tuple[Any, ...]]) -> Iterable[bool]:
    others = [other for other in guard.facts if other != name]
    for rest in product(*(domain[other] for other in others)):
        yield holds(guard, {**dict(zip(others, rest, strict=True)), name: value})
