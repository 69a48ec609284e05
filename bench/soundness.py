"""Soundness alone beside pm4py's Woflan, in one run; the verdicts are compared first.

Both are given the same nets. A net is a procedure of a chain of states, each with three acts: go on, leave for the end, and
one that skips a state, goes back or is another way to go on. For the peer each state becomes a place and each act a
transition. In the second kind of net every third state has one act that two parties must do together: there a token each
waits for them, and a third transition joins what both have done. The peer follows tokens; ours needs no configurations
for joint acts, which is proved where it is written. The peer gets its fastest settings: it stops at the first fault and
writes no diagnostics. Of spoiled nets both must say that they are not sound.

The limit looks at every act once and does nothing. Below ours, for comparison, stands the soundness of the whole checker, with
clocks, facts and two people on each side, from nothing. Nothing is kept from one measurement to the next. Times are of
the processor, ratios of medians over rounds in which the candidates take turns.

    python bench/soundness.py            # needs pm4py (dependency group "bench"); under a minute
    python bench/soundness.py --check    # fails below a thousand times the speed of Woflan
"""

import contextlib
import io
import sys
import warnings
from collections.abc import Callable
from datetime import date
from statistics import median
from time import process_time

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):  # it greets
    from pm4py.algo.analysis.woflan import algorithm as woflan
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

from jiefen.core.law.calendar import make_calendar
from jiefen.core.procedure import PackInfo, load_procedure
from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.explore import explore
from jiefen.core.procedure.checking.sound import prove_sound
from jiefen.core.procedure.checking.soundness import SOUND, soundness
from jiefen.core.procedure.model import START, Procedure

PEER, TARGET = "pm4py Woflan", 1000
SIZES = {10: 9, 50: 7, 200: 3}  # states with `start` -> rounds; three transitions for each but the last
FAST = {"return_asap_when_not_sound": True, "return_diagnostics": False, "print_diagnostics": False}
ENOUGH = 0.02  # seconds that the fast ones are repeated for
CALENDAR = make_calendar(id="bench", version="1", zone="UTC", weekend=frozenset({6, 7}),
                         announced_from=date(2020, 1, 1), announced_until=date(2020, 12, 31), off=frozenset(),
                         work=frozenset())  # fmt: skip
HEAD = """
procedure: chain
language: 1
version: "1"
jurisdiction: bench
nature: judicial
holds: {from: 2020-01-01}
title: {en: T}
summary: {en: T}
source_note: {en: T}
roles:
  applicant: {kind: party, side: applicant, name: {en: A}}
  respondent: {kind: party, side: respondent, name: {en: B}}
facts: {}
outcomes: {over: {name: {en: E}, kind: withdrawn}}
"""
Acts = list[tuple[str, str, bool]]
"""Each act: from where, to where, and whether both parties must do it."""


def chain(states: int, *, joint: bool) -> Acts:
    """The acts of a chain of so many states, `start` and the end among them."""
    last = states - 1
    name = [START, *(f"s{one}" for one in range(1, last)), "end"]
    acts: Acts = [(START, "s1", False), (START, "s1", False), (START, "s2", False)]
    for one in range(1, last):
        if joint and one % 3 == 0:
            acts.append((name[one], name[one + 1], True))
            continue
        other = (one + 1, min(one + 2, last), max(one - 1, 1) if one > 1 else 2)[one % 3]
        acts += [(name[one], name[to], False) for to in (one + 1, other, last)]
    return acts


def procedure_of(acts: Acts) -> Procedure:
    """The procedure with these acts, loaded as any other."""
    names = dict.fromkeys(one for source, target, _joint in acts for one in (source, target) if one != START)
    states = [
        f"  {name}: {{name: {{en: S}}, explain: {{en: S}}, "
        + ("outcome: over}" if name == "end" else "waits_for: [applicant]}")
        for name in names
    ]
    lines = [
        f"  a{number}: {{name: {{en: A}}, from: [{source}], to: {target}, "
        + ("by: [applicant, respondent], each: true}" if joint else "by: [applicant]}")
        for number, (source, target, joint) in enumerate(acts)
    ]
    text = "\n".join([HEAD, "states:", *states, "actions:", *lines])
    return load_procedure(text, "chain.yaml", counting={}, pack=PackInfo("bench", ("en",), "UTC", "CNY"))


