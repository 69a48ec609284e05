"""The arithmetic behind the wait bar and the clock of queues. Knows dates; asks nobody what day it is."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from jiefen.web.formats import day_of, format_days

_WIDTH = 1000  # units of the drawing
_SOON = 3  # days


def bar(start: date, today: date, deadline: date, longest: date | None) -> dict[str, Any]:
    """Where each date stands on a line of 1000 units. Today may lie after the deadline; then it is late."""
    start, today, deadline = day_of(start), day_of(today), day_of(deadline)
    longest = day_of(longest) if longest else None
    end = max(day for day in (deadline, longest, today) if day)
    span = max((end - start).days, 1)

    def at(day: date) -> int:
        return max(0, min(_WIDTH, (day - start).days * _WIDTH // span))

    return {
        "start": start,
        "today": today,
        "deadline": deadline,
        "longest": longest,
        "at_today": at(today),
        "at_deadline": at(deadline),
        "at_longest": at(longest) if longest else 0,
        "days_waited": max((today - start).days, 0),
        "days_left": (deadline - today).days,
        "days_late": (today - deadline).days,
    }


def left(due: date | datetime | None, today: date, code: str) -> dict[str, str]:
    """Level and words of a clock: late, soon (within three days) or calm."""
    if due is None:
        return {"level": "calm", "words": ""}
    days = (day_of(due) - day_of(today)).days
    if days < 0:
        return {"level": "late", "words": _("%(days)s late") % {"days": format_days(-days, code)}}
    if days == 0:
        return {"level": "soon", "words": _("today")}
    words = _("%(days)s left") % {"days": format_days(days, code)}
    return {"level": "soon" if days <= _SOON else "calm", "words": words}
