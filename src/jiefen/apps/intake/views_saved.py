"""Going on later: the code under which answers are kept, sent to one's own mailbox if one wants, and typed in again."""

import smtplib

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jiefen import shelf
from jiefen.apps.intake import services
from jiefen.apps.people import services as people
from jiefen.apps.people.codes import clean_code

_SENDING = "send-code"


class MailForm(forms.Form):
    """Where to send the code. The address is used once and not kept."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Used once to send you the code. We do not keep it."),
        error_messages={
            "required": gettext_lazy("This is needed. Please fill it in."),
            "invalid": gettext_lazy("This is no e-mail address. Write it like name@example.org, or leave it empty."),
        },
    )


@require_http_methods(["GET", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """What is kept on this device, under which code, and how to take it elsewhere."""
    way = request.GET.get("way", "")
    draft = request.session.get(f"draft:{way}") if way else None
    code = str(draft["code"]) if draft else str(request.session.get("ask") or "")
    if not code or services.find_draft(code) is None:
        return redirect("intake:resume")
    form, sent = MailForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        if people.too_many(_SENDING, request):
            return render(request, "jiefen/errors/429.html", status=429)
        people.note_wrong(_SENDING, request)  # counts sendings: nobody's mailbox is flooded from here
        sent = _send(form.cleaned_data["email"], code)
        if not sent:
            form.add_error("email", _("The mailbox did not take it. Check the address, or write the code down."))
    context = {"code": code, "form": form, "sent": sent, "way": way, "days": services.KEPT.days}
    return render(request, "intake/saved.html", context, status=400 if form.is_bound and not sent else 200)


def _send(address: str, code: str) -> bool:
    """The code by mail, with nothing of what was typed. False when the mailbox refuses."""
    words = _("With this code you can go on with what you began:")
    text = f"{words}\n\n{code}\n\n{settings.JIEFEN['origin']}/start/resume/\n"
    message = EmailMessage(
        subject=_("Your code to go on"), body=text, to=[address], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        message.send(fail_silently=False)
    except (smtplib.SMTPException, OSError):
        return False
    return True


@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Go on with what one began, by its code, on any device."""
    problem, typed = "", request.POST.get("code", "")
    if request.method == "POST":
        if people.too_many("draft", request):
            return render(request, "jiefen/errors/429.html", status=429)
        code = clean_code(typed)
        found = services.find_draft(code)
        if found is not None:
            held = services.read_draft(found)
            if held.get("kind") == "ask":
                request.session["ask"] = code
                return redirect("intake:ask")
            procedure = held.get("procedure") or shelf.pack(settings.JIEFEN["pack"]).opens[0][0]
            request.session[f"draft:{procedure}"] = {"code": code, "version": found.version}
            return redirect("intake:check", procedure=procedure)
        people.note_wrong("draft", request)
        problem = _("Nothing was begun with this code, or it has been sent. Compare it letter by letter.")
    return render(request, "intake/resume.html", {"problem": problem, "typed": typed[:60]}, status=400 if problem else 200)
