"""The two questions, for a page that is shown after a step of a matter."""

import logging
from typing import Any
from uuid import UUID

from django import template
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from jiefen import shelf
from jiefen.apps.matters import clock
from jiefen.apps.matters.models import Participation
from jiefen.apps.quality import naming, services
from jiefen.apps.quality.forms import AnswerForm
from jiefen.core.access import RoleKind

log = logging.getLogger("jiefen.quality")
register = template.Library()


@register.inclusion_tag("quality/_ask.html", takes_context=True)
def ask_quality(context: template.Context, step: str, matter_id: UUID) -> dict[str, Any]:
    """Ask a party of the matter about a step: "filing", "joining" or the id of a state. Draws nothing for anybody else,
    and nothing once this browser has answered."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return {}
    try:
        with transaction.atomic():
            about = _ask(request, step, matter_id)
    except DatabaseError:
        # These pages show receipts and codes that are shown only once: a count must never take them away.
        log.exception("the questions about a step could not be asked")
        return {}
    if about is None:
        return {}
    back = reverse("matters:matter", args=[matter_id])
    return {"form": AnswerForm(initial={"about": about, "back": back}), "csrf_token": context.get("csrf_token")}


def _ask(request: Any, step: str, matter_id: UUID) -> str | None:
    """What the form is about, when somebody is to be asked now."""
    seats = Participation.objects.select_related("matter").order_by("pk")
    seat = seats.filter(matter_id=matter_id, account=request.user).first()
    if seat is None:
        return None
    matter = seat.matter
    role = shelf.procedure(matter.pack, matter.procedure, matter.version).roles.get(seat.role)
    if role is None or role.kind is not RoleKind.PARTY:
        return None  # those who serve do not judge their own service
    cell = services.Cell(matter.procedure, step, seat.side or naming.UNKNOWN)
    today = timezone.localdate(clock.now())
    return cell.name if services.ask(request.session, cell, matter.institution_id, today) else None
