"""Who filed a matter for a person, for the matter's page."""

from typing import Any

from django import template

from jiefen.apps.intake import assisted
from jiefen.apps.intake.forms_assist import WAYS
from jiefen.apps.intake.models import Assisted
from jiefen.core.access import RoleKind

register = template.Library()


@register.simple_tag
def assists(user: Any) -> bool:
    """Whether somebody has a duty by which they file for others."""
    return assisted.desk_of(user) is not None


@register.inclusion_tag("intake/assist_line.html")
def assisted_line(page: Any) -> dict[str, Any]:
    """By whom it was filed for the person, whether it was read back and confirmed. Nothing where people filed themselves.

    Who sat beside the person, and what they say is wrong, is for them, the office and the mediator.
    """
    one = Assisted.objects.select_related("by", "matter").filter(matter_id=page.id).first()
    if one is None:
        return {}
    mine = page.viewer.participant == one.participant
    inside = mine or page.viewer.kind in (RoleKind.AUTHORITY, RoleKind.NEUTRAL)
    return {
        "one": one,
        "mine": mine,
        "office": page.viewer.kind is RoleKind.AUTHORITY,
        "inside": inside,
        "name": page.name_of(one.participant),
        "way": WAYS.get(one.way, one.way),
        "helper": assisted.opened(one, "helper") if inside else "",
        "interpreter": assisted.opened(one, "interpreter") if inside else "",
        "wrong": assisted.opened(one, "wrong") if inside and one.disputed else "",
    }
