"""Totals of quarters that are over, by procedure, step and side. What leaves here has gone through `hiding`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from jiefen.apps.quality.hiding import Said, Shown, Tally, publish
from jiefen.apps.quality.models import NO, SKIPPED, YES, Answer, Asking

_CELL = ("procedure", "step", "side")
_SAID = ("clear_yes", "clear_answered", "clear_skipped", "fair_yes", "fair_answered", "fair_skipped")
_HEAD = ("period", *_CELL, "asked", *_SAID, "no_reply")


@dataclass(frozen=True, slots=True)
class Row:
    """One step of a procedure with what may be shown of it."""

    procedure: str
    step: str
    shown: Shown


def period_of(day: date) -> str:
    """The quarter of a day: "2026-Q3"."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _months(period: str) -> list[date]:
    year, quarter = int(period[:4]), int(period[-1])
    return [date(year, month, 1) for month in range(3 * quarter - 2, 3 * quarter + 1)]


def periods(today: date) -> list[str]:
    """The quarters before today's in which somebody was asked, the newest first."""
    months = Asking.objects.values_list("month", flat=True).order_by().distinct()
    return sorted({period_of(month) for month in months} - {period_of(today)}, reverse=True)


def rows(period: str) -> list[Row]:
    """The rows of a quarter, by name. `period` is one of `periods`."""
    steps: dict[tuple[str, str], dict[str, Tally]] = {}
    for (procedure, step, side), tally in _tallies(_months(period)).items():
        steps.setdefault((procedure, step), {})[side] = tally
    return [Row(*names, publish(dict(sorted(sides.items())))) for names, sides in sorted(steps.items())]


def _tallies(months: list[date]) -> dict[tuple[str, ...], Tally]:
    found: dict[tuple[str, ...], Tally] = {}
    asked = Asking.objects.filter(month__in=months).values_list(*_CELL).annotate(n=Sum("count")).order_by()
    for *cell, count in asked:
        found[tuple(cell)] = Tally(count)
    said = Answer.objects.filter(month__in=months).values_list(*_CELL, "clear", "fair").annotate(n=Count("pk")).order_by()
    for *cell, clear, fair, count in said:
        found[tuple(cell)] = found.get(tuple(cell), Tally()) + Tally(0, _said(clear, count), _said(fair, count))
    return found


def _said(answer: str, count: int) -> Said:
    return Said(**{{YES: "yes", NO: "no", SKIPPED: "skipped"}[answer]: count})


def as_table(found: Iterable[Row], period: str) -> list[list[str]]:
    """The same numbers as the page's, as lines of a CSV file with a head. Names are ids; "all" is all sides together."""
    lines = [list(_HEAD)]
    for row in found:
        tallies = {**row.shown.sides, "all": row.shown.total} if len(row.shown.sides) > 1 else row.shown.sides
        lines += [[period, row.procedure, row.step, side, *_numbers(tally)] for side, tally in tallies.items()]
    return lines


def _numbers(tally: Tally | None) -> list[str]:
    if tally is None:
        return ["withheld"] * (len(_SAID) + 2)
    numbers = [tally.asked]
    for said in (tally.clear, tally.fair):
        numbers += [said.yes, said.answered, said.skipped]
    return [str(number) for number in [*numbers, tally.unknown]]
