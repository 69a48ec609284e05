"""Which ways are open for what somebody has answered, made ready to be compared: time, cost, place, and how each ends.

All of it is worked out from a pack's data, the checker's proofs and what has really happened here; nothing is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from jiefen import shelf
from jiefen.apps.intake.services import party_roles
from jiefen.apps.matters import waits
from jiefen.apps.matters.typical import Typical, typical
from jiefen.core.causes import Cause
from jiefen.core.fees import Fee, FeeTable, Relief, fee, relief_for
from jiefen.core.law import LimitationFacts, LimitationResult, limitation, rule_for
from jiefen.core.marks import marks
from jiefen.core.procedure.guards import holds
from jiefen.core.procedure.model import Text
from jiefen.core.routes import Choice, Reason, Routes, Standing, competent, open_routes
from jiefen.web.language import in_language, tag

NEAR = 90
"""Days before the end of limitation from which the page warns: our own measure, as for matters."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way as the page shows it. `longest` is computed by the checker, `usual` counted here; both may be missing."""

    choice: Choice
    begin: str
    through: Text | None
    longest: str
    steps: tuple[tuple[Text, str], ...]
    usual: Typical | None
    fees: tuple[Fee, ...]
    places: tuple[Reason, ...]

    @property
    def first(self) -> bool:
        """Whether the law, or safety, asks for this way before others."""
        return self.choice.standing is Standing.FIRST


def answers_of(pack: str, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What was answered, as the conditions of ways read it: with the days since it happened."""
    known = dict(answers)
    if known.get("happened_on"):
        known["days_since"] = (today - date.fromisoformat(known["happened_on"])).days
    return known


def ways_for(pack: str, answers: Mapping[str, Any], today: date, language: str) -> tuple[Way, ...]:
    """Every way as it stands for these answers, in the order to show."""
    routes, cause = shelf.routes(pack), cause_of(pack, answers, today)
    if routes is None:
        return ()
    known = answers_of(pack, answers, today)
    amount = known.get("amount")
    return tuple(_way(pack, routes, one, cause, amount, today, language) for one in open_routes(routes, cause, known))


def cause_of(pack: str, answers: Mapping[str, Any], today: date) -> Cause | None:
    """The cause that was confirmed, in the list in force today."""
    return shelf.causes(pack).on(today).causes.get(str(answers.get("cause") or ""))


def _way(pack: str, routes: Routes, choice: Choice, cause: Cause | None, amount: Any, today: date, language: str) -> Way:
    route, steps, longest, usual = choice.route, (), "", None
    if route.procedure is not None:
        procedure = shelf.procedure(pack, route.procedure, on=today)
        proof = waits.proof_of(pack, procedure)
        role = party_roles(procedure, route.opens)[0] if route.opens else _first_party(procedure)
        longest = waits.longest_wait(pack, procedure, role, language, route.result)
        if route.goes_on is not None:
            onward = shelf.procedure(pack, route.goes_on[0], on=today)
            then = waits.longest_wait(pack, onward, route.goes_on[1], language, route.result)
            use = marks(tag(language))
            longest = f"{longest}{use.semicolon}{in_language(dict(onward.title), language)}{use.colon}{then}"
        found = [(procedure.states[name].name, proof.wait(role, name)) for name in route.clock]
        steps = tuple((name, waits.say_wait(one, procedure, language)) for name, one in found if one is not None)
        usual = typical(pack, route.procedure)
    through = routes.route(route.through).name if route.through else None
    return Way(
        choice=choice,
        begin=reverse("intake:go", args=[route.procedure]) if route.procedure and route.opens else "",
        through=through,
        longest=longest,
        steps=steps,
        usual=usual,
        fees=_fees(shelf.fees(pack), choice, amount),
        places=competent(routes, cause, route.id),
    )


def _first_party(procedure: Any) -> str:
    return next(role.id for role in procedure.roles.values() if role.side is not None)


def _fees(table: FeeTable | None, choice: Choice, amount: Any) -> tuple[Fee, ...]:
    if table is None:
        return ()
    return tuple(fee(table, kind, amount if isinstance(amount, int) else None) for kind in choice.fees)


@dataclass(frozen=True, slots=True)
class SafeWay:
    """A way for somebody in danger: its name, what it is, where to begin, whom to call."""

    name: Text
    what: Text
    begin: str
    phone: str


def safe_ways(pack: str, today: date) -> list[SafeWay]:
    """The ways that come first where there is violence; none of them tells the other side."""
    routes = shelf.routes(pack)
    unsafe = {"violence": True}
    found = open_routes(routes, None, unsafe) if routes is not None else ()
    return [
        SafeWay(
            one.route.name,
            one.route.what,
            reverse("intake:step_first", args=[one.route.procedure]) if one.route.procedure and one.route.opens else "",
            one.route.phone,
        )
        for one in found
        if one.standing is Standing.FIRST
        or any(scope.guard is not None and holds(scope.guard, unsafe) for scope in one.route.sooner)
    ]


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when a claim can be brought, with how it was found; `left` is negative when that day has passed."""

    name: Text
    result: LimitationResult
    left: int | None

    @property
    def near(self) -> bool:
        """Whether to warn."""
        return self.left is not None and self.left <= NEAR


def limit_for(pack: str, answers: Mapping[str, Any], today: date) -> Limit | None:
    """Limitation for the day that was answered; None without a day, or where the pack has no rules."""
    if not answers.get("happened_on"):
        return None
    try:
        rules = shelf.limitation_rules(pack)
    except ValueError:
        return None
    cause = cause_of(pack, answers, today)
    rule = rule_for(rules, {cause.id, *cause.route} if cause else set())
    known = date.fromisoformat(answers["happened_on"])
    result = limitation(rule, LimitationFacts(known_on=known, harm_on=known), shelf.calendar(pack))
    return Limit(rule.name, result, (result.until - today).days if result.until else None)


def relief(pack: str, answers: Mapping[str, Any], today: date) -> tuple[Relief, ...]:
    """Grounds on which a court waives, lowers or defers its fee, those met in this cause first."""
    table = shelf.fees(pack)
    return relief_for(table, cause_of(pack, answers, today)) if table is not None else ()
