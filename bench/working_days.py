"""Working-day arithmetic beside `holidays` and `chinesecalendar`, in one run; the answers are compared first.

The question is the law's: on which day do N working days end that begin after a given day? The peers know Chinese
make-up working days too. A dict look-up of a precomputed answer is the limit. Ratios are of medians over rounds in
which the candidates take turns. Proofs are made only when asked for, and timed on a line of their own.

    python bench/working_days.py            # needs `holidays` and `chinesecalendar` (dependency group "dev")
    python bench/working_days.py --check    # fails below a hundred times `holidays`
"""

import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from statistics import median
from time import perf_counter

import chinese_calendar
import holidays

from jiefen import shelf
from jiefen.core.law import due, prove
from jiefen.core.law.period import Period, Reading, Unit

ROUNDS = 7
CALENDAR = shelf.calendar("cn")
PEER = holidays.country_holidays("CN", years=range(2022, 2027))
DAYS = [date(2023, 1, 3) + timedelta(days=step) for step in range(0, 900, 3)]
LENGTH = 5


def ours(day: date) -> date:
    """The engine's arithmetic."""
    return CALENDAR.add_working_days(day, LENGTH)


def by_holidays(day: date) -> date:
    """`holidays`, by its own function for this question."""
    return PEER.get_nth_working_day(day, LENGTH)


def by_chinesecalendar(day: date) -> date:
    """`chinesecalendar`, which answers for one day at a time."""
    left = LENGTH
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    return day


def agree() -> tuple[int, int]:
    """On how many of the days the peers give the engine's answer."""
    return (
        sum(ours(day) == by_holidays(day) for day in DAYS),
        sum(ours(day) == by_chinesecalendar(day) for day in DAYS),
    )


def rate(ask: Callable[[date], object], repeat: int) -> float:
    """Answers a second."""
    began = perf_counter()
    for _turn in range(repeat):
        for day in DAYS:
            ask(day)
    return repeat * len(DAYS) / (perf_counter() - began)


def main() -> int:
    """Print the table; the exit code says whether the target was met, when asked to check."""
    known = {day: ours(day) for day in DAYS}
    period = Period("p", (Reading(LENGTH, Unit.WORKING_DAY, shelf.counting("cn")["working-days"]),), ())
    starts = {day: datetime.combine(day, time(10), CALENDAR.tz) for day in DAYS}
    candidates: dict[str, tuple[Callable[[date], object], int]] = {
        "holidays": (by_holidays, 1),
        "chinesecalendar": (by_chinesecalendar, 4),
        "jiefen: add working days": (ours, 60),
        "jiefen: due, two dates": (lambda day: due(period, starts[day], CALENDAR), 8),
        "jiefen: due with proof": (lambda day: prove(period, starts[day], CALENDAR), 2),
        "limit: a dict look-up": (known.__getitem__, 200),
    }
    same, also = agree()
    print(f"same answer as holidays on {same} of {len(DAYS)} days, as chinesecalendar on {also}")
    rates: dict[str, list[float]] = {name: [] for name in candidates}
    for _round in range(ROUNDS):
        for name, (ask, repeat) in candidates.items():
            rates[name].append(rate(ask, repeat))
    peer = median(rates["holidays"])
    for name, found in rates.items():
        print(f"{name:<28} {median(found):>12,.0f} a second   {median(found) / peer:>8.1f} x holidays")
    met = median(rates["jiefen: add working days"]) >= 100 * peer and same == also == len(DAYS)
    return 0 if met or "--check" not in sys.argv else 1


if __name__ == "__main__":
    sys.exit(main())
