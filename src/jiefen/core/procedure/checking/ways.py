"""The ways on from a configuration: every move with what it does to the clocks, worked out once and kept.

The same configurations and the same few zones come back in every wait that is followed, under tens of thousands of
moves. Knows moves and clocks; refuses to know in which order they are explored.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.configs import Config, Move
from jiefen.core.procedure.checking.zones import NO_END, Zone, after, delayed, rounded, started, without

WATCH = "~"
"""The name of the observer's clock; it sorts after every deadline's."""


class Change(NamedTuple):
    """What a move does to the clocks, and all that bounds them after it.

    `ripe` is a deadline and the fewest days that it must have run (`""`: none must). Those `gone` end, those `started`
    show nothing yet, those `free` anything up to so many days. `longer` are the extensions then in force; at an end
    (`ended`) no time passes any more.
    """

    ripe: tuple[str, int]
    gone: frozenset[str]
    started: tuple[str, ...]
    free: tuple[tuple[str, int], ...]
    longer: frozenset[tuple[str, str, int]]
    ended: bool


class Way(NamedTuple):
    """A move with its change. Those of one `place` come to the same configuration with the same clocks."""

    move: Move
    change: Change
    place: int


Running = tuple[str, ...]
_Limits = tuple[Mapping[str, int], Mapping[str, int]]
_UNKNOWN = Zone((), ())


@dataclass(slots=True, eq=False)
class Ways:
    """The ways of one abstraction, kept as they are asked for."""

    abstraction: Abstraction
    _acting: dict[tuple[Config, Running], tuple[Way, ...]] = field(default_factory=dict)
    _timely: dict[tuple[Config, Running], tuple[Way, ...]] = field(default_factory=dict)
    _clocks: dict[tuple[Zone, Change, bool | None], Zone | None] = field(default_factory=dict)
    _limits: dict[tuple[frozenset[tuple[str, str, int]], Running], _Limits] = field(default_factory=dict)

    def acting(self, config: Config, running: Running) -> tuple[Way, ...]:
        """Everything that people and the post may do here."""
        found = self._acting.get((config, running))
        if found is None:
            moves = (*self.abstraction.moves(config, running), *self.abstraction.proofs(config, running))
            found = self._acting[config, running] = tuple(self._ways(moves, config, running))
        return found

    def timely(self, config: Config, running: Running) -> tuple[Way, ...]:
        """Everything that time may do here: any running deadline may end."""
        found = self._timely.get((config, running))
        if found is None:
            moves = [self.abstraction.expiry(config, running, name) for name in running]
            found = self._timely[config, running] = tuple(self._ways(moves, config, running))
        return found

    def _ways(self, moves: Iterable[Move], config: Config, running: Running) -> Iterator[Way]:
        places: dict[tuple[Config, Change], int] = {}
        ending: dict[str, set[str]] = {}
        for move in moves:
            state = move.target.state
            if state not in ending:
                ending[state] = {one for one in running if state not in self.abstraction.runs_in[one]}
            change = self._change(move, config, ending[state] if move.complete else set())
            yield Way(move, change, places.setdefault((move.target, change), len(places)))

    def _change(self, move: Move, config: Config, ending: set[str]) -> Change:
        target, name = move.target, move.deadline
        gone = target.stopped | ending
        spans = [(one, self.abstraction.span(target, one).most) for one in move.free]
        return Change(
            (name, self.abstraction.span(config, name).least if name else 0),
            gone | {name} if name else gone,
            move.started,
            tuple((one, most if most < NO_END else 0) for one, most in spans),
            target.longer,
            self.abstraction.is_end(target),
        )

    def still(self, config: Config) -> Change:
        """No move at all: only time passes."""
        return Change(("", 0), frozenset(), (), (), config.longer, self.abstraction.is_end(config))

    def clocks(self, zone: Zone, change: Change, watched: bool | None) -> Zone | None:
        """What the clocks of a zone may show some time after a change; None when they allow no such move.

        `watched`: whether the observer's clock runs then; None when there is no observer.
        """
        key = (zone, change, watched)
        found = self._clocks.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = self._clocks[key] = self._changed(zone, change, watched)
        return found

    def _changed(self, zone: Zone, change: Change, watched: bool | None) -> Zone | None:
        name, least = change.ripe
        ripe = after(zone, name, least) if name else zone
        if ripe is None:
            return None
        zone = without(ripe, change.gone)
        for name in change.started:
            zone = started(zone, name)
        for name, most in change.free:
            zone = started(zone, name, most)
        if watched is False:
            zone = without(zone, {WATCH})
        elif watched and WATCH not in zone.names:
            zone = started(zone, WATCH)
        return zone if change.ended else self._delayed(zone, change)

    def _delayed(self, zone: Zone, change: Change) -> Zone | None:
        """Let time pass, as far as the clocks allow."""
        names = zone.names[:-1] if WATCH in zone.names else zone.names  # the observer's clock stands last
        most, largest = self._limits_of(change.longer, names)
        passed = delayed(zone, most)
        return None if passed is None else rounded(passed, largest)

    def _limits_of(self, longer: frozenset[tuple[str, str, int]], names: Running) -> _Limits:
        """How far each of these clocks can run, and the largest constant with which each is compared."""
        found = self._limits.get((longer, names))
        if found is None:
            spans = {name: self.abstraction.lasting(longer, name) for name in names}
            most = {name: span.most for name, span in spans.items()}
            largest = {name: span.most if span.most < NO_END else span.least for name, span in spans.items()}
            found = self._limits[longer, names] = (most, largest)
        return found


def ways_of(abstraction: Abstraction) -> Ways:
    """The ways of an abstraction, made on first use and kept with it."""
    ways = abstraction.tables.get("ways")
    if ways is None:
        ways = abstraction.tables["ways"] = Ways(abstraction)
    return ways  # type: ignore[return-value]
