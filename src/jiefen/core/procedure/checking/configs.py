"""What the checker explores: configurations of a matter, without time, and the moves between them."""

from typing import NamedTuple


class Config(NamedTuple):
    """Where a matter stands, without time.

    `done` holds (action, role or side, how many); `used` (action/deadline, times extended); `longer` (deadline,
    extensions in force); `stopped` deadlines whose clock stands; `sent` notices not yet proved; `values` the facts
    that matter, in the order of `Abstraction.facts`, each by its place among the guesses (0: not given). `known` are
    the roles of parties who have acted or been told; `heard` those who have acted or had a turn after that.
    """

    state: str
    done: frozenset[tuple[str, str, int]] = frozenset()
    used: frozenset[tuple[str, int]] = frozenset()
    longer: frozenset[tuple[str, str, int]] = frozenset()
    stopped: frozenset[str] = frozenset()
    sent: frozenset[str] = frozenset()
    values: tuple[int, ...] = ()
    known: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()


class Move(NamedTuple):
    """One thing that may happen: an act (by a role), an expiry (`deadline` set) or a proof of delivery (`notice`).

    `started` are the deadlines that it starts, `free` those that run from a day in the past or go on after standing
    still: their clock may show anything.
    """

    action: str
    role: str
    deadline: str
    notice: str
    target: Config
    started: tuple[str, ...]
    free: tuple[str, ...]
    complete: bool
