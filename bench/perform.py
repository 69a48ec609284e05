"""Steps a second of the engine, beside the `transitions` library and a bare dict look-up, in one run.

All walk the same loop of six states, driven by six acts of three participants. A dict look-up checks nothing and
records nothing, so it is the limit. `transitions` as it comes checks the state; in the third row it also checks who
acts and notes each act, which is nearer to what the engine does. The engine checks state, actor and running clocks, and
leaves the event for the ledger; `perform+apply` folds that event into the next state, too. Ratios are of medians over rounds in
which the candidates take turns, so that a busy machine slows all of them alike.

    python bench/perform.py            # needs `transitions` (dependency group "bench")
    python bench/perform.py --check    # fails when the engine is less than five times as fast as `transitions`
"""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter
from typing import Any

from transitions import Machine

from jiefen.core.law.calendar import make_calendar
from jiefen.core.procedure import PackInfo, apply, load_procedure, open_matter, perform
from jiefen.core.procedure.record import Matter, Participant

STATES = ("asked", "invited", "joined", "talking", "drafted", "signed")
BY = ("applicant", "office", "respondent", "applicant", "respondent", "office")
ROUNDS, STEPS = 9, 12_000
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CALENDAR = make_calendar(id="bench", version="1", zone="UTC", weekend=frozenset({6, 7}),
                         announced_from=date(2020, 1, 1), announced_until=date(2030, 12, 31), off=frozenset(),
                         work=frozenset())  # fmt: skip
PEOPLE = (
    Participant("li", "applicant", "applicant"),
    Participant("wang", "respondent", "respondent"),
    Participant("office", "office"),
)
PERSONS = {one.id: one for one in PEOPLE}
BY_ACT = {f"act-{place}": role for place, role in enumerate(BY)}
WHO = {"applicant": "li", "respondent": "wang", "office": "office"}


def procedure_text() -> str:
    """The loop as a procedure's file: act-N leads from the N-th state to the next one."""
    states = "\n".join(f"  {name}: {{name: {{en: S}}, explain: {{en: S}}, waits_for: [{BY[place]}]}}"
                       for place, name in enumerate(STATES))  # fmt: skip
    acts = "\n".join(
        f"  act-{place}: {{name: {{en: A}}, by: [{BY[place]}], from: [{name}], to: {STATES[(place + 1) % 6]},"
        f" basis: [law@1#1]}}"
        for place, name in enumerate(STATES)
    )
    return f"""
procedure: loop
language: 1
version: "1"
jurisdiction: bench
nature: judicial
holds: {{from: 2020-01-01}}
title: {{en: T}}
summary: {{en: T}}
source_note: {{en: T}}
roles:
  applicant: {{kind: party, side: applicant, name: {{en: A}}}}
  respondent: {{kind: party, side: respondent, name: {{en: B}}}}
  office: {{kind: authority, name: {{en: C}}}}
facts: {{}}
states:
{states}
  over: {{name: {{en: E}}, explain: {{en: E}}, outcome: over}}
outcomes: {{over: {{name: {{en: E}}, kind: withdrawn}}}}
actions:
  open: {{name: {{en: O}}, by: [applicant], from: [start], to: asked}}
  close: {{name: {{en: C}}, by: [applicant], from: [asked], to: over}}
{acts}
"""


PACK = PackInfo("bench", ("en",), "UTC", "CNY")
PROCEDURE = load_procedure(procedure_text(), "loop.yaml", counting={}, pack=PACK)
ACTS = [(f"act-{place}", WHO[BY[place]]) for place in range(6)]


def opened() -> Matter:
    """A matter of the loop that has just been opened."""
    blank = Matter(procedure=PROCEDURE.key)
    for event in open_matter(PROCEDURE, "open", ("li",), PEOPLE, {}, NOW, CALENDAR):
        blank = apply(PROCEDURE, blank, event)
    return blank


def around() -> list[Matter]:
    """The matter in each of the six states, so that `perform` can be measured alone."""
    matter, found = opened(), []
    for action, actor in ACTS:
        found.append(matter)
        matter = apply(PROCEDURE, matter, perform(PROCEDURE, matter, action, actor, {}, NOW, CALENDAR)[0])
    return found


