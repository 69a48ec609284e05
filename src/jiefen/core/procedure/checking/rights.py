"""Properties 2, 4, 5 and 9: the open door, being heard, being told, and a limitation period that is not lost silently."""

from collections.abc import Iterator

from jiefen.core.access import RoleKind
from jiefen.core.procedure.checking.explore import Graph, Node
from jiefen.core.procedure.checking.finding import Finding
from jiefen.core.procedure.checking.story import tell
from jiefen.core.procedure.checking.wording import said
from jiefen.core.procedure.model import START, Action, Deadline, Nature, Procedure
from jiefen.core.procedure.plan import plan_of

DECIDING = frozenset({"confirmed", "agreed", "performed", "broken"})
"""Kinds of outcome that say something about all parties, so that all must have been heard."""

COURT = frozenset({"to-court", "registered", "not-settled"})
"""Kinds of outcome by which a compulsory step lets people go on to court."""


def first_nodes(graph: Graph) -> dict[str, Node]:
    """For each state the node by which it was first reached."""
    found: dict[str, Node] = {}
    for node in graph.nodes:
        found.setdefault(node.config.state, node)
    return found


def prove_open_door(graph: Graph) -> Iterator[Finding]:
    """A voluntary procedure, and any in which somebody mediates, can be left for court by every party, in every state,
    alone. A compulsory one says by which law, and ends in court."""
    procedure, first = graph.abstraction.procedure, first_nodes(graph)
    if procedure.nature is Nature.VOLUNTARY or any(one.kind is RoleKind.NEUTRAL for one in procedure.roles.values()):
        for state in procedure.states.values():
            for role in sorted(graph.abstraction.parties) if state.outcome is None and state.id in first else ():
                if not any(_is_door(one, role) for one in procedure.leaving[state.id]):
                    text = said(state.name, "“{}”：有一方不能自己离开去法院", "“{}”: a party cannot leave for court alone")
                    story = tell(graph.abstraction, first[state.id], "shut", role)
                    yield Finding("open-door", "shut", f"states.{state.id}.{role}", text, story)
    if procedure.nature is Nature.COMPULSORY:
        if not procedure.basis:
            text = said(
                procedure.title,
                "“{}”是必经程序，却没有写明哪部法律要求",
                "“{}” is compulsory and no law is named that makes it so",
            )
            yield Finding("open-door", "no-law", "basis", text)
        if not any(_leads_on(procedure, one) for one in procedure.actions.values()):
            text = said(procedure.title, "“{}”是必经程序，却走不到法院", "“{}” is compulsory and never leads to court")
            yield Finding("open-door", "no-court", "actions", text)
    for role in sorted(graph.abstraction.parties):
        if procedure.nature is not Nature.JUDICIAL and not any(role in one.by for one in procedure.actions.values()):
            text = said(procedure.roles[role].name, "“{}”什么都不能做", "“{}” can do nothing at all")
            yield Finding("open-door", "no-act", f"roles.{role}", text)


def _is_door(action: Action, role: str) -> bool:
    alone = role in action.by and not action.each and not action.sides and action.when is None
    return alone and action.leaves and action.to is not None and not any(ask.required for ask in action.asks)


def _leads_on(procedure: Procedure, action: Action) -> bool:
    outcome = procedure.states[action.to].outcome if action.to is not None else None
    return action.hand_off is not None or (outcome is not None and procedure.outcomes[outcome].kind in COURT)


def prove_heard(graph: Graph) -> Iterator[Finding]:
    """Nothing is decided against a party who has not been told and had a turn; no clock runs against one untold."""
    procedure, parties = graph.abstraction.procedure, graph.abstraction.parties
    seen: set[tuple[str, str]] = set()
    for node in graph.nodes:
        for move, target in node.onward:
            state = procedure.states.get(target.config.state)
            if not move.action or state is None or state.outcome is None:
                continue
            deciding = procedure.outcomes[state.outcome].kind in DECIDING
            acting = {move.role} | (set(procedure.actions[move.action].by) if move.complete else set())
            concerned = parties if deciding else parties & node.config.known if not acting & parties else frozenset()
            for role in sorted(concerned - acting - node.config.heard):
                if (move.action, role) not in seen and (deciding or procedure.outcomes[state.outcome].kind == "refused"):
                    seen.add((move.action, role))
                    text = said(procedure.actions[move.action].name, "“{}”对没有机会回应的一方作了决定",
                                 "“{}” decides about a party who had no turn to answer")  # fmt: skip
                    end = Node(target.config, target.zone, node, move, node.depth + 1)
                    story = tell(graph.abstraction, end, "unheard", role)
                    yield Finding("heard", "unheard", f"actions.{move.action}.{role}", text, story)
    for deadline in procedure.deadlines.values():
        yield from _warned(graph, deadline)


def _warned(graph: Graph, deadline: Deadline) -> Iterator[Finding]:
    """A clock that runs against a party is known to it: by its own act, by a notice when it starts, or by a warning."""
    procedure = graph.abstraction.procedure
    against = graph.abstraction.parties & set(deadline.who)
    if not against or (deadline.on_notice and against <= set(procedure.notices[deadline.on_notice].roles)):
        return
    if deadline.warns and deadline.warn_days and against <= set(procedure.notices[deadline.warns].roles):
        return
    seen: set[str] = set()
    for node in graph.nodes:
        for move, target in node.onward:
            if deadline.id not in (*move.started, *move.free) or not move.action or move.action in seen:
                continue
            seen.add(move.action)
            action = procedure.actions[move.action]
            for role in sorted(against - set(action.by) - told_by(procedure, action)):
                text = said(
                    deadline.name, "“{}”开始计算，却没有通知要遵守它的人", "“{}” starts and whoever must meet it is not told"
                )
                end = Node(target.config, target.zone, node, move, node.depth + 1)
                story = tell(graph.abstraction, end, "unwarned", role)
                yield Finding("heard", "unwarned", f"deadlines.{deadline.id}.{role}", text, story)


