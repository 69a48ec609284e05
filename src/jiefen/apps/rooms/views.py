"""The rooms of a matter: joint room, caucus, notes. Who can read is shown before anything is sent."""

import uuid
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jiefen.apps.matters import queries, talking
from jiefen.apps.matters.errors import NoSuchMatter, Refused
from jiefen.apps.matters.forms import say_refusal
from jiefen.apps.matters.presentation import who_speaks
from jiefen.core.access import Confidence, may, sees
from jiefen.core.procedure.life import LONGEST_MESSAGE
from jiefen.web.forms import PlainTextField

_VERBS = {"joint": "say-joint", "caucus": "say-caucus", "notes": "note"}
_CLASSES = {
    "joint": Confidence.WITHOUT_PREJUDICE,
    "caucus": Confidence.CAUCUS,
    "notes": Confidence.MEDIATOR_NOTE,
}


class MessageForm(forms.Form):
    """Something to say."""

    request_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = PlainTextField(
        label=_("Your message"), longest=LONGEST_MESSAGE, error_messages={"required": _("Write something first.")}
    )


@login_required
@require_http_methods(["GET", "POST"])
def caucus(request: HttpRequest, matter_id: UUID, side: str) -> HttpResponse:
    """One side alone with the mediator."""
    return room(request, matter_id, f"caucus:{side}")


@login_required
@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, matter_id: UUID, name: str) -> HttpResponse:
    """One room: what was said in it, and a box to say more."""
    try:
        page = queries.page_of(request.user, matter_id)
    except NoSuchMatter:
        raise Http404 from None
    kind, _sep, side = name.partition(":")
    allowed = page.talks and may(page.viewer, _VERBS[kind], side=side or None)
    if not allowed or (side and side not in page.sides):
        raise Http404
    closed = page.state.outcome is not None
    edited = _edited(request, page)
    initial = {
        "request_key": str(uuid.uuid4()),
        "text": edited.text if edited else "",
        "replaces": edited.seq if edited else None,
    }
    form = MessageForm(request.POST or None, initial=initial)
    if request.method == "POST" and not closed and form.is_valid():
        try:
            talking.say(
                matter_id,
                request.user,
                name,
                form.cleaned_data["text"],
                request_key=form.cleaned_data["request_key"],
                replaces=_own(page, form.cleaned_data["replaces"]),
            )
            return redirect(request.path)
        except Refused as refused:
            form.add_error("text", say_refusal(refused))
    context = {
        "page": page,
        "name": name,
        "side": side,
        "form": form,
        "closed": closed,
        "confidence": _CLASSES[kind],
        "messages_said": [
            (one, who_speaks(page.people.get(one.actor)), one.actor == page.viewer.participant)
            for one in page.view.messages
            if one.room == name
        ],
        "readers": _readers(page, kind, side),
        "here": name,
    }
    return render(request, "rooms/room.html", context, status=400 if form.is_bound and form.errors else 200)


def _edited(request: HttpRequest, page: queries.Page):  # type: ignore[no-untyped-def]
    wanted = request.GET.get("edit", "")
    mine = {str(one.seq): one for one in page.view.messages if one.actor == page.viewer.participant}
    return mine.get(wanted)


def _own(page: queries.Page, seq: int | None) -> int | None:
    """Only one's own message can be replaced; anything else is a new one."""
    own = {one.seq for one in page.view.messages if one.actor == page.viewer.participant}
    return seq if seq in own else None


def _readers(page: queries.Page, kind: str, side: str) -> list[str]:
    """The names of those who will be able to read what is said here."""
    from jiefen.core.access import Viewer

    names = []
    for person in page.people.values():
        role = page.procedure.roles[person.role]
        viewer = Viewer(person.participant, role.kind, role.id, role.side)
        if not person.left and sees(viewer, _CLASSES[kind], side or None):
            names.append(who_speaks(person))
    return names
