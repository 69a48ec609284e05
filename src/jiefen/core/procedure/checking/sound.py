"""Property 1, and what follows from the graph alone: every state and act is possible, and an end is always in reach."""

from collections import defaultdict
from collections.abc import Iterator

from jiefen.core.procedure.checking.explore import Graph, Node
from jiefen.core.procedure.checking.finding import Finding
from jiefen.core.procedure.checking.story import tell
from jiefen.core.procedure.checking.wording import said


def prove_sound(graph: Graph) -> Iterator[Finding]:
    """Every state is reachable, every action possible at some time, and from everywhere some end is reachable."""
    procedure = graph.abstraction.procedure
    reached = {node.config.state for node in graph.nodes}
    for state in procedure.states.values():
        if state.id not in reached:
            yield Finding(
                "sound",
                "unreachable",
                f"states.{state.id}",
                said(state.name, "“{}”：走不到这个状态", "“{}” can never be reached"),
            )
    possible = {move.action for node in graph.nodes for move, _next in node.onward}
    passive = {procedure.deadlines[name].on_expiry: name for name in graph.abstraction.passive}
    for action in procedure.actions.values():
        runs = passive.get(action.id)
        if runs is not None and reached & set(procedure.deadlines[runs].runs_in):
            continue
        if action.id not in possible:
            yield Finding(
                "sound", "impossible", f"actions.{action.id}", said(action.name, "“{}”永远做不到", "“{}” can never be done")
            )
    yield from _turns(graph)
    hopeful = reaching_ends(graph)
    stuck = next((node for node in graph.nodes if id(node) not in hopeful), None)
    if stuck is not None:
        name = procedure.states[stuck.config.state].name if stuck.config.state in procedure.states else procedure.title
        found = said(name, "走到“{}”就再也没有结果", "From “{}” no end can be reached")
        yield Finding("sound", "no-end", f"states.{stuck.config.state}", found, tell(graph.abstraction, stuck, "stuck"))


def _turns(graph: Graph) -> Iterator[Finding]:
    """Whoever a state waits for can do something there that goes on, or it is not their turn."""
    procedure = graph.abstraction.procedure
    for state in procedure.states.values():
        if state.outcome is not None:
            continue
        leaving = procedure.leaving[state.id]
        for role in state.waits_for:
            own = [one for one in leaving if role in one.by and not one.leaves]
            if not own:
                node = next((one for one in graph.nodes if one.config.state == state.id), None)
                story = tell(graph.abstraction, node, "no-turn", role) if node is not None else ()
                found = said(
                    state.name, "“{}”：说轮到某人，而他什么也做不了", "“{}” waits for someone who can do nothing there"
                )
                yield Finding("sound", "no-turn", f"states.{state.id}.waits_for.{role}", found, story)


def reaching_ends(graph: Graph) -> set[int]:
    """The nodes (by identity) from which some end can be reached."""
    backward: dict[int, list[Node]] = defaultdict(list)
    for node in graph.nodes:
        for _move, target in node.onward:
            backward[id(target)].append(node)
    found = {id(node) for node in graph.nodes if graph.abstraction.is_end(node.config)}
    todo = [node for node in graph.nodes if id(node) in found]
    while todo:
        for earlier in backward[id(todo.pop())]:
            if id(earlier) not in found:
                found.add(id(earlier))
                todo.append(earlier)
    return found


def changes(graph: Graph) -> dict[tuple[str, str], frozenset[str]]:
    """For each state and action, the outcomes that are still possible after it."""
    procedure = graph.abstraction.procedure
    possible: dict[int, set[str]] = {id(node): set() for node in graph.nodes}
    backward: dict[int, list[Node]] = defaultdict(list)
    todo: list[Node] = []
    for node in graph.nodes:
        for _move, target in node.onward:
            backward[id(target)].append(node)
        if graph.abstraction.is_end(node.config):
            possible[id(node)] = {str(procedure.states[node.config.state].outcome)}
            todo.append(node)
    while todo:
        node = todo.pop()
        for earlier in backward[id(node)]:
            if not possible[id(node)] <= possible[id(earlier)]:
                possible[id(earlier)] |= possible[id(node)]
                todo.append(earlier)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for node in graph.nodes:
        for move, target in node.onward:
            if move.action:
                found[node.config.state, move.action] |= possible[id(target)]
    return {key: frozenset(outcomes) for key, outcomes in found.items()}