def told_by(procedure: Procedure, action: Action) -> frozenset[str]:
    """The roles to which an act's notices go."""
    return frozenset(role for name in action.notices for role in procedure.notices[name].roles)


def prove_told(graph: Graph) -> Iterator[Finding]:
    """Every act that changes a party's position tells them; every refusal has a reason and names a remedy."""
    procedure = graph.abstraction.procedure
    seen: set[tuple[str, str]] = set()
    for node in graph.nodes:
        for move, target in node.onward:
            if not move.action or not move.complete:
                continue
            action = procedure.actions[move.action]
            if not _changes(action, node.config.state, target.config.state):
                continue
            for role in sorted(target.config.known - told_by(procedure, action)):
                if (action.id, role) in seen or (node.config.state == START and role not in action.by):
                    continue
                if _acts_alone(graph, action, role):
                    continue
                seen.add((action.id, role))
                text = said(action.name, "“{}”没有告诉受影响的一方", "“{}” does not tell a party whom it concerns")
                end = Node(target.config, target.zone, node, move, node.depth + 1)
                yield Finding(
                    "told", "untold", f"actions.{action.id}.{role}", text, tell(graph.abstraction, end, "untold", role)
                )
    yield from _refusals(procedure)


def _changes(action: Action, before: str, after: str) -> bool:
    return before != after or bool(action.refusal or action.extends or action.suspends or action.resumes)


def _acts_alone(graph: Graph, action: Action, role: str) -> bool:
    """Whether the only one concerned is the one who acts, who needs no notice of it."""
    return action.by == (role,) and graph.abstraction.people[role] == 1


def _refusals(procedure: Procedure) -> Iterator[Finding]:
    for action in procedure.actions.values():
        official = any(procedure.roles[role].kind is RoleKind.AUTHORITY for role in action.by)
        outcome = procedure.states[action.to].outcome if action.to is not None else None
        says_no = outcome is not None and procedure.outcomes[outcome].kind == "refused"
        if official and says_no and not action.refusal:
            text = said(action.name, "“{}”是拒绝，却不要求说明理由", "“{}” refuses without having to say why")
            yield Finding("told", "no-reason", f"actions.{action.id}", text)
        if action.refusal and not any(name in procedure.remedies for name in action.remedies):
            text = said(action.name, "“{}”没有告诉人还有什么办法", "“{}” names no remedy")
            yield Finding("told", "no-remedy", f"actions.{action.id}", text)
        for name in action.remedies if action.refusal else ():
            if not procedure.remedies[name].basis:
                text = said(procedure.remedies[name].text, "“{}”没有法律依据", "“{}” cites no law")
                yield Finding("told", "remedy-unsourced", f"remedies.{name}", text)


def prove_clock_safe(graph: Graph) -> Iterator[Finding]:
    """Where two sides dispute outside court, the limitation period runs in sight: known from the start, in every
    state, with warnings to the one who can lose it, who can stop it by an act of its own."""
    procedure, passive = graph.abstraction.procedure, graph.abstraction.passive
    sides = {role.side for role in procedure.roles.values() if role.kind is RoleKind.PARTY}
    if procedure.nature is not Nature.VOLUNTARY or len(sides) < 2 or not _has_door(procedure):
        return  # a suit, and a step that the law prescribes before it, interrupt the period: it cannot end meanwhile
    clocks = [one for one in procedure.deadlines.values() if one.id in passive and graph.abstraction.parties & set(one.who)]
    openings = {one.id for one in procedure.leaving[START]}
    for state in procedure.states.values():
        if state.outcome is not None:
            continue
        running = [one for one in clocks if state.id in one.runs_in]
        if not running:
            text = said(state.name, "“{}”：诉讼时效可能在这里悄悄过去", "“{}”: the limitation period can run out here unseen")
            yield Finding("clock-safe", "unseen", f"states.{state.id}", text)
    for clock in clocks:
        if not clock.warn_days or not clock.warns or not set(clock.who) <= set(procedure.notices[clock.warns].roles):
            text = said(
                clock.name, "“{}”到期前没有提醒会失去权利的人", "“{}” ends without a warning to the one who can lose it"
            )
            yield Finding("clock-safe", "unwarned", f"deadlines.{clock.id}", text)
        if not clock.from_fact and not openings <= set(clock.on_action) | _entering(procedure, clock):
            text = said(clock.name, "“{}”没有从一开始就计算", "“{}” does not run from the start")
            yield Finding("clock-safe", "late", f"deadlines.{clock.id}", text)
        for state_id in clock.runs_in:
            for role in clock.who:
                if not any(role in one.by and (one.leaves or one.hand_off) for one in procedure.leaving[state_id]):
                    text = said(clock.name, "“{}”走着，却没有能止住它的行为", "“{}” runs and no act of theirs stops it")
                    yield Finding("clock-safe", "no-act", f"deadlines.{clock.id}.{state_id}", text)


def _has_door(procedure: Procedure) -> bool:
    return any(one.leaves or one.hand_off is not None for one in procedure.actions.values())


def _entering(procedure: Procedure, clock: Deadline) -> set[str]:
    plan = plan_of(procedure)
    return {one.id for one in plan.leaving[START] if one.to in clock.on_enter}
