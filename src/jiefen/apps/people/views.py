"""Pages about people: signing in with a code on paper, and one's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiefen.apps.people import services
from jiefen.apps.people.forms import AccountForm, ReturnCodeForm


@require_http_methods(["GET", "POST"])
def sign_in_by_return_code(request: HttpRequest) -> HttpResponse:
    """Sign in with the code on paper. Ten wrong codes lock the address for an hour."""
    if services.too_many("return-code", request):
        return render(request, "people/locked.html", status=429)
    form = ReturnCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = services.account_by_return_code(form.cleaned_data["code"])
        if account is not None:
            return services.sign_in(request, account, to="/matters/")
        services.note_wrong("return-code", request)
        form.add_error("code", _("No account has this code. Compare it with your paper, letter by letter."))
    return render(request, "people/return.html", {"form": form})


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
