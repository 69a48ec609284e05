"""Trying a procedure out: one matter with a movable clock, in which every act can be taken back.

Knows what can be done now, does it, and remembers it as steps of a scenario. Refuses to print, to ask and to know the
time: a `Simulation` is a value, each step makes the next one, and `back` is the one before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from jiefen.core.law import Calendar
from jiefen.core.procedure.clocks import is_stopped
from jiefen.core.procedure.engine import expire, open_matter, perform
from jiefen.core.procedure.life import report
from jiefen.core.procedure.model import START, Action, Ask, Procedure
from jiefen.core.procedure.plan import plan_of
from jiefen.core.procedure.record import Event, EventKind, Matter, Participant, Running
from jiefen.core.procedure.replay import apply, started_key
from jiefen.core.procedure.turns import is_overdue, open_actions

USUAL_DAY = date(2026, 3, 2)
"""The Monday on which a simulation begins where the calendar knows it, so that it can be repeated."""

LAST_YEAR = 2100
"""Time does not move beyond this year: calendars end soon after it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be done now: an act of `who`, or the proof that a notice has reached `who`."""

    kind: str  # act | reached
    who: str
    name: str  # the action, or the notice
    together: tuple[str, ...] = ()  # the others who open the matter with `who`


@dataclass(frozen=True, slots=True)
class Done:
    """One step that was done, as a scenario writes it, and what held after it (`then`)."""

    kind: str  # act | reached | until
    at: datetime
    who: str = ""
    name: str = ""
    together: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    ground: str = ""
    then: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Simulation:
    """A matter as it stands in a trial: who takes part, what time it is, what happened, and the step before."""

    procedure: Procedure
    calendar: Calendar
    people: Mapping[str, Participant]
    now: datetime
    matter: Matter
    events: tuple[Event, ...] = ()
    done: tuple[Done, ...] = ()
    before: "Simulation | None" = None

    @property
    def outcome(self) -> str | None:
        """The outcome, once the matter has ended."""
        state = self.procedure.states.get(self.matter.state)
        return state.outcome if state is not None else None


def cast(procedure: Procedure) -> dict[str, Participant]:
    """One participant for each role, or as many as it needs at least, named after the role."""
    people: dict[str, Participant] = {}
    for role in procedure.roles.values():
        count = max(1, role.least)
        for number in range(1, count + 1):
            name = role.id if count == 1 else f"{role.id}-{number}"
            people[name] = Participant(name, role.id, role.side)
    return people


def usual_morning(calendar: Calendar) -> datetime:
    """Nine o'clock on the usual day, or on the first working day that the calendar knows."""
    day = USUAL_DAY if calendar.announced(USUAL_DAY) else calendar.next_working_day(calendar.announced_from)
    return datetime.combine(day, time(9), calendar.tz)


def begin(
    procedure: Procedure, calendar: Calendar, start: datetime | None = None, people: Mapping[str, Participant] | None = None
) -> Simulation:
    """A matter that nobody has opened yet. `start` is cut to the minute; `people` are by id (see `cast`)."""
    now = (start or usual_morning(calendar)).replace(second=0, microsecond=0)
    return Simulation(procedure, calendar, people or cast(procedure), now, Matter(procedure=procedure.key))


def choices(simulation: Simulation, who: str = "") -> tuple[Choice, ...]:
    """What can be done now, by everybody or by `who` alone: acts first, then proofs that start a deadline."""
    procedure, matter = simulation.procedure, simulation.matter
    if matter.state == START:
        found = _openings(simulation)
    else:
        found = [
            Choice("act", name, act.id) for name in simulation.people for act in open_actions(procedure, matter, name)
        ] + _proofs(simulation)
    return tuple(one for one in found if who in ("", one.who, *one.together))


def _openings(simulation: Simulation) -> list[Choice]:
    found: list[Choice] = []
    for act in plan_of(simulation.procedure).leaving[START]:
        able = [name for name, one in simulation.people.items() if one.role in act.by]
        if act.each or act.sides:
            found += [Choice("act", able[0], act.id, tuple(able[1:]))] if able else []
        else:
            found += [Choice("act", name, act.id) for name in able]
    return found


def _proofs(simulation: Simulation) -> list[Choice]:
    """Notices that have been sent and whose arrival would start a deadline: to each reader the newest of its name."""
    found: list[Choice] = []
    for notice in dict.fromkeys(one.on_notice for one in simulation.procedure.deadlines.values() if one.on_notice):
        for reader in simulation.people:
            seq = _sent(simulation.events, notice, reader)
            if seq and _would_start(simulation, notice, seq):
                found.append(Choice("reached", reader, notice))
    return found


def _sent(events: Sequence[Event], notice: str, reader: str) -> int:
    """The number of the newest event that sent a notice to a reader; 0 when none did."""
    for event in reversed(events):
        for one in event.body.get("notices") or ():
            if one["id"] == notice and reader in one["to"]:
                return event.seq
    return 0


