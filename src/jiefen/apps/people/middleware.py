"""Whoever works for an office signs in with a second factor; without one, the only page is the one that sets it up."""

import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiefen.apps.people.queries import has_duties

_OPEN = ("/accounts/", "/static/", "/language/", "/livez", "/readyz", "/help/", "/rights/", "/demo/")
_CHECK_AGAIN = 600  # seconds after which a session is asked again whether its account has duties


class SecondFactorMiddleware:
    """Sends staff without a second factor to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or lead it to the set-up page."""
        if request.path.startswith(_OPEN) or "_auth_user_id" not in request.session:
            return self.get_response(request)
        if request.session.get("factor_checked", 0) < time.time() - _CHECK_AGAIN:
            if has_duties(request.user) and not is_mfa_enabled(request.user):
                return redirect("mfa_activate_totp")
            request.session["factor_checked"] = time.time()
        return self.get_response(request)
