"""Pages about people: signing in with a code on paper, and one's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiefen.apps.people import identity, services
from jiefen.apps.people.codes import is_mistyped
from jiefen.apps.people.forms import AccountForm, ReturnCodeForm

_PURPOSE = "return-code"


@require_http_methods(["GET", "POST"])
def sign_in_by_return_code(request: HttpRequest) -> HttpResponse:
    """Sign in with the code on paper. Ten wrong codes lock the address for an hour."""
    form = ReturnCodeForm(request.POST or None)
    wait = services.minutes_to_wait(_PURPOSE, request)
    if wait:
        return locked(request, wait)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        account = services.account_by_return_code(code)
        if account is not None:
            return services.sign_in(request, account, to="/matters/")
        if is_mistyped(code):
            services.note_mistyped(_PURPOSE, request)
            form.add_error(
                "code", _("One of the letters is not right, or one is missing. Compare them with those on your paper.")
            )
        else:
            services.note_wrong(_PURPOSE, request)
            form.add_error("code", _("No account has this code. Compare it with your paper, letter by letter."))
    return render(request, "people/return.html", {"form": form})


def locked(request: HttpRequest, wait: int) -> HttpResponse:
    """Too many wrong codes: for how long it is closed, and what one can do instead."""
    response = render(request, "people/locked.html", {"wait_minutes": wait}, status=429)
    response["Retry-After"] = str(wait * 60)
    return response


@login_required
@require_http_methods(["GET", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """Name, language, size of text; ways to sign in."""
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        response = redirect("people:account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response
    return render(request, "people/account.html", {"form": form})


@login_required
@require_POST
def new_return_code(request: HttpRequest) -> HttpResponse:
    """A fresh code on paper; the one before stops working. Shown this once."""
    code = services.give_return_code(request.user)
    return render(request, "people/return_code.html", {"code": code})


@require_http_methods(["GET", "POST"])
def demo_identity(request: HttpRequest) -> HttpResponse:
    """Plays an outside provider of identity, in the demonstration only: whoever is named there is confirmed."""
    provider = identity.providers().get(identity.DemoProvider.name)
    back, state = request.GET.get("back", ""), request.GET.get("state", "")
    if not isinstance(provider, identity.DemoProvider) or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        raise Http404
    if request.method == "POST":
        return redirect(f"{back}?{urlencode({'answer': provider.answer(request.POST.get('name', ''), state)})}")
    return render(request, "people/demo_identity.html")