def run_dict(steps: int) -> None:
    """The limit: the next state looked up, nothing checked, nothing kept."""
    table = {(name, f"act-{place}"): STATES[(place + 1) % 6] for place, name in enumerate(STATES)}
    names, state = [action for action, _actor in ACTS], "asked"
    for _round in range(steps // 6):
        for action in names:
            state = table[state, action]


def run_transitions(steps: int) -> None:
    """The `transitions` library with the same six triggers."""
    machine = Machine(states=list(STATES), initial="asked", auto_transitions=False)
    for place, name in enumerate(STATES):
        machine.add_transition(f"act_{place}", name, STATES[(place + 1) % 6])
    triggers = [getattr(machine, f"act_{place}") for place in range(6)]
    for _round in range(steps // 6):
        for trigger in triggers:
            trigger()


class _Noted:
    """A model for `transitions` that knows its people and notes what they do."""

    def __init__(self) -> None:
        self.noted: list[tuple[str, str, datetime]] = []

    def may(self, event: Any) -> bool:
        """Whether the actor has the role that the act needs."""
        return PERSONS[event.kwargs["actor"]].role == BY_ACT[event.event.name]

    def note(self, event: Any) -> None:
        """Keep who did what, and when."""
        self.noted.append((event.event.name, event.kwargs["actor"], event.kwargs["now"]))


def run_transitions_noted(steps: int) -> None:
    """The `transitions` library, checking who acts and noting it."""
    model = _Noted()
    machine = Machine(model, states=list(STATES), initial="asked", auto_transitions=False, send_event=True)
    for place, name in enumerate(STATES):
        machine.add_transition(f"act-{place}", name, STATES[(place + 1) % 6], conditions=[model.may], after=[model.note])
    trigger: Any = model.trigger  # type: ignore[attr-defined]
    for _round in range(steps // 6):
        for action, actor in ACTS:
            trigger(action, actor=actor, now=NOW)
    assert len(model.noted) == steps


def run_perform(steps: int) -> None:
    """The engine's `perform` alone: checked, and the event made."""
    pairs = list(zip(around(), ACTS, strict=True))
    for _round in range(steps // 6):
        for matter, (action, actor) in pairs:
            perform(PROCEDURE, matter, action, actor, {}, NOW, CALENDAR)


def run_both(steps: int) -> None:
    """The engine's `perform`, and the event applied: the matter really moves."""
    matter = opened()
    for _round in range(steps // 6):
        for action, actor in ACTS:
            matter = apply(PROCEDURE, matter, perform(PROCEDURE, matter, action, actor, {}, NOW, CALENDAR)[0])
    assert matter.state == "asked"
    assert matter.seq == steps + 1


CANDIDATES: dict[str, tuple[Callable[[int], None], int]] = {
    "dict look-up (limit)": (run_dict, 40),
    "transitions": (run_transitions, 1),
    "transitions, who noted": (run_transitions_noted, 1),
    "perform": (run_perform, 2),
    "perform+apply": (run_both, 2),
}


def measure() -> dict[str, float]:
    """Steps a second of each candidate: the median of rounds taken in turn."""
    rates: dict[str, list[float]] = {name: [] for name in CANDIDATES}
    for turn in range(ROUNDS + 1):
        for name, (run, factor) in CANDIDATES.items():
            begun = perf_counter()
            run(STEPS * factor)
            if turn:  # the first round only warms up
                rates[name].append(STEPS * factor / (perf_counter() - begun))
    return {name: median(found) for name, found in rates.items()}


def main() -> int:
    """Print the table; with --check, 1 when the promise of five times `transitions` is not kept."""
    found = measure()
    for name, rate in found.items():
        print(f"{name:24} {rate:12,.0f} steps/s   {rate / found['transitions']:8.2f} x transitions")
    kept = found["perform+apply"] >= 5 * found["transitions"]
    return 0 if kept or "--check" not in sys.argv else 1


if __name__ == "__main__":
    raise SystemExit(main())
