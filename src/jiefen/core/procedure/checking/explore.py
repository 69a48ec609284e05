"""Exploring a procedure: every configuration it can come to, with the zone of its clocks there.

Knows graphs of configurations and zones, and who is waiting. Refuses to judge: the properties do.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.configs import Config, Move
from jiefen.core.procedure.checking.zones import (
    NO_END,
    NOWHEN,
    Zone,
    after,
    delayed,
    includes,
    rounded,
    started,
    unbounded,
    without,
)

WATCH = "~"
"""The name of the observer's clock; it sorts after every deadline's."""

MOST_NODES = 60_000
"""A procedure with more configurations is not proved but said to be too large."""


class TooLarge(Exception):
    """The procedure has more configurations than can be explored; nothing is proved about it."""


@dataclass(slots=True)
class Node:
    """A configuration with its zone (time passed included), and the way by which it was first found."""

    config: Config
    zone: Zone
    parent: "Node | None"
    move: Move | None
    depth: int
    onward: "list[tuple[Move, Node]]" = field(default_factory=list)

    def path(self) -> "list[Node]":
        """The nodes from the start to here."""
        found: list[Node] = []
        node: Node | None = self
        while node is not None:
            found.append(node)
            node = node.parent
        return found[::-1]


@dataclass(slots=True)
class Graph:
    """All nodes in the order in which they were found: fewest acts first.

    `endless` are the nodes at which the watched time has no bound: nothing limits it, or a circle makes it longer.
    """

    abstraction: Abstraction
    nodes: list[Node]
    endless: list[Node] = field(default_factory=list)

    def longest(self) -> int:
        """The longest that the watched time can be, in days; NO_END when nothing bounds it."""
        return max((node.zone.top(WATCH) for node in self.nodes if WATCH in node.zone.names), default=0)


Watch = Callable[[Config], bool]
"""Whether the observer's clock runs in a configuration."""


def explore(
    abstraction: Abstraction,
    watch: Watch | None = None,
    beginnings: Sequence[Node] = (),
    *,
    silent: bool = False,
) -> Graph:
    """Every configuration that can be reached. Raises TooLarge.

    With `watch` a further clock shows how long the watched time has lasted, without rounding. From `beginnings` on,
    nodes of another graph of the same abstraction, only watched configurations are followed. `silent`: nobody does
    anything any more; time alone acts.
    """
    graph = Graph(abstraction, [])
    seen: _Seen = {}
    # Whoever waits does nothing; where nobody else is in the role, nobody of it acts while the wait is followed.
    alone = bool(beginnings) and watch is not None and abstraction.people.get(abstraction.viewpoint) == 1
    queue: deque[Node] = deque()
    for one in beginnings or [Node(abstraction.first, NOWHEN, None, None, 0)]:
        node = Node(one.config, one.zone, None, None, one.depth)
        _found(graph, seen, queue, node, watch)
        node.parent, node.move = one.parent, one.move  # so that its path is told from the start
    while queue:
        node = queue.popleft()
        if not beginnings or watch is None or watch(node.config):
            for move, zone in _onward(abstraction, node, silent):
                if alone and move.role == abstraction.viewpoint:
                    continue
                _found(graph, seen, queue, Node(move.target, zone, node, move, node.depth + 1), watch)
    return graph


_Seen = dict[tuple[Config, tuple[str, ...]], list[Node]]


def _found(graph: Graph, seen: _Seen, queue: deque[Node], node: Node, watch: Watch | None) -> None:
    """Keep a node unless one that includes it is known; either way its parent leads on to it."""
    if not _settle(graph.abstraction, node, watch):
        return
    known = seen.setdefault((node.config, node.zone.names), [])
    same = next((other for other in known if includes(other.zone, node.zone)), None)
    if node.parent is not None and node.move is not None:
        node.parent.onward.append((node.move, same or node))
    if same is not None:
        return
    known.append(node)
    graph.nodes.append(node)
    queue.append(node)
    if len(graph.nodes) > MOST_NODES:
        raise TooLarge(f"more than {MOST_NODES} configurations")
    if WATCH in node.zone.names and not graph.abstraction.is_end(node.config) and _grows(graph.abstraction, node):
        node.zone = unbounded(node.zone, WATCH)
        graph.endless.append(node)


def _settle(abstraction: Abstraction, node: Node, watch: Watch | None) -> bool:
    """Let time pass in a node, as far as its clocks allow; False when they allow none of it."""
    zone = node.zone
    if watch is not None:
        if not watch(node.config):
            zone = without(zone, {WATCH})
        elif WATCH not in zone.names:
            zone = started(zone, WATCH)
    if abstraction.is_end(node.config):
        node.zone = zone
        return True
    names = zone.names[:-1] if WATCH in zone.names else zone.names  # the observer's clock stands last
    most, largest = abstraction.limits(node.config, names)
    passed = delayed(zone, most)
    if passed is None:
        return False
    node.zone = rounded(passed, largest)
    return True


def _grows(abstraction: Abstraction, node: Node) -> bool:
    """Whether the watched time has no end here: nothing bounds it, or a circle has made it longer."""
    top = node.zone.top(WATCH)
    earlier = node.parent
    if top >= NO_END:
        return earlier is None or WATCH not in earlier.zone.names or earlier.zone.top(WATCH) < NO_END
    bare = without(node.zone, {WATCH})
    while earlier is not None and WATCH in earlier.zone.names:
        same = earlier.config == node.config and earlier.zone.names == node.zone.names
        if same and top > earlier.zone.top(WATCH) and includes(bare, without(earlier.zone, {WATCH})):
            return not _held(abstraction, node, earlier)
        earlier = earlier.parent
    return False


def _held(abstraction: Abstraction, node: Node, earlier: Node) -> bool:
    """Whether a clock with an end has run through the whole circle from `earlier` to `node` without beginning anew: then
    the circle can be gone round only until that clock ends."""
    running, one = set(node.zone.names) - {WATCH}, node
    while one is not earlier:
        assert one.move is not None  # noqa: S101
        assert one.parent is not None  # noqa: S101
        running -= {*one.move.started, *one.move.free}
        one = one.parent
        running &= set(one.zone.names)
    return any(abstraction.span(node.config, name).most < NO_END for name in running)


def _onward(abstraction: Abstraction, node: Node, silent: bool) -> Iterator[tuple[Move, Zone]]:
    if abstraction.is_end(node.config):
        return
    running = tuple(name for name in node.zone.names if name != WATCH)
    if not silent:
        for move in abstraction.onward(node.config, running):
            yield move, _moved(abstraction, node.zone, move, running)
    for name in running:
        ripe = after(node.zone, name, abstraction.span(node.config, name).least)
        if ripe is not None:
            move = abstraction.expiry(node.config, running, name)
            yield move, _moved(abstraction, ripe, move, running)


def _moved(abstraction: Abstraction, zone: Zone, move: Move, running: tuple[str, ...]) -> Zone:
    """The clocks right after a move: those that ended are gone, those that began show nothing yet."""
    runs_in = abstraction.runs_in
    gone = {n for n in running if move.complete and move.target.state not in runs_in[n]} | set(move.target.stopped)
    if move.deadline:
        gone.add(move.deadline)
    zone = without(zone, gone)
    for name in move.started:
        zone = started(zone, name)
    for name in move.free:
        most = abstraction.span(move.target, name).most
        zone = started(zone, name, most if most < NO_END else 0)
    return zone
