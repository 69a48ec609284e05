"""What every page of reach begins with: the matter as its reader may have it, and whether they may invite."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from jiefen.apps.matters import models as matters
from jiefen.apps.matters import queries
from jiefen.apps.matters.errors import NoSuchMatter
from jiefen.apps.reach import services
from jiefen.core.access import may


def page_of(request: HttpRequest, matter_id: UUID) -> queries.Page:
    """The matter for the signed-in person. Somebody else's matter and a missing one are not found alike."""
    try:
        return queries.page_of(request.user, matter_id)
    except NoSuchMatter:
        raise Http404 from None


def office_page(request: HttpRequest, matter_id: UUID) -> queries.Page:
    """The same, for those who invite people to it; for others it is not found."""
    page = page_of(request, matter_id)
    if not may(page.viewer, "invite"):
        raise Http404
    return page


def seat_in(page: queries.Page, participant: str) -> matters.Participation:
    """The seat of a person in the matter; an office's seat is not found, nor one that was given up."""
    rows = matters.Participation.objects.select_related("account", "matter", "institution")
    seat = get_object_or_404(rows, matter_id=page.id, participant=participant, office=None)
    if services.has_left(seat):
        raise Http404
    return seat


def own_seat(page: queries.Page) -> matters.Participation:
    """The seat from which the reader looks: their own, or their office's."""
    return get_object_or_404(matters.Participation, matter_id=page.id, participant=page.viewer.participant)
