"""Which ways are open: every way of dealing with a dispute, side by side, for a cause and what a person has answered.

The ways, their conditions and their words are a pack's data. Nothing is hidden: a way that is closed says why, and one
that cannot be judged yet says what has to be known. One exception is the pack's own: where there is violence, the ways
that would tell the other side are not offered. The result never decides anything; every way stays the person's choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jiefen.core.causes import Cause
from jiefen.core.procedure.guards import holds
from jiefen.core.procedure.model import Guard, Text

ALL = "all"
"""Written instead of causes: every cause, and matters without one."""


class Standing(StrEnum):
    """How a way stands, in the order in which ways are shown."""

    FIRST = "first"  # the law asks for it first, or safety does
    OPEN = "open"
    DEPENDS = "depends"  # open or not by something that has not been answered
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence for the person, and the law that it rests on."""

    text: Text
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Something the interview may ask: yesno (bool), choice (one option's id), money (smallest unit) or number (int)."""

    id: str
    type: str
    label: Text
    options: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Scope:
    """For these causes, and if the guard holds (always without one)."""

    causes: tuple[str, ...]
    guard: Guard | None


@dataclass(frozen=True, slots=True)
class Condition:
    """When something holds, and the sentence that says so.

    `presumed` is what is taken while what the guard reads is not answered: None when that is to be asked.
    """

    scope: Scope
    reason: Reason
    presumed: bool | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One way. Inside, it is an action that opens a procedure, or comes `through` another way; else it is outside.

    `first` is where the law asks for it before others, `sooner` where it suits what the person wants.
    `talks`: it would ask or tell the other side. `fees` are the kinds of court fee by causes, the first that fit.
    `clock` are states of the procedure whose waiting times are worth showing; `result` those in which the way has given its
    result and only its being carried out is waited for, which does not count as the way's time. `goes_on` is the procedure,
    and the person's role in it, in which the way goes on to its result. `phone` is a number to call.
    """

    id: str
    procedure: str | None
    opens: str | None
    through: str | None
    name: Text
    what: Text
    decides: Text
    cost: Text
    needs: Text
    gives: Text
    ends: Text
    silent: Text
    basis: tuple[str, ...]
    causes: tuple[str, ...]
    elsewhere: Reason | None
    when: Condition | None
    never_when: tuple[Condition, ...]
    first: tuple[Condition, ...]
    notes: tuple[Condition, ...]
    sooner: tuple[Scope, ...]
    talks: bool
    fees: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    order: int
    clock: tuple[str, ...]
    result: tuple[str, ...]
    goes_on: tuple[str, str] | None
    phone: str

    @property
    def outside(self) -> bool:
        """Whether it is a way that this system does not run."""
        return self.procedure is None


@dataclass(frozen=True, slots=True)
class Safety:
    """When somebody may be in danger: what they are told, which ways come first (in this order), and why they do."""

    guard: Guard
    reason: Reason
    first: tuple[str, ...]
    why: Reason


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of legal aid. `kind`: a matter in which it is given, no test of means, or no check of them."""

    id: str
    kind: str
    reason: Reason
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Competence:
    """Which court or body is competent, for these ways and causes. An `only` rule leaves no room for the others."""

    routes: tuple[str, ...]
    causes: tuple[str, ...]
    reason: Reason
    only: bool


@dataclass(frozen=True, slots=True)
class Routes:
    """All ways of a pack, with what the interview may ask, who gets legal aid, and where each way begins."""

    answers: Mapping[str, Answer]
    routes: tuple[Route, ...]
    safety: Safety | None
    aid: tuple[Ground, ...]
    competent: tuple[Competence, ...]

    def route(self, name: str) -> Route:
        """One way by its id. Raises KeyError when there is none."""
        for one in self.routes:
            if one.id == name:
                return one
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Choice:
    """A way as it stands for a person: why it is first or closed, what to ask ("cause" or an answer), what to mind.

    `fees` are the kinds of court fee that it may cost; more than one when courts differ on the kind.
    """

    route: Route
    standing: Standing
    reasons: tuple[Reason, ...]
    asks: tuple[str, ...]
    notes: tuple[Reason, ...]
    fees: tuple[str, ...]


def open_routes(routes: Routes, cause: Cause | None, answers: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Every way as it stands, in the order to show: first, open, depends, closed.

    `answers` are values by the names that the file declares; names or values that it does not know count as not
    answered. Never raises for what a person has answered.
    """
    known = _known(routes.answers, answers)
    unsafe = routes.safety is not None and holds(routes.safety.guard, known)
    urgent = routes.safety if unsafe else None
    found = [_choice(one, cause, known, urgent) for one in routes.routes if not (urgent and one.talks)]
    ranks = list(Standing)
    places = urgent.first if urgent else ()

    def place(choice: Choice) -> tuple[int, int, bool, bool, int]:
        route = choice.route
        called = places.index(route.id) if choice.standing is Standing.FIRST and route.id in places else len(places)
        strange = any(one in choice.reasons for one in _for_others(route))
        later = not any(_passes(one, cause, known) for one in route.sooner)
        return ranks.index(choice.standing), called, strange, later, route.order

    return tuple(sorted(found, key=place))


def _for_others(route: Route) -> list[Reason]:
    """The reasons that say: this way is for other matters. What is closed for them is shown last."""
    found = [] if route.elsewhere is None else [route.elsewhere]
    return [*found, route.when.reason] if route.when is not None and route.when.presumed is False else found


def safety(routes: Routes, answers: Mapping[str, Any]) -> Reason | None:
    """What somebody who may be in danger is told: which ways are left out, and why. None without danger."""
    if routes.safety is None or not holds(routes.safety.guard, _known(routes.answers, answers)):
        return None
    return routes.safety.reason


def competent(routes: Routes, cause: Cause | None, route: str) -> tuple[Reason, ...]:
    """Where a way begins for a cause: each court or body that is competent. Empty when the pack says nothing."""
    found = [one for one in routes.competent if route in one.routes and serves(one.causes, cause)]
    alone = [one for one in found if one.only]
    return tuple(one.reason for one in alone or found)


def aid_grounds(routes: Routes, cause: Cause | None) -> tuple[Ground, ...]:
    """Every ground of legal aid, those that speak of the cause first."""
    return tuple(sorted(routes.aid, key=lambda one: not (cause and one.causes and serves(one.causes, cause))))


def serves(causes: tuple[str, ...], cause: Cause | None) -> bool:
    """Whether a list of causes and codes of route notes takes in a cause. Only "all" takes in a matter without one."""
    return ALL in causes or (cause is not None and not {cause.id, *cause.route}.isdisjoint(causes))


def _choice(route: Route, cause: Cause | None, known: Mapping[str, Any], urgent: Safety | None) -> Choice:
    reasons, asks = _against(route, cause, known)
    first = [one.reason for one in route.first if _passes(one.scope, cause, known)]
    if urgent is not None and route.id in urgent.first:
        first = [urgent.why]
    if reasons:
        standing, asks = Standing.CLOSED, []
    elif asks:
        standing = Standing.DEPENDS
    else:
        standing, reasons = (Standing.FIRST, first) if first else (Standing.OPEN, [])
    return Choice(
        route=route,
        standing=standing,
        reasons=tuple(reasons),
        asks=tuple(asks),
        notes=tuple(one.reason for one in route.notes if _passes(one.scope, cause, known)),
        fees=next((kinds for causes, kinds in route.fees if serves(causes, cause)), ()),
    )


def _against(route: Route, cause: Cause | None, known: Mapping[str, Any]) -> tuple[list[Reason], list[str]]:
    """What closes a way, and what would have to be known to say."""
    closed = [one.reason for one in route.never_when if _passes(one.scope, cause, known)]
    asks: list[str] = []
    if route.elsewhere is not None and not serves(route.causes, cause):
        if cause is None:
            asks.append("cause")
        else:
            closed.insert(0, route.elsewhere)
    when = route.when
    if when is not None and when.scope.guard is not None and serves(when.scope.causes, cause):
        missing = [name for name in when.scope.guard.facts if name not in known]
        if not holds(when.scope.guard, known) and not (missing and when.presumed):
            if missing and when.presumed is None:
                asks += missing
            else:
                closed.append(when.reason)
    return closed, asks


def _passes(scope: Scope, cause: Cause | None, known: Mapping[str, Any]) -> bool:
    return serves(scope.causes, cause) and (scope.guard is None or holds(scope.guard, known))


def _known(declared: Mapping[str, Answer], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that are declared and of their type. A bool is no number; a choice is one of its options."""
    found: dict[str, Any] = {}
    for name, answer in declared.items():
        value = answers.get(name)
        fits = {
            "yesno": type(value) is bool,
            "choice": isinstance(value, str) and value in answer.options,
            "money": type(value) is int and 0 <= value <= 10**15,
            "number": type(value) is int and abs(value) <= 10**15,
        }
        if fits[answer.type]:
            found[name] = value
    return found
