"""Deadlines of one matter: started, stopped, extended, suspended; computed by `core.law` and recorded as they were."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from jiefen.core.law import Calendar, Change, Due, Extension, Suspension, Unit, due
from jiefen.core.law.calendar import FIRST, LAST
from jiefen.core.law.period import NEVER
from jiefen.core.procedure.model import Action, Deadline, ExtensionRule
from jiefen.core.procedure.record import Matter, Running


def instant(moment: datetime) -> str:
    """A moment as the ledger writes it: UTC, ISO 8601."""
    return moment.astimezone(UTC).isoformat()


def start(
    deadline: Deadline, moment: datetime, facts: Mapping[str, Any], calendar: Calendar, old: Running | None = None
) -> Running | None:
    """The deadline as it starts at `moment`, or from the day its fact names; None while that fact is not known.

    `old` is the same deadline as it runs already: the changes made to it stay.
    """
    if deadline.from_fact is not None:
        named = facts.get(deadline.from_fact)
        if named is None:
            return None
        # Noon, so that no rule about late hours moves the day. Calendars begin in 1980: what ran out before then is
        # counted from there, and has run out all the same.
        moment = datetime.combine(max(date.fromisoformat(named), FIRST), time(12), calendar.tz)
    if old is None:
        return _computed(deadline, moment, (), (), calendar)
    return _computed(deadline, moment, old.extensions, old.suspensions, calendar)


def changes_of(running: Running) -> tuple[Change, ...]:
    """The recorded extensions and suspensions of a deadline, as `core.law` takes them."""
    extensions = tuple(
        Extension(one["length"], Unit(one["unit"]), date.fromisoformat(one["made_on"]), one["by"]) for one in running.extensions
    )
    suspensions = tuple(
        Suspension(
            datetime.fromisoformat(one["start"]),
            datetime.fromisoformat(one["end"]) if one["end"] else None,
            one["reason"],
        )
        for one in running.suspensions
    )
    return (*extensions, *suspensions)


def _computed(
    deadline: Deadline,
    moment: datetime,
    extensions: tuple[Mapping[str, Any], ...],
    suspensions: tuple[Mapping[str, Any], ...],
    calendar: Calendar,
) -> Running:
    bare = Running(deadline.id, instant(moment), "", "", "", "", False, "", extensions, suspensions)
    try:
        found = due(deadline.period, moment, calendar, changes_of(bare))
    except (ValueError, IndexError, OverflowError):
        # Beyond the last day any calendar knows: it cannot end there, and a later calendar will compute it (`review`).
        found = Due(LAST, LAST, NEVER, NEVER, True, calendar.key)
    return Running(
        deadline=deadline.id,
        started=bare.started,
        act_by=found.act_by.isoformat(),
        not_lost_before=found.not_lost_before.isoformat(),
        act_by_at=instant(found.act_by_at),
        lost_at=instant(found.lost_at),
        provisional=found.provisional,
        calendar=found.calendar,
        extensions=extensions,
        suspensions=suspensions,
    )


def recomputed(deadline: Deadline, running: Running, calendar: Calendar) -> Running:
    """The same deadline with today's calendar."""
    started = datetime.fromisoformat(running.started)
    return _computed(deadline, started, running.extensions, running.suspensions, calendar)


def extended(
    deadline: Deadline, running: Running, rule: ExtensionRule, moment: datetime, by: str, calendar: Calendar
) -> Running:
    """The deadline made longer by `rule`."""
    made_on = moment.astimezone(calendar.tz).date().isoformat()
    one = {"length": rule.length, "unit": rule.unit, "made_on": made_on, "by": by}
    started = datetime.fromisoformat(running.started)
    return _computed(deadline, started, (*running.extensions, one), running.suspensions, calendar)


def suspended(deadline: Deadline, running: Running, moment: datetime, reason: str, calendar: Calendar) -> Running:
    """The deadline with its clock stopped from `moment`."""
    one = {"start": instant(moment), "end": None, "reason": reason}
    started = datetime.fromisoformat(running.started)
    return _computed(deadline, started, running.extensions, (*running.suspensions, one), calendar)


def resumed(deadline: Deadline, running: Running, moment: datetime, calendar: Calendar) -> Running:
    """The deadline with its clock running again from `moment`."""
    closed = tuple(one if one["end"] else {**one, "end": instant(moment)} for one in running.suspensions)
    started = datetime.fromisoformat(running.started)
    return _computed(deadline, started, running.extensions, closed, calendar)


def is_stopped(running: Running) -> bool:
    """Whether the clock stands still."""
    return any(not one["end"] for one in running.suspensions)


def fallen_due(running: Iterable[Running], now: datetime) -> Running | None:
    """The deadline that ended first by `now`; ties by name, so that the order never depends on chance.

    Instants are all written in UTC and one form (`instant`), so that their texts stand in the order of time.
    """
    moment = instant(now)
    ended = [one for one in running if one.lost_at <= moment]
    return min(ended, key=lambda one: (one.lost_at, one.deadline), default=None)


def changed_by(
    action: Action, matter: Matter, deadlines: Mapping[str, Deadline], moment: datetime, by: str, reason: str,
    calendar: Calendar,
) -> list[Running]:  # fmt: skip
    """The running deadlines that an action extends, suspends or resumes, as they are afterwards."""
    changed: dict[str, Running] = {}
    for rule in action.extends:
        running = changed.get(rule.deadline) or matter.running.get(rule.deadline)
        if running is not None:
            changed[rule.deadline] = extended(deadlines[rule.deadline], running, rule, moment, by, calendar)
    for name in action.suspends:
        if name in matter.running and not is_stopped(matter.running[name]):
            changed[name] = suspended(deadlines[name], matter.running[name], moment, reason, calendar)
    for name in action.resumes:
        if name in matter.running and is_stopped(matter.running[name]):
            changed[name] = resumed(deadlines[name], matter.running[name], moment, calendar)
    return list(changed.values())
