"""The one source of time of the applications. The pure floor gets time as an argument; it comes from here."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with zone. Tests and the seeding of a demonstration pass their own time instead."""
    return timezone.now()
