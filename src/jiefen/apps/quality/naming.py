"""Names of procedures, steps and sides in the reader's language, and the order in which a pack has them."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiefen import shelf
from jiefen.core.access import RoleKind
from jiefen.core.procedure.model import Procedure
from jiefen.web.language import in_language

FILING, JOINING, UNKNOWN = "filing", "joining", "unknown"
"""Steps that are no state of a procedure, and the side of somebody whose side nobody has noted."""


def _versions(pack: str, procedure: str) -> list[Procedure]:
    """All versions of a procedure, the newest first; empty when the pack has none of them any more."""
    found = [one for one in shelf.procedures(pack) if one.id == procedure]
    return sorted(found, key=lambda one: one.holds_from, reverse=True)


def _said(text: object) -> str:
    return in_language(text, get_language() or "")


def procedure_name(pack: str, procedure: str) -> str:
    """The title of a procedure, or its id."""
    return next((_said(one.title) for one in _versions(pack, procedure)), procedure)


def step_name(pack: str, procedure: str, step: str) -> str:
    """What a step is called, or its id."""
    own = {FILING: _("Filing"), JOINING: _("Joining")}
    states = (one.states[step].name for one in _versions(pack, procedure) if step in one.states)
    return own.get(step) or next((_said(name) for name in states), step)


def side_name(pack: str, procedure: str, side: str) -> str:
    """What a side is called: the name of its party."""
    if side == UNKNOWN:
        return _("Side not known")
    parties = (role for one in _versions(pack, procedure) for role in one.roles.values() if role.kind is RoleKind.PARTY)
    return next((_said(role.name) for role in parties if role.side == side), side)


def period_name(period: str) -> str:
    """A quarter in words: "2025, quarter 3" for "2025-Q3"."""
    year, _between, quarter = period.partition("-Q")
    return _("%(year)s, quarter %(quarter)s") % {"year": year, "quarter": quarter}


def place_of(pack: str, procedure: str, step: str) -> tuple[str, int]:
    """Sorts steps as they come in their procedure: never by how they did."""
    steps = [FILING, JOINING, *(state for one in _versions(pack, procedure) for state in one.states)]
    return procedure, steps.index(step) if step in steps else len(steps)
