"""Proofs: how a date was computed, step by step, in words that the person concerned can follow.

Made only when asked for, by running the very arithmetic of `period` with a listener.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from jiefen.core.law.calendar import Calendar
from jiefen.core.law.period import Change, Due, Interruption, Period, Reading, Suspension, due, end_of
from jiefen.core.law.words import CHANGES, COUNTS, STEPS, UNITS, day_in
from jiefen.core.marks import in_language, isolated, marks


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its code, its values, and the citation that it rests on."""

    code: str
    values: Mapping[str, Any]
    basis: str

    def say(self, lang: str) -> str:
        """The step in words. An unknown language gives English."""
        return in_language(STEPS[self.code], lang).format_map(
            {name: _shown(name, value, lang) for name, value in self.values.items()}
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a date is what it is: the result, the steps of each reading, and what would change it."""

    due: Due
    period: Period
    started: datetime
    calendar: str
    announced_until: date
    readings: tuple[tuple[Reading, tuple[Step, ...]], ...]
    would_change: tuple[str, ...]

    def lines(self, lang: str) -> list[str]:
        """The proof in words, one line a step, readings under each other when there are several."""
        lines: list[str] = []
        several = len(self.readings) > 1
        for number, (reading, steps) in enumerate(self.readings, start=1):
            if several:
                lines.append(_heading(number, reading, lang))
            lines += [step.say(lang) + (f" [{step.basis}]" if step.basis else "") for step in steps]
        if several:
            lines.append(_say("two-dates", lang, act_by=self.due.act_by, lost=self.due.not_lost_before))
        lines.append(_say("calendar", lang, calendar=self.calendar, until=self.announced_until))
        if self.period.basis:
            lines.append(_say("basis", lang, basis=marks(lang).comma.join(self.period.basis)))
        lines += [in_language(CHANGES[code], lang) for code in self.would_change]
        return lines

    def as_data(self) -> dict[str, Any]:
        """The proof as JSON-able data."""
        return {
            "act_by": self.due.act_by.isoformat(),
            "not_lost_before": self.due.not_lost_before.isoformat(),
            "provisional": self.due.provisional,
            "calendar": self.calendar,
            "announced_until": self.announced_until.isoformat(),
            "started": self.started.isoformat(),
            "basis": list(self.period.basis),
            "readings": [
                {
                    "length": reading.length,
                    "unit": reading.unit.value,
                    "counting": reading.counting.id,
                    "note": dict(reading.note),
                    "steps": [
                        {"code": step.code, "basis": step.basis, **{k: _plain(v) for k, v in step.values.items()}}
                        for step in steps
                    ],
                }
                for reading, steps in self.readings
            ],
            "would_change": list(self.would_change),
        }


def prove(period: Period, start: datetime, calendar: Calendar, changes: Sequence[Change] = ()) -> Proof:
    """The proof of `due` with the same arguments. Raises as `due` does."""
    result = due(period, start, calendar, changes)
    readings = tuple((reading, _steps(reading, start, calendar, changes)) for reading in period.readings)
    return Proof(
        due=result,
        period=period,
        started=start,
        calendar=calendar.key,
        announced_until=calendar.announced_until,
        readings=readings,
        would_change=_would_change(result, changes),
    )


def _steps(reading: Reading, start: datetime, calendar: Calendar, changes: Sequence[Change]) -> tuple[Step, ...]:
    steps: list[Step] = []

    def listen(code: str, /, **values: Any) -> None:
        steps.append(Step(code, values, str(values.pop("basis", ""))))

    end_of(reading, start, calendar, changes, listen)
    return tuple(steps)


def _would_change(result: Due, changes: Sequence[Change]) -> tuple[str, ...]:
    codes = ["start"]
    if result.provisional:
        codes.append("calendar")
    if result.act_by != result.not_lost_before:
        codes.append("reading")
    if any(isinstance(change, Suspension) and change.end is None for change in changes):
        codes.append("suspension")
    if any(isinstance(change, Interruption) for change in changes):
        codes.append("interruption")
    return tuple(codes)


def _say(code: str, lang: str, **values: Any) -> str:
    return Step(code, values, "").say(lang)


def _heading(number: int, reading: Reading, lang: str) -> str:
    """Which reading follows, and why one can read it so."""
    said = _say("reading", lang, number=number, length=reading.length, unit=reading.unit.value)
    why = in_language(reading.note, lang) if reading.note else ""
    return f"{said}{marks(lang).opening}{isolated(why, lang)}{marks(lang).closing}" if why else said


def _shown(name: str, value: Any, lang: str) -> str:
    if isinstance(value, datetime):
        return f"{day_in(value.date(), lang, weekday=True)} {value:%H:%M}"
    if isinstance(value, date):
        return day_in(value, lang, weekday=True)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if name == "counts":
        return in_language(COUNTS, lang)[bool(value)]
    if name == "unit":
        return in_language(UNITS, lang)[str(value)]
    if isinstance(value, Mapping):
        return str(in_language(value, lang))
    return isolated(str(value), lang) if name in ("reason", "calendar", "kind") else str(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime, time)) else value
