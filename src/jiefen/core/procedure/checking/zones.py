"""Zones: sets of clock values, as the differences that bound them (timed automata, Alur and Dill 1994).

Knows matrices of differences in whole days and nothing of procedures. Every bound here is "at most", because a
deadline is a range of days; `NO_END` stands for no bound. A zone is a tuple of clock names and one flat matrix in
canonical form: entry (i, j) bounds clock i minus clock j, and row and column 0 are the constant zero.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from operator import ge

NO_END = 1 << 40
"""A bound that is none. Far above any sum of days that a procedure can name."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A set of values of the clocks `names`, in canonical form: no bound can be made tighter."""

    names: tuple[str, ...]
    bounds: tuple[int, ...]

    def top(self, name: str) -> int:
        """The largest value that the clock can have; NO_END when it has none."""
        return self.bounds[(self.names.index(name) + 1) * (len(self.names) + 1)]

    def least(self, name: str) -> int:
        """The smallest value that the clock can have."""
        return -self.bounds[self.names.index(name) + 1]


NOWHEN = Zone((), (0,))
"""The zone without clocks: nothing is running."""


def delayed(zone: Zone, limits: Mapping[str, int]) -> Zone | None:
    """All that may be after any time has passed, while no clock passes its limit; None when one has passed already."""
    names = zone.names
    if not names:
        return zone
    size = len(names) + 1
    bounds = list(zone.bounds)
    for one in range(1, size):
        bounds[one * size] = NO_END
    for one, name in enumerate(names, 1):
        limit = limits.get(name, NO_END)
        if limit < NO_END and not _tighten(bounds, size, one, 0, limit):
            return None
    return Zone(names, tuple(bounds))


def after(zone: Zone, name: str, least: int) -> Zone | None:
    """The part of the zone in which the clock shows at least `least` days; None when there is none."""
    size = len(zone.names) + 1
    bounds = list(zone.bounds)
    if not _tighten(bounds, size, 0, zone.names.index(name) + 1, -least):
        return None
    return Zone(zone.names, tuple(bounds))


def _tighten(bounds: list[int], size: int, row: int, column: int, bound: int) -> bool:
    """Make one bound tighter and all that follows from it; False when nothing is left."""
    if bounds[row * size + column] <= bound:
        return True
    if bounds[column * size + row] + bound < 0:
        return False
    bounds[row * size + column] = bound
    for i in range(size):
        through = bounds[i * size + row]
        if through >= NO_END:
            continue
        through += bound
        for j in range(size):
            rest = bounds[column * size + j]
            if rest < NO_END and through + rest < bounds[i * size + j]:
                bounds[i * size + j] = through + rest
    return True


def without(zone: Zone, gone: Set[str]) -> Zone:
    """The zone without some of its clocks; what they said about the others is kept."""
    if gone.isdisjoint(zone.names):
        return zone
    size = len(zone.names) + 1
    kept = [0, *(one for one, name in enumerate(zone.names, 1) if name not in gone)]
    bounds = tuple(zone.bounds[i * size + j] for i in kept for j in kept)
    return Zone(tuple(name for name in zone.names if name not in gone), bounds)


def started(zone: Zone, name: str, most: int = 0) -> Zone:
    """The zone with a clock more, which shows 0, or anything up to `most`; the clock is started anew if it ran.

    Clocks stand in the order of their names, so that the same set always has the same form.
    """
    zone = without(zone, {name})
    size = len(zone.names) + 1
    place = sum(other < name for other in zone.names) + 1
    old = [*range(place), *range(place, size)]
    rows: list[list[int]] = []
    for i in old:
        row = [zone.bounds[i * size + j] for j in old]
        row.insert(place, row[0])
        rows.append(row)
    fresh = [bound + most if bound < NO_END else NO_END for bound in rows[0]]
    fresh[place] = 0
    rows.insert(place, fresh)
    names = (*zone.names[: place - 1], name, *zone.names[place - 1 :])
    return Zone(names, tuple(bound for row in rows for bound in row))


def unbounded(zone: Zone, name: str) -> Zone:
    """The zone with nothing left that bounds a clock from above."""
    size = len(zone.names) + 1
    row = zone.names.index(name) + 1
    bounds = list(zone.bounds)
    bounds[row * size : (row + 1) * size] = [0 if column == row else NO_END for column in range(size)]
    return Zone(zone.names, tuple(bounds))


def rounded(zone: Zone, largest: Mapping[str, int]) -> Zone:
    """The zone with every bound beyond a clock's largest constant forgotten, so that there are finitely many zones.

    A clock that is not in `largest` keeps all its bounds.
    """
    size = len(zone.names) + 1
    tops = [0, *(largest.get(name, NO_END) for name in zone.names)]
    bounds, changed = list(zone.bounds), False
    for i in range(size):
        for j in range(size):
            bound = bounds[i * size + j]
            if i == j or bound >= NO_END:
                continue
            if bound > tops[i]:
                bounds[i * size + j], changed = NO_END, True
            elif -bound > tops[j]:
                bounds[i * size + j], changed = -tops[j], True
    if not changed:
        return zone
    for k in range(size):
        for i in range(size):
            through = bounds[i * size + k]
            if through >= NO_END:
                continue
            for j in range(size):
                rest = bounds[k * size + j]
                if rest < NO_END and through + rest < bounds[i * size + j]:
                    bounds[i * size + j] = through + rest
    return Zone(zone.names, tuple(bounds))


def includes(larger: Zone, smaller: Zone) -> bool:
    """Whether every value of `smaller` is in `larger`. Both have the same clocks."""
    return all(map(ge, larger.bounds, smaller.bounds))
