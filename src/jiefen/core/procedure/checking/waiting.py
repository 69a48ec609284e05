"""Property 3: whoever waits for others waits a bounded time, and how long that is, for every role in every state."""

from collections.abc import Iterator
from dataclasses import dataclass

from jiefen.core.access import RoleKind
from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.explore import Graph, Node, explore
from jiefen.core.procedure.checking.finding import Finding, Length, Opening, Wait
from jiefen.core.procedure.checking.story import tell
from jiefen.core.procedure.checking.ways import WATCH
from jiefen.core.procedure.checking.wording import said
from jiefen.core.procedure.checking.zones import NO_END
from jiefen.core.procedure.model import START


@dataclass(slots=True)
class Waiting:
    """What was found about waits: wrongs, what the law leaves open, and the table by role and state."""

    findings: list[Finding]
    openings: list[Opening]
    waits: dict[tuple[str, str], Wait]


def prove_waits(abstraction: Abstraction) -> Waiting:
    """How long each role can wait in each state, seen by one participant of that role among others."""
    found = Waiting([], [], {})
    for role in abstraction.procedure.roles.values():
        if role.kind is not RoleKind.PUBLIC:
            view = abstraction.seen_by(role.id)
            _of_role(view, explore(view), found)
    return found


def _of_role(view: Abstraction, graph: Graph, found: Waiting) -> None:
    role, procedure = view.viewpoint, view.procedure
    party = role in view.parties
    for state in procedure.states.values():
        if state.outcome is not None:
            continue
        # A party that nobody has told of the matter waits for nothing yet.
        here = [
            node
            for node in graph.nodes
            if node.config.state == state.id and view.waits(node.config) and (not party or role in node.config.known)
        ]
        if not here:
            continue
        all_acting = explore(view, view.waits, here)
        silent = explore(view, view.waits, here, silent=True)
        excepted = _excepted(view, all_acting, silent)
        found.waits[role, state.id] = Wait(
            _days(all_acting), _days(silent), tuple(one.deadline for one in excepted), _named_days(view, all_acting)
        )
        found.openings += [one for one in excepted if one not in found.openings]
        if party and not excepted:
            found.findings += _endless(view, state.id, silent, all_acting)


def _days(graph: Graph) -> int | None:
    longest = graph.longest()
    return None if longest >= NO_END else longest


def _excepted(view: Abstraction, *graphs: Graph) -> list[Opening]:
    """Deadlines to which the law sets no end, where a wait has none."""
    found: dict[str, Opening] = {}
    for node in (node for graph in graphs for node in graph.endless):
        around = [*node.zone.names, *(name for one in node.path() for name in one.zone.names)]
        for name in around:
            if name != WATCH and (deadline := view.procedure.deadlines[name]).unbounded:
                text = said(deadline.name, "“{}”可以延长，法律没有规定上限", "“{}” can be extended and the law sets no maximum")
                found[name] = Opening("bounded-wait", name, text, deadline.basis)
    return list(found.values())


def _endless(view: Abstraction, state: str, silent: Graph, all_acting: Graph) -> Iterator[Finding]:
    name = view.procedure.roles[view.viewpoint].name
    for graph, code, zh, en in (
        (silent, "silent", "其他人都不作声时，“{}”会无限期地等", "If all others stay silent, “{}” waits for ever"),
        (all_acting, "round", "其他人可以一遍遍重来，“{}”会无限期地等", "Others can go round for ever while “{}” waits"),
    ):
        if graph.endless:
            node = min(graph.endless, key=_shortest)
            story = tell(view, node, code, view.viewpoint)
            yield Finding("bounded-wait", code, f"states.{state}", said(name, zh, en), story)
            return


def _shortest(node: Node) -> int:
    return len(node.path())


def _named_days(view: Abstraction, graph: Graph) -> tuple[str, ...]:
    names = {name for node in graph.nodes for name in node.zone.names if name != WATCH}
    return tuple(sorted({str(fact) for name in names if (fact := view.procedure.deadlines[name].from_fact)}))


def lengths(abstraction: Abstraction) -> dict[str, Length]:
    """The shortest and the longest time from opening to each outcome."""
    graph = explore(abstraction, lambda config: config.state != START)
    found: dict[str, Length] = {}
    for node in graph.nodes:
        if not abstraction.is_end(node.config):
            continue
        outcome = str(abstraction.procedure.states[node.config.state].outcome)
        least, most = node.zone.least(WATCH), node.zone.top(WATCH)
        old = found.get(outcome)
        longest = None if most >= NO_END or (old and old.most is None) else max(most, old.most or 0 if old else 0)
        found[outcome] = Length(min(least, old.least) if old else least, longest)
    return found
