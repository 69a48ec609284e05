"""A procedure as the checker sees it: configurations, and the moves between them.

A configuration is everything that decides what may follow, with people counted instead of named and facts reduced
to the values between which guards can tell. Time is kept apart, in zones. Where the engine's world is larger, this
one allows more, never less: what is proved here holds there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from jiefen.core.access import RoleKind
from jiefen.core.law import Calendar
from jiefen.core.procedure.checking.configs import Config, Move
from jiefen.core.procedure.checking.guessing import Guess, domains, passing
from jiefen.core.procedure.checking.spans import Span, span_of
from jiefen.core.procedure.checking.zones import NO_END
from jiefen.core.procedure.guards import holds
from jiefen.core.procedure.model import START, Action, Deadline, Procedure
from jiefen.core.procedure.plan import Step, plan_of

ME = "me"
"""The one participant through whose eyes a run is watched, apart from the others of the role."""

PARTIES = 2
"""Everything is proved for so many on each side, where the procedure allows that many."""

Longer = frozenset[tuple[str, str, int]]
"""The extensions in force: (deadline, action, how many times)."""


@dataclass(frozen=True, eq=False)
class Abstraction:
    """A procedure with its calendar, ready to be explored; `viewpoint` is the role of the participant ME, or empty."""

    procedure: Procedure
    calendar: Calendar
    viewpoint: str = ""
    followed: dict[tuple[object, ...], Move] = field(default_factory=dict, repr=False)  # what acts lead to, by all that decides
    tables: dict[str, object] = field(default_factory=dict, repr=False)  # what `ways` works out once, by its name

    def seen_by(self, role: str) -> "Abstraction":
        """The same through the eyes of one participant of a role. What an act leads to is worked out once for all eyes."""
        return Abstraction(self.procedure, self.calendar, role, self.followed)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts whose values are followed from act to act."""
        return tuple(name for name in self._domains if name not in self._passing)

    @cached_property
    def _passing(self) -> frozenset[str]:
        return passing(self.procedure, self._domains)

    @cached_property
    def _domains(self) -> Mapping[str, tuple[Guess, ...]]:
        return domains(self.procedure, self.passive)

    @cached_property
    def passive(self) -> frozenset[str]:
        """Deadlines whose end changes nothing but that somebody is told: limitation, most of all."""
        plan, actions = plan_of(self.procedure), self.procedure.actions.values()
        moved = {rule.deadline for action in actions for rule in action.extends}
        moved |= {name for action in actions for name in (*action.suspends, *action.resumes)}
        return frozenset(
            one.id
            for one in self.procedure.deadlines.values()
            if one.id not in moved
            and (act := self.procedure.actions[one.on_expiry]).to is None
            and act.hand_off is None
            and not plan.steps[act.id].on_action
            and not act.resets
            and not act.suspends
            and not act.resumes
        )

    @cached_property
    def runs_in(self) -> Mapping[str, frozenset[str]]:
        """The states in which each deadline runs."""
        return plan_of(self.procedure).runs_in

    @cached_property
    def parties(self) -> frozenset[str]:
        """The roles of parties."""
        return frozenset(role.id for role in self.procedure.roles.values() if role.kind is RoleKind.PARTY)

    @cached_property
    def people(self) -> Mapping[str, int]:
        """How many act in each role: two of a party where that is allowed, otherwise one."""
        return {
            role.id: max(role.least, min(PARTIES if role.kind is RoleKind.PARTY else 1, role.most or PARTIES))
            for role in self.procedure.roles.values()
        }

    @cached_property
    def first(self) -> Config:
        """Before anyone has opened the matter: nothing is known, nothing runs."""
        return Config(START, values=(0,) * len(self.facts))

    @cached_property
    def _extensions(self) -> Mapping[tuple[str, str], tuple[int, str]]:
        return {
            (action.id, rule.deadline): (rule.length, rule.unit)
            for action in self.procedure.actions.values()
            for rule in action.extends
        }

    @cached_property
    def _spans(self) -> dict[tuple[str, Longer], Span]:
        return {}

    def span(self, config: Config, deadline: str) -> Span:
        """How many days a deadline can last, as it has been extended; `most` is NO_END where nothing bounds it."""
        return self.lasting(config.longer, deadline)

    def lasting(self, every: Longer, deadline: str) -> Span:
        """The same, of all the extensions in force."""
        longer = frozenset(one for one in every if one[0] == deadline)
        found = self._spans.get((deadline, longer))
        if found is None:
            found = self._spans[deadline, longer] = self._span(deadline, longer)
        return found

    def _span(self, deadline: str, longer: Longer) -> Span:
        rules = [self._extensions[action, deadline] for _deadline, action, times in sorted(longer) for _ in range(times)]
        span = span_of(self.procedure, deadline, tuple(rules), self.calendar)
        return Span(span.least, NO_END) if any(self._endless(action, deadline) for _d, action, _t in longer) else span

    def _endless(self, action: str, deadline: str) -> bool:
        return any(rule.deadline == deadline and rule.times is None for rule in self.procedure.actions[action].extends)

    def is_end(self, config: Config) -> bool:
        """Whether the matter has ended."""
        return config.state != START and self.procedure.states[config.state].outcome is not None

    def waits(self, config: Config) -> bool:
        """Whether ME waits: the matter goes on, and it is not ME's turn or ME has done its part."""
        if config.state == START or self.is_end(config):
            return False
        if self.viewpoint not in self.procedure.states[config.state].waits_for:
            return True
        own = [one for one in self.procedure.leaving[config.state] if self.viewpoint in one.by and not one.leaves]
        return any(self.has_done(config, one, self.viewpoint) for one in own if one.each or one.sides)

    # -- moves ---------------------------------------------------------------------------------------------------

    def moves(self, config: Config, running: tuple[str, ...]) -> Iterator[Move]:
        """Everything that people may do here; what time does is in `expiry` and what the post does in `proofs`."""
        if self.is_end(config):
            return
        plan = plan_of(self.procedure)
        for action in plan.leaving.get(config.state, ()):
            if action.by and self._may_extend(config, action, running):
                step = plan.steps[action.id]
                for values in self._given(config, step):
                    if action.when is None or self._holds(action, values):
                        yield from self._acts(config, step, values, running)

    def _may_extend(self, config: Config, action: Action, running: tuple[str, ...]) -> bool:
        used = dict(config.used)
        return all(
            (rule.deadline in running or rule.deadline in config.stopped)
            and (rule.times is None or used.get(f"{action.id}/{rule.deadline}", 0) < rule.times)
            for rule in action.extends
        )

    def _holds(self, action: Action, values: tuple[int, ...]) -> bool:
        assert action.when is not None  # noqa: S101
        read = {name: place for name, place in zip(self.facts, values, strict=True) if name in action.when.facts}
        key = (action.id, tuple(read.values()))
        found = self._answers.get(key)
        if found is None:
            facts = {name: self._domains[name][place].value for name, place in read.items()}
            fresh = [name for name in sorted(action.when.facts) if name in self._passing]
            given = product(*(tuple(one.value for one in self._domains[name] if one.given) for name in fresh))
            found = any(holds(action.when, facts | dict(zip(fresh, values, strict=True))) for values in given)
            self._answers[key] = found
        return found

    @cached_property
    def _answers(self) -> dict[tuple[str, tuple[int, ...]], bool]:
        return {}

    @cached_property
    def _givable(self) -> Mapping[str, tuple[int, ...]]:
        return {name: tuple(place for place, one in enumerate(self._domains[name]) if one.given) for name in self.facts}

    def _given(self, config: Config, step: Step) -> Iterator[tuple[int, ...]]:
        """The facts as they may be after the act has brought its own."""
        choices: list[tuple[int, ...]] = []
        for name, old in zip(self.facts, config.values, strict=True):
            given = self._givable[name]
            if name not in step.asks:
                choices.append((old,))
            elif name in step.required:
                choices.append(given or (old,))
            else:
                choices.append(tuple(dict.fromkeys((old, *given))))
        return product(*choices)

    def _acts(self, config: Config, step: Step, values: tuple[int, ...], running: tuple[str, ...]) -> Iterator[Move]:
        action = step.action
        if not step.partial or config.state == START:
            for role in action.by[:1] if step.partial else action.by:
                yield self._follow(config, step, values, running, role, "")
            return
        for role in action.by:
            done = {(who, many) for act, who, many in config.done if act == action.id}
            for fresh in self._parts(action, role, done):
                if self._completes(action, fresh):
                    yield self._follow(config, step, values, running, role, "")
                else:
                    others = {one for one in config.done if one[0] != action.id}
                    parts = frozenset(others | {(action.id, who, many) for who, many in fresh})
                    acted = self.parties & {role}
                    target = config._replace(done=parts, values=values, known=config.known | acted, heard=config.heard | acted)
                    yield Move(action.id, role, "", "", target, (), (), complete=False)

    def _parts(self, action: Action, role: str, done: set[tuple[str, int]]) -> Iterator[set[tuple[str, int]]]:
        """Who may have done it after one more of `role` has."""
        if action.sides:
            side = self.procedure.roles[role].side or role
            if (side, 1) not in done:
                yield done | {(side, 1)}
            return
        many = next((count for who, count in done if who == role), 0)
        if many < self.people[role] - (role == self.viewpoint):
            yield {one for one in done if one[0] != role} | {(role, many + 1)}
        if role == self.viewpoint and (ME, 1) not in done:
            yield done | {(ME, 1)}

    def _completes(self, action: Action, done: set[tuple[str, int]]) -> bool:
        if action.sides:
            return {(self.procedure.roles[role].side or role, 1) for role in action.by} <= done
        counts = dict(done)
        return all(
            counts.get(role, 0) + (counts.get(ME, 0) if role == self.viewpoint else 0) == self.people[role]
            for role in action.by
        )

    def has_done(self, config: Config, action: Action, role: str) -> bool:
        """Whether ME, of `role`, has done its part of an act of several."""
        who = (self.procedure.roles[role].side or role) if action.sides else ME
        return (action.id, who, 1) in config.done

    def expiry(self, config: Config, running: tuple[str, ...], deadline: str) -> Move:
        """The end of a running deadline by time."""
        step = plan_of(self.procedure).steps[self.procedure.deadlines[deadline].on_expiry]
        return self._follow(config, step, config.values, running, "", deadline)

    def proofs(self, config: Config, running: tuple[str, ...]) -> Iterator[Move]:
        """Notices that may be proved to have reached somebody, and the clocks which that starts."""
        plan = plan_of(self.procedure)
        for notice in sorted(config.sent):
            starting = tuple(
                one.id
                for one in plan.on_notice.get(notice, ())
                if config.state in plan.runs_in[one.id] and one.id not in running and one.id not in config.stopped
                and one.id not in self.passive
            )  # fmt: skip
            longer = frozenset(one for one in config.longer if one[0] not in starting)
            known = config.known | (self.parties & set(self.procedure.notices[notice].roles))
            target = config._replace(
                sent=config.sent - {notice},
                longer=longer,
                known=known,
                heard=config.heard | self._turns(config.state, known),
            )
            yield Move("", "", "", notice, target, starting, (), complete=True)

    def _follow(
        self, config: Config, step: Step, values: tuple[int, ...], running: tuple[str, ...], role: str, expired: str
    ) -> Move:
        """A completed act; the same whoever watches."""
        key = (config, step.action.id, values, running, role, expired)
        found = self.followed.get(key)
        if found is None:
            found = self.followed[key] = self._completed(config, step, values, running, role, expired)
        return found

    def _completed(
        self, config: Config, step: Step, values: tuple[int, ...], running: tuple[str, ...], role: str, expired: str
    ) -> Move:
        action, plan = step.action, plan_of(self.procedure)
        state = config.state if action.to is None else action.to
        moved = state != config.state
        runs = {name for name in (*running, *config.stopped) if state in plan.runs_in[name] and name != expired}
        facts = {name for name, place in zip(self.facts, values, strict=True) if place}
        started, free = self._started(config, step, state, moved, facts, runs)
        used, longer = self._extended(config, action, runs, {*started, *free})
        stopped = frozenset((config.stopped | (set(action.suspends) & runs)) & runs - {*started, *free})
        resumed = [name for name in action.resumes if name in stopped]
        kept = {*runs, *started, *free}
        done = frozenset[tuple[str, str, int]]()
        if not moved:
            gone = {*action.resets, action.id}
            done = frozenset(one for one in config.done if one[0] not in gone)
        ended = self.procedure.states[state].outcome is not None
        sent = config.sent | {name for name in action.notices if self.procedure.notices[name].proof or plan.on_notice[name]}
        acted = self.parties & (set(action.by) if action.each or action.sides else {role})
        known = config.known | acted | self._told(action)
        target = Config(
            state,
            done,
            used,
            frozenset(one for one in longer if one[0] in kept),
            stopped - set(resumed),
            frozenset() if ended else sent,
            values,
            known,
            config.heard | acted | self._turns(state, known),
        )
        return Move(action.id, role, expired, "", target, tuple(started), (*free, *resumed), complete=True)

    def _told(self, action: Action) -> frozenset[str]:
        """The parties who know by what an act sends. What must be proved to have arrived is known when it is."""
        notices = (self.procedure.notices[name] for name in action.notices)
        return self.parties & {role for notice in notices if not notice.proof for role in notice.roles}

    def _turns(self, state: str, known: frozenset[str]) -> frozenset[str]:
        """The parties whose turn it is, and who know it."""
        return known & set(self.procedure.states[state].waits_for)

    def _started(
        self, config: Config, step: Step, state: str, moved: bool, facts: set[str], runs: set[str]
    ) -> tuple[list[str], list[str]]:
        """The deadlines that an act starts: those that begin now, and those that run from a day a fact names."""
        plan, started, free = plan_of(self.procedure), list[str](), list[str]()
        starting: list[Deadline] = [*step.on_action, *(plan.on_enter[state] if moved else ())]
        for one in starting:
            if state not in plan.runs_in[one.id] or one.id in self.passive:
                continue
            if one.from_fact is None:
                started.append(one.id)
            elif one.from_fact in facts:
                free.append(one.id)
        for name in step.asks:
            for one in plan.on_fact.get(name, ()):
                known = name in facts and state in plan.runs_in[one.id] and one.id not in self.passive
                if known and (one.id in runs or state in one.on_enter):
                    free.append(one.id)
        return list(dict.fromkeys(started)), [one for one in dict.fromkeys(free) if one not in started]

    def _extended(
        self, config: Config, action: Action, runs: set[str], fresh: set[str]
    ) -> tuple[frozenset[tuple[str, int]], frozenset[tuple[str, str, int]]]:
        if not action.extends:
            return config.used, frozenset(one for one in config.longer if one[0] not in fresh)
        used, longer = dict(config.used), {(one[0], one[1]): one[2] for one in config.longer if one[0] not in fresh}
        for rule in action.extends:
            if rule.deadline in runs and rule.deadline not in fresh:
                key = f"{action.id}/{rule.deadline}"
                most = rule.times or 1
                used[key] = min(most, used.get(key, 0) + 1)
                pair = (rule.deadline, action.id)
                longer[pair] = min(most, longer.get(pair, 0) + 1)
        return frozenset(used.items()), frozenset((a, b, times) for (a, b), times in longer.items())
