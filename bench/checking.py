"""The ten properties proved from nothing: each procedure of the shelf alone, and each pack with its hand-offs followed.

No other checker proves these properties, so there is no peer; the limit explores the same procedures once and judges
nothing. Every measurement is made in a process of its own, which has loaded the pack and proved nothing before. Times
are of the processor, on one core; medians over rounds in which the candidates take turns.

    python bench/checking.py            # about two minutes
    python bench/checking.py --check    # fails when a procedure of cn takes 2 s, or the pack 20 s
"""

import sys
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from statistics import median
from time import process_time

from jiefen import shelf
from jiefen.core.procedure.checking import check, check_pack
from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.explore import explore
from jiefen.core.procedure.model import Procedure

ROUNDS, PACKS, MEASURED = 3, ("cn", "base", "ew"), "cn"
ALONE, WHOLE = 2.0, 20.0  # seconds that are promised


def newest(pack: str) -> dict[str, Procedure]:
    """The newest version of each procedure of a pack, to which the others may hand off."""
    return {one.id: one for one in sorted(shelf.procedures(pack), key=lambda one: one.holds_from)}


def prove(pack: str, key: str) -> tuple[int, int]:
    """One procedure alone: how many configurations it has, and how many findings."""
    procedure = shelf.procedure_at(pack, key)
    report = check(procedure, shelf.calendar(pack), shelf.sources(pack), newest(pack))
    return report.configurations, len(report.findings)


def prove_all(pack: str) -> tuple[int, int]:
    """A whole pack: configurations and findings of all its procedures."""
    reports = list(check_pack(shelf.procedures(pack), shelf.calendar(pack), shelf.sources(pack)))
    return sum(one.configurations for one in reports), sum(len(one.findings) for one in reports)


def explore_all(pack: str) -> tuple[int, int]:
    """The limit: every procedure explored once."""
    graphs = [explore(Abstraction(one, shelf.calendar(pack))) for one in shelf.procedures(pack)]
    return sum(len(one.nodes) for one in graphs), 0


def timed(run: Callable[[], tuple[int, int]]) -> tuple[float, int, int]:
    """Processor time of one run, with its figures."""
    began = process_time()
    configurations, findings = run()
    return process_time() - began, configurations, findings


def cold(run: Callable[[], tuple[int, int]]) -> tuple[float, int, int]:
    """The same, in a process of its own that knows nothing yet but what has been loaded."""
    with get_context("fork").Pool(1) as pool:
        return pool.apply(timed, (run,))


def candidates() -> dict[str, Callable[[], tuple[int, int]]]:
    """What is measured, by its name."""
    runs: dict[str, Callable[[], tuple[int, int]]] = {}
    for pack in PACKS:
        runs[f"{pack}, explored once (limit)"] = partial(explore_all, pack)
        runs[f"{pack}, the whole pack"] = partial(prove_all, pack)
    for one in shelf.procedures(MEASURED):
        runs[f"{MEASURED}, {one.key}"] = partial(prove, MEASURED, one.key)
    return runs


def main() -> int:
    """Print the table; the exit code says whether the target was met, when asked to check."""
    runs = candidates()
    for pack in PACKS:  # loaded before any process is split off
        shelf.calendar(pack), shelf.sources(pack), shelf.procedures(pack)
    found: dict[str, list[tuple[float, int, int]]] = {name: [] for name in runs}
    for _round in range(ROUNDS):
        for name, run in runs.items():
            found[name].append(cold(run))
    times = {name: median(spent for spent, *_rest in those) for name, those in found.items()}
    alone = {name: spent for name, spent in times.items() if "@" in name}
    largest, slowest = max(alone, key=lambda name: found[name][0][1]), max(alone, key=lambda name: alone[name])
    shown = [*(name for name in times if name not in alone), *dict.fromkeys((largest, slowest))]
    for name in shown:
        target = ALONE if name in alone else WHOLE if name == f"{MEASURED}, the whole pack" else None
        beside = f"target {target:>4.0f} s   {target / times[name]:>5.1f} x as fast" if target else ""
        what = " (largest)" * (name == largest) + " (slowest)" * (name == slowest)
        print(f"{name + what:<48} {times[name]:>8.2f} s {found[name][0][1]:>6} configurations   {beside}".rstrip())
    assert not any(findings for those in found.values() for *_rest, findings in those), "something is not proved"
    met = max(alone.values()) < ALONE and times[f"{MEASURED}, the whole pack"] < WHOLE
    return 0 if met or "--check" not in sys.argv else 1


if __name__ == "__main__":
    sys.exit(main())