def _would_start(simulation: Simulation, notice: str, seq: int) -> bool:
    matter = simulation.matter
    return any(
        matter.state in one.runs_in
        and one.id not in matter.running
        and started_key(f"{seq}:", one.id) not in matter.used
        and (one.from_fact is None or one.from_fact in matter.facts)
        for one in plan_of(simulation.procedure).on_notice.get(notice, ())
    )


def action_of(simulation: Simulation, choice: Choice) -> Action:
    """The action that a choice performs. KeyError for a choice that is no act."""
    return simulation.procedure.actions[choice.name]


def asked(simulation: Simulation, choice: Choice) -> tuple[Ask, ...]:
    """The facts to ask for: none that an earlier part of the same act (`each`) has given for all."""
    if choice.kind != "act":
        return ()
    begun = choice.name in simulation.matter.done
    asks = action_of(simulation, choice).asks
    return tuple(ask for ask in asks if not (begun and ask.fact in simulation.matter.facts))


def choose(
    simulation: Simulation, choice: Choice, data: Mapping[str, Any] | None = None, reason: str = "", ground: str = ""
) -> Simulation:
    """The simulation after one choice. Raises Refused with why it is not possible; nothing has changed then.

    What falls due at this very moment (a clock counted from a day long past) is performed by time at once.
    """
    procedure, matter, now = simulation.procedure, simulation.matter, simulation.now
    data = dict(data or {})
    done = Done(choice.kind, now, choice.who, choice.name, choice.together, data, reason, ground)
    events: tuple[Event, ...]
    if choice.kind == "reached":
        effect = f"{_sent(simulation.events, choice.name, choice.who)}:notice:{choice.name}:{choice.who}"
        events = (report(procedure, matter, effect, "opened", now, simulation.calendar),)
    elif matter.state == START:
        actors = (choice.who, *choice.together)
        people = tuple(simulation.people.values())
        events = open_matter(procedure, choice.name, actors, people, data, now, simulation.calendar)
    else:
        events = perform(procedure, matter, choice.name, choice.who, data, now, simulation.calendar,
                         reason=reason, ground=ground)  # fmt: skip
    after = _taken(simulation, events, done)
    if not is_overdue(after.matter, now):
        return after
    return replace(_passed(after, now), before=simulation)


def until(simulation: Simulation, moment: datetime) -> Simulation:
    """The simulation at a later moment: whatever falls due on the way is performed by time. Raises ValueError when the
    moment is not later, or so late that no calendar knows it."""
    if moment <= simulation.now:
        raise ValueError(f"time only goes forward; it is {written(simulation.now)} now, and `back` takes a step back")
    if moment.year > LAST_YEAR:
        raise ValueError(f"time stops at the end of {LAST_YEAR}")
    return _passed(simulation, moment)


def wait(simulation: Simulation, days: int) -> Simulation:
    """The simulation so many days later, at the same time of day. Raises ValueError as `until` does."""
    try:
        moment = simulation.now + timedelta(days=days)
    except OverflowError:
        raise ValueError(f"time stops at the end of {LAST_YEAR}") from None
    return until(simulation, moment)


def back(simulation: Simulation) -> Simulation | None:
    """The simulation before the last step; None when nothing has been done."""
    return simulation.before


def running(simulation: Simulation) -> tuple[Running, ...]:
    """The clocks that run now, the nearest first; those that stand still come last."""
    return tuple(sorted(simulation.matter.running.values(), key=lambda one: (is_stopped(one), one.act_by_at)))


def _passed(simulation: Simulation, moment: datetime) -> Simulation:
    events = expire(simulation.procedure, simulation.matter, moment, simulation.calendar)
    return _taken(simulation, events, Done("until", moment))


def _taken(simulation: Simulation, events: Sequence[Event], done: Done) -> Simulation:
    matter = simulation.matter
    for event in events:
        matter = apply(simulation.procedure, matter, event)
    after = replace(simulation, now=done.at, matter=matter, events=(*simulation.events, *events), before=simulation)
    held = replace(done, then=_then(simulation, after, events))
    return replace(after, done=(*simulation.done, held))


def _then(before: Simulation, after: Simulation, events: Sequence[Event]) -> dict[str, Any]:
    """What a scenario can say of the matter after a step: where it stands, what it is due, where it went on to."""
    found: dict[str, Any] = {"state": after.matter.state}
    if after.outcome is not None:
        found["outcome"] = after.outcome
    due = {
        name: one.act_by
        for name, one in after.matter.running.items()
        if not is_stopped(one) and (name not in before.matter.running or before.matter.running[name].act_by != one.act_by)
    }
    if due:
        found["due"] = due
    handed = [event.body["hand_off"]["procedure"] for event in events if event.body.get("hand_off")]
    if handed:
        found["handed_to"] = handed[-1]
    return found


def written(moment: datetime) -> str:
    """A moment as a scenario writes it: "2026-03-02 09:00", in the calendar's zone."""
    return moment.strftime("%Y-%m-%d %H:%M")


def told(event: Event) -> dict[str, tuple[str, ...]]:
    """The notices that an act or an end of time sent, with their readers."""
    if event.kind not in (EventKind.ACT, EventKind.EXPIRE):
        return {}
    return {one["id"]: tuple(one["to"]) for one in event.body.get("notices") or ()}
