"""The engine, given random legal runs, never leaves what the checker allowed and never exceeds a wait that it computed.

A few runs of each procedure in every run of the tests; 10,000 of each with `pytest -m slow`.
"""

import random
from datetime import datetime, timedelta
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiefen import shelf
from jiefen.core.access import RoleKind
from jiefen.core.procedure import Refused, apply, expire, open_actions, open_matter, perform, waiting_for
from jiefen.core.procedure.checking import check
from jiefen.core.procedure.checking.abstraction import Abstraction
from jiefen.core.procedure.checking.explore import explore
from jiefen.core.procedure.model import FactType
from jiefen.core.procedure.record import EventKind, Matter, Participant

NAMES = [f"{pack}/{one.key}" for pack in ("cn", "ew") for one in shelf.procedures(pack)]


@lru_cache
def allowed(name):
    """The procedure, the pairs of states that the checker's graph joins, and the waits by role and state."""
    pack, _slash, key = name.partition("/")
    procedure, calendar = shelf.procedure_at(pack, key), shelf.calendar(pack)
    others = {one.id: one for one in shelf.procedures(pack) if one.holds_to is None}
    graph = explore(Abstraction(procedure, calendar))
    pairs = {(node.config.state, target.config.state) for node in graph.nodes for _move, target in node.onward}
    waits = {key: wait.days for key, wait in check(procedure, calendar, shelf.sources(pack), others).waits.items()}
    return procedure, pairs, waits


class Run:
    """One matter led at random. `quiet` never acts of its own accord: it is the one whose waits are measured."""

    def __init__(self, name, seed):
        self.procedure, self.pairs, self.waits = allowed(name)
        self.calendar = shelf.calendar(self.procedure.jurisdiction)
        self.chance = random.Random(seed)
        self.now = datetime(2024, 1, 2, 9, tzinfo=self.calendar.tz) + timedelta(hours=self.chance.randrange(24 * 500))
        self.matter, self.since = Matter(procedure=self.procedure.key), {}
        self.people = [
            Participant(f"{role.id}{number}", role.id, role.side)
            for role in self.procedure.roles.values()
            for number in range(min(role.most or 2, self.chance.choice((1, 2)) if role.kind is RoleKind.PARTY else 1))
        ]
        self.quiet = self.chance.choice(self.people).id

    def take(self, events):
        for event in events:
            before = self.matter.state
            self.matter = apply(self.procedure, self.matter, event)
            if event.kind in (EventKind.ACT, EventKind.EXPIRE):
                # What only tells somebody (a passive deadline's end) is left out of the graph: nothing follows from it.
                stays = before == self.matter.state
                assert stays or (before or "start", self.matter.state) in self.pairs, (before, event.body)
            self.measure(event.at)

    def measure(self, now):
        """Follow the quiet one's wait: from each state in which it has waited, no longer than was computed."""
        role = next(one.role for one in self.people if one.id == self.quiet)
        ended = self.procedure.states[self.matter.state].outcome is not None
        for state, since in self.since.items():
            longest = self.waits.get((role, state))
            if longest is not None:
                assert (now - since).total_seconds() / 86400 <= longest, (role, state, since, now, self.matter.state)
        if ended or self.quiet in waiting_for(self.procedure, self.matter):
            self.since = {}
        else:
            self.since.setdefault(self.matter.state, now)

    def data(self, action):
        return {ask.fact: self.value(self.procedure.facts[ask.fact]) for ask in action.asks
                if ask.required or self.chance.random() < 0.5}  # fmt: skip

    def value(self, fact):
        if fact.type is FactType.PERSON:
            return next((one.id for one in self.people if one.role == fact.id), self.people[0].id)
        if fact.type is FactType.LIST:
            return [{one.id: self.value(one) for one in fact.fields}]
        return {
            FactType.MONEY: self.chance.choice((1, 300000)), FactType.DATE: self.now.date().isoformat(),
            FactType.YESNO: self.chance.random() < 0.8, FactType.NUMBER: 1, FactType.TEXT: "事情",
            FactType.CHOICE: self.chance.choice(fact.options).id if fact.options else "",
        }.get(fact.type, "事情")  # fmt: skip

    def open(self):
        action = self.chance.choice([one for one in self.procedure.actions.values() if "start" in one.sources])
        if self.quiet in {one.id for one in self.people if one.role in action.by} and self.chance.random() < 0.5:
            self.quiet = self.people[-1].id
        actors = tuple(one.id for one in self.people if one.role in action.by)
        actors = actors if action.each or action.sides else actors[:1]
        self.take(open_matter(self.procedure, action.id, actors, self.people, self.data(action), self.now, self.calendar))

    def step(self):
        long = self.chance.random() < 0.06  # mostly people act within days, so that runs go deep
        self.now += timedelta(minutes=self.chance.choice((1440 * 12, 1440 * 70) if long else (1, 1, 600, 600, 1440, 1440 * 3)))
        self.take(expire(self.procedure, self.matter, self.now, self.calendar))
        waiting = self.quiet not in waiting_for(self.procedure, self.matter)
        turn = waiting_for(self.procedure, self.matter)
        free = [one for one in self.people if not (waiting and one.id == self.quiet)] or self.people
        mine = [one for one in free if one.id in turn]
        who = self.chance.choice(mine if mine and self.chance.random() < 0.8 else free)
        if waiting and who.id == self.quiet:
            return
        acts = open_actions(self.procedure, self.matter, who.id)
        if not acts or self.chance.random() < 0.1:
            return
        action = self.chance.choice(acts)
        ends = action.to is not None and self.procedure.states[action.to].outcome is not None
        if ends and self.chance.random() < 0.9:
            return
        ground = self.chance.choice(action.grounds).id if action.grounds else ""
        try:
            self.take(perform(self.procedure, self.matter, action.id, who.id, self.data(action), self.now, self.calendar,
                              reason="理由", ground=ground))  # fmt: skip
        except Refused as refused:
            assert refused.code in ("guard", "already-done", "wrong-value", "missing"), refused  # noqa: PT017


def live(name, seed):
    run = Run(name, seed)
    try:
        run.open()
    except Refused as refused:
        assert refused.code == "guard"  # noqa: PT017
        return
    for _step in range(60):
        if run.procedure.states[run.matter.state].outcome is not None:
            return
        run.step()


SEEDS = st.integers(0, 2**48)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_a_run_stays_within_what_was_proved(name, seed):
    live(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_ten_thousand_runs_stay_within_what_was_proved(name, seed):
    live(name, seed)
