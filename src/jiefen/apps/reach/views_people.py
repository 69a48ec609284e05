"""Pages about who is in a matter: adding somebody while it runs, ending a helper's standing, confirming one's identity."""

import secrets
import unicodedata
import uuid
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiefen.apps.matters import seats, store
from jiefen.apps.matters.errors import Refused
from jiefen.apps.matters.forms import say_refusal
from jiefen.apps.people.identity import NotConfirmed, providers
from jiefen.apps.reach import companions, pages, services
from jiefen.apps.reach.forms import AddForm
from jiefen.apps.reach.models import Companion

_ASKED = "identity_asked"  # in the session: the question that went to a provider


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Add a helper, a representative, an interpreter, or a further party on a side."""
    page = pages.page_of(request, matter_id)
    held = store.loaded(page.row)
    people = [(one.id, page.name_of(one.id)) for one in companions.may_add_for(page, held)]
    if not people:
        raise Http404
    form = AddForm(people, request.POST if request.method == "POST" else None, initial={"request_key": str(uuid.uuid4())})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            companions.add(
                page,
                held,
                request.user,
                capacity=given["capacity"],
                beside=given["beside"],
                name=given["name"],
                contact={"email": given["email"], "phone": given["phone"]},
                paper=given["paper"],
                language=get_language() or "",
                request_key=given["request_key"],
            )
            messages.success(request, _("Added and invited. The invitation is sent, or print a letter with its code."))
            return redirect("reach:reach", matter_id)
        except Refused as refused:
            form.add_error(None, _say(refused))
    return render(request, "reach/add.html", {"page": page, "form": form}, status=400 if form.is_bound else 200)


def _say(refused: Refused) -> str:
    """Why somebody cannot be added, in the page's language."""
    own = {
        "too-few": _("This procedure takes no further party on this side. Add a representative or a helper instead."),
        "two-sides": _("One person stands on one side only. Choose people of one side."),
        "not-allowed": _("You cannot add somebody here now. Ask the office to do it."),
        "ended": _("This matter has ended; nobody can be added to it."),
    }
    return own.get(refused.code) or say_refusal(refused)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, matter_id: UUID, participant: str) -> HttpResponse:
    """End somebody's standing beside a party: asked once, then done."""
    page = pages.page_of(request, matter_id)
    rows = Companion.objects.select_related("participation")
    one = get_object_or_404(rows, matter_id=matter_id, participation__participant=participant)
    if not companions.may_end(page, one):
        raise Http404
    mine = page.viewer.participant == participant
    if request.method == "POST":
        companions.end(page, one, request.user)
        messages.success(request, _("Done. They see nothing of this matter any more."))
        return redirect("matters:list") if mine else redirect("reach:reach", matter_id)
    return render(request, "reach/end.html", {"page": page, "person": page.people[participant], "mine": mine})


@login_required
@require_safe
def confirm_identity(request: HttpRequest, matter_id: UUID, name: str) -> HttpResponse:
    """Send somebody to a provider that can confirm who they are."""
    page = pages.page_of(request, matter_id)
    provider = providers().get(name)
    if provider is None or pages.own_seat(page).office_id is not None:
        raise Http404
    state = secrets.token_urlsafe(24)
    request.session[_ASKED] = {"state": state, "matter": str(matter_id), "provider": name}
    return redirect(provider.start(state=state, back=reverse("reach:identity_back", args=[matter_id, name])))


@login_required
@require_safe
def identity_back(request: HttpRequest, matter_id: UUID, name: str) -> HttpResponse:
    """Back from a provider: what it confirmed is noted when its answer is to our question and the name is the same."""
    page = pages.page_of(request, matter_id)
    asked, provider = request.session.pop(_ASKED, None), providers().get(name)
    if provider is None or asked is None or (asked["matter"], asked["provider"]) != (str(matter_id), name):
        messages.error(request, _("Nothing was confirmed. Begin again from this page."))
        return redirect("reach:reach", matter_id)
    seat = pages.own_seat(page)
    try:
        found = provider.finish(request.GET.dict(), state=asked["state"])
    except NotConfirmed:
        messages.error(request, _("The provider did not confirm who you are. Try again, or show a paper at the office."))
        return redirect("reach:reach", matter_id)
    if _plain(found.name) != _plain(page.name_of(seat.participant)):
        messages.error(
            request,
            _("The provider knows you by another name than this matter. Show a paper at the office."),
        )
        return redirect("reach:reach", matter_id)
    seats.raise_identity(seat, "provider", how=name, by=seat.participant)
    services.note_identity(seat, "provider", how=name, by=None)
    messages.success(request, _("Your identity is confirmed."))
    return redirect("reach:reach", matter_id)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
