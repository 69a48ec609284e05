"""What can go wrong when somebody acts, as the pages, the API and the command say it."""

from collections.abc import Sequence

from jiefen.core.procedure import Refused


class NoSuchMatter(LookupError):
    """There is no such matter for this person. Somebody else's matter and a missing one look the same."""


class Stale(Exception):
    """Somebody else acted since the page was read. `missed` are the events that the person has not seen."""

    def __init__(self, missed: Sequence[int], seq: int) -> None:
        super().__init__(f"the matter has moved on: {len(missed)} new events")
        self.missed = tuple(missed)
        self.seq = seq


__all__ = ["NoSuchMatter", "Refused", "Stale"]
