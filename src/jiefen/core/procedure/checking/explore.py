"""Exploring a procedure: every configuration it can come to, with the zone of its clocks there.

Knows graphs of configurations and zones, and who is waiting. Refuses to judge: the properties do.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.configs import Config, Move
from jiefen.core.procedure.checking.ways import WATCH, Change, Way, Ways, ways_of
from jiefen.core.procedure.checking.zones import NO_END, NOWHEN, Zone, includes, unbounded, without

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
    ways = ways_of(abstraction)
    search = _Search(Graph(abstraction, []), ways, watch)
    # Whoever waits does nothing; where nobody else is in the role, nobody of it acts while the wait is followed.
    alone = bool(beginnings) and watch is not None and abstraction.people.get(abstraction.viewpoint) == 1
    for one in beginnings or [Node(abstraction.first, NOWHEN, None, None, 0)]:
        node = Node(one.config, one.zone, None, None, one.depth)
        search.found(node, ways.still(one.config))
        node.parent, node.move = one.parent, one.move  # so that its path is told from the start
    while search.queue:
        node = search.queue.popleft()
        if abstraction.is_end(node.config) or (beginnings and watch is not None and not watch(node.config)):
            continue
        for some in _onward(ways, node, silent):
            search.follow(node, some, abstraction.viewpoint if alone else "")
    return search.graph


def _onward(ways: Ways, node: Node, silent: bool) -> Iterator[tuple[Way, ...]]:
    running = tuple(name for name in node.zone.names if name != WATCH)
    if not silent:
        yield ways.acting(node.config, running)
    yield ways.timely(node.config, running)


@dataclass(slots=True)
class _Search:
    """What has been found so far, and from where it still has to go on."""

    graph: Graph
    ways: Ways
    watch: Watch | None
    queue: deque[Node] = field(default_factory=deque)
    seen: dict[tuple[Config, tuple[str, ...]], list[Node]] = field(default_factory=dict)

    def follow(self, node: Node, ways: Sequence[Way], idle: str) -> None:
        """Go on from a node by all of these ways, except those of the role `idle`. Ways of one place lead to one node."""
        met: dict[int, Node | None] = {}
        for move, change, place in ways:
            if idle and move.role == idle:
                continue
            if place not in met:
                met[place] = self.found(Node(move.target, node.zone, node, move, node.depth + 1), change)
            target = met[place]
            if target is not None:
                node.onward.append((move, target))

    def found(self, node: Node, change: Change) -> Node | None:
        """Keep a node, whose clocks are still those before the change, unless one that includes it is known.

        Returns the one that is kept; None when the clocks allow no such change.
        """
        zone = self.ways.clocks(node.zone, change, None if self.watch is None else self.watch(node.config))
        if zone is None:
            return None
        node.zone = zone
        known = self.seen.setdefault((node.config, zone.names), [])
        for other in known:
            if includes(other.zone, zone):
                return other
        known.append(node)
        self._keep(node)
        return node

    def _keep(self, node: Node) -> None:
        graph = self.graph
        graph.nodes.append(node)
        self.queue.append(node)
        if len(graph.nodes) > MOST_NODES:
            raise TooLarge(f"more than {MOST_NODES} configurations")
        if WATCH in node.zone.names and not graph.abstraction.is_end(node.config) and _grows(graph.abstraction, node):
            node.zone = unbounded(node.zone, WATCH)
            graph.endless.append(node)


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
