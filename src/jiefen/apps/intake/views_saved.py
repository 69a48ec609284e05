"""Going on later: the code under which answers are kept, sent to a mailbox or phone if one wants, and typed in again."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jiefen import shelf
from jiefen.apps.intake import services
from jiefen.apps.people import channels
from jiefen.apps.people import services as people
from jiefen.apps.people.codes import clean_code
from jiefen.apps.people.forms import PhoneField
from jiefen.apps.people.phones import takes_messages


class SendForm(forms.Form):
    """Where to send the code: a mailbox, or a phone where the site can write to phones. Used once and not kept."""

    email = forms.EmailField(
        required=False,
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Used once to send you the code. We do not keep it."),
        error_messages={
            "invalid": gettext_lazy("This is no e-mail address. Write it like name@example.org, or leave it empty."),
        },
    )
    phone = PhoneField(
        required=False,
        label=gettext_lazy("Or your mobile number"),
        help_text=gettext_lazy("Used once to send you the code. We do not keep it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if channels.sms() is None:
            del self.fields["phone"]

    def clean_phone(self) -> str:
        """A number that takes messages, or nothing. Raises ValidationError."""
        number = str(self.cleaned_data["phone"])
        if number and not takes_messages(number):
            raise forms.ValidationError(gettext_lazy("This number takes no messages. Give a mobile number."))
        return number

    def clean(self) -> None:
        """One of the two. Raises ValidationError."""
        if not self.errors and not (self.cleaned_data.get("email") or self.cleaned_data.get("phone")):
            self.add_error("email", gettext_lazy("This is needed. Please fill it in."))


@require_http_methods(["GET", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """What is kept on this device, under which code, and how to take it elsewhere."""
    way = request.GET.get("way", "")
    draft = request.session.get(f"draft:{way}") if way else None
    code = str(draft["code"]) if draft else str(request.session.get("ask") or "")
    if not code or services.find_draft(code) is None:
        return redirect("intake:resume")
    form, sent = SendForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        if people.too_many(services.SENDING, request):
            return render(request, "jiefen/errors/429.html", status=429)
        people.note_wrong(services.SENDING, request)  # counts sendings: nobody's mailbox is flooded from here
        given = form.cleaned_data
        name = "email" if given["email"] else "phone"
        problem = _trouble(name, services.send_code(code, name, given[name]))
        sent = not problem
        if problem:
            form.add_error(name, problem)
    context = {"code": code, "form": form, "sent": sent, "way": way, "days": services.KEPT.days}
    return render(request, "intake/saved.html", context, status=400 if form.is_bound and not sent else 200)


def _trouble(name: str, outcome: str) -> str:
    """Why the code was not sent, in words; empty when it was."""
    if outcome == "sent":
        return ""
    if outcome == "often":
        return _("The code was sent there several times today. Look there, or write it down here.")
    if name == "email":
        return _("The mailbox did not take it. Check the address, or write the code down.")
    return _("The phone could not be reached. Check the number, or write the code down.")


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
