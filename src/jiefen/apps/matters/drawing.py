"""Parts of pages that are drawn from immutable values, and so drawn once for each value."""

from functools import lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jiefen.apps.matters import store
from jiefen.apps.matters.presentation import Told


@lru_cache(maxsize=8192)
def draw_told(matter_id: UUID, told: Told, language: str) -> SafeString:
    """One entry of a timeline. Everything that it shows stands in its arguments; `language` is the active one."""
    return render_to_string("matters/_told.html", {"matter_id": matter_id, "one": told})


store.forget_also(draw_told.cache_clear)