class Net:
    """The same as a workflow net."""

    def __init__(self, procedure: Procedure) -> None:
        self.net, self.places = PetriNet("chain"), {}
        self.joint = {act.sources[0]: act.by for act in procedure.actions.values() if act.each}
        for act in procedure.actions.values():
            source, target = act.sources[0], self.waiting(act.to or "")
            if not act.each:
                self.add(act.id, [source], target)
                continue
            for role in act.by:
                self.add(f"{act.id} {role}", [f"{source} {role}"], [f"{source} {role} done"])
            self.add(act.id, [f"{source} {role} done" for role in act.by], target)
        self.first, self.final = Marking({self.place(START): 1}), Marking({self.place("end"): 1})

    def waiting(self, state: str) -> list[str]:
        """The places that hold a token while the matter is in a state."""
        return [f"{state} {role}" for role in self.joint.get(state, ())] or [state]

    def place(self, name: str) -> PetriNet.Place:
        """A place by its name."""
        if name not in self.places:
            self.places[name] = PetriNet.Place(name)
            self.net.places.add(self.places[name])
        return self.places[name]

    def add(self, name: str, sources: list[str], targets: list[str]) -> None:
        """A transition that takes a token from each source and puts one into each target."""
        transition = PetriNet.Transition(name, name)
        self.net.transitions.add(transition)
        for source in sources:
            add_arc_from_to(self.place(source), transition, self.net)
        for target in targets:
            add_arc_from_to(transition, self.place(target), self.net)

    def sound(self) -> bool:
        """What Woflan says."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return bool(woflan.apply(self.net, self.first, self.final, parameters=FAST))


def whole(procedure: Procedure) -> bool:
    """What the checker's property says."""
    procedure.tables.clear()
    return not list(prove_sound(explore(Abstraction(procedure, CALENDAR))))


def limit(procedure: Procedure) -> None:
    """Every act looked at, once."""
    leaving = procedure.leaving
    for state in leaving:
        for act in leaving[state]:
            act.to  # noqa: B018


def spoiled(acts: Acts) -> dict[str, Acts]:
    """The same chain with one fault each."""
    return {
        "a state without a way on": [*acts, ("s1", "lost", False)],
        "a circle without a way out": [*acts, ("s2", "x", False), ("x", "y", False), ("y", "x", False)],
        "a state that nothing leads to": [*acts, ("nowhere", "s1", False)],
        "a joint act that leads nowhere": [*acts, ("s1", "both", False), ("both", "lost", True)],
    }


def agree() -> int:
    """Compare the verdicts; returns how many nets were compared. Raises AssertionError where they differ."""
    count = 0
    for joint in (False, True):
        acts = chain(10, joint=joint)
        good = procedure_of(acts)
        assert soundness(good) == SOUND
        assert whole(good)
        assert Net(good).sound()
        count += 1
        for fault, wrong in spoiled(acts).items():
            bad = procedure_of(wrong)
            assert soundness(bad) != SOUND, fault
            assert not whole(bad), fault
            assert not Net(bad).sound(), fault
            count += 1
    return count


def seconds(run: Callable[[], object]) -> float:
    """Processor time of one run, repeated when it is short."""
    began, done, spent = process_time(), 0, 0.0
    while spent < ENOUGH:
        for _again in range(done or 1):  # as often again as so far
            run()
        done, spent = done + (done or 1), process_time() - began
    return spent / done


def measure(states: int, rounds: int, *, joint: bool) -> bool:
    """Print the rows of one net; returns whether the target is met."""
    procedure = procedure_of(chain(states, joint=joint))
    net = Net(procedure)
    runs: dict[str, Callable[[], object]] = {
        PEER: net.sound,
        "limit: every act once": lambda: limit(procedure),
        "jiefen: soundness alone": lambda: soundness(procedure),
        "jiefen: the checker's": lambda: whole(procedure),
    }
    found: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            if turn:
                found[name].append(seconds(run))
            elif name != PEER:  # the first round only warms up, which the peer's long runs need not
                seconds(run)
    peer = median(found[PEER])
    kind = ", some of them joint" if joint else ""
    print(f"{len(net.net.transitions)} transitions, {len(net.net.places)} places, {len(procedure.actions)} acts{kind}")
    for name, times in found.items():
        print(f"  {name:<24} {median(times) * 1e6:>14,.1f} µs   {peer / median(times):>10,.0f} x as fast as Woflan")
    print(f"  {'target':<24} {peer / TARGET * 1e6:>14,.1f} µs   {TARGET:>10,} x")
    return peer >= TARGET * median(found["jiefen: soundness alone"])


def main() -> int:
    """Print the table; the exit code says whether the target was met, when asked to check."""
    print(f"same verdict on {agree()} nets")
    met = [measure(states, rounds, joint=False) for states, rounds in SIZES.items()]
    met.append(measure(10, 3, joint=True))  # the peer takes minutes for the longer ones of these
    return 0 if all(met) or "--check" not in sys.argv else 1


if __name__ == "__main__":
    sys.exit(main())
