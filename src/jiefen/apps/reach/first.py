"""What somebody invited may know before joining: the body, the subject in open words, their rights, and by when.

A code can lie in wrong hands, so nothing stands here that a letter would not say: no contact, nothing said in private.
"""

from typing import Any

from django.utils.translation import get_language

from jiefen.apps.matters import keys, presentation, queries, store
from jiefen.apps.reach import companions, services
from jiefen.apps.reach.models import Invitation
from jiefen.core.access import Confidence
from jiefen.web.language import tag

_FACTS = ("claim", "amount")


def told(found: Invitation) -> dict[str, Any]:
    """The values of the first page and of the letter."""
    held, seat = store.loaded(found.matter), found.participation
    capacity = services.capacity_of(held, seat.participant)
    takes_part = capacity in ("self", "representative")
    names = {name: one.name for name, one in queries.people_of(held, queries.Viewer(), None).items()}
    beside = companions.companions_of(held.row).get(seat.participant)
    later = seat.participant in companions.came_later(held)
    until, silence = _clock(held, seat.role) if takes_part else (None, None)
    profile = keys.open_sealed(held.key, seat.profile, f"{held.row.pk}:profile:{seat.participant}")
    return {
        "office": office_of(found),
        "procedure": held.procedure,
        "number": held.row.number,
        "capacity": capacity,
        "beside": queries.joined(names[one] for one in beside.beside if one in names) if beside else "",
        "facts": _facts(held) if takes_part else [],
        "so_far": companions.told_so_far(held) if later and takes_part else [],
        "until": until,
        "silence": silence,
        "invited": names[seat.participant],
        "kind": profile.get("kind", "person"),
    }


def office_of(found: Invitation) -> str:
    """Who keeps the matter, in the page's language."""
    return found.institution.name_in(tag(get_language() or ""))


def _facts(held: store.Loaded) -> list[presentation.Shown]:
    """The claim and the sum, where the procedure holds them to be open."""
    shown = {
        name: value
        for name, value in held.matter.facts.items()
        if name in _FACTS and held.procedure.facts[name].confidence is Confidence.OPEN
    }
    return presentation.show_facts(held.procedure, shown, get_language() or "", {})


def _clock(held: store.Loaded, role: str) -> tuple[str | None, Any]:
    """By when the role is asked to act, and what silence means."""
    for name, deadline in held.procedure.deadlines.items():
        if name in held.matter.running and role in deadline.who:
            return held.matter.running[name].act_by, deadline.consequence
    return None, None
