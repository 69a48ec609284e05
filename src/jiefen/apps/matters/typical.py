"""How long a way usually takes here: only from matters that have ended, with how many, and how many have not.

A number appears when enough matters have ended; until then the page says that there is none.
"""

from dataclasses import dataclass
from statistics import median_low

from jiefen.apps.matters.models import Matter

ENOUGH = 5
"""Fewer ended matters than this say nothing of what is usual, and might show a person's own."""
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Typical:
    """The median number of days from filing to the end, of `ended` matters; None while too few have ended.

    `running` have not ended: they are not counted in, and would make it longer.
    """

    days: int | None
    ended: int
    running: int


def typical(pack: str, procedure: str) -> Typical:
    """How long matters of a procedure took, of those that ended last."""
    rows = Matter.objects.filter(pack=pack, procedure=procedure)
    ended = list(rows.exclude(outcome="").order_by("-since").values_list("opened_at", "since")[:_MOST])
    running = rows.filter(outcome="").count()
    days = [(end - start).days for start, end in ended]
    return Typical(median_low(days) if len(days) >= ENOUGH else None, len(days), running)
