"""Whoever comes back for the first time after staff filed for them is shown what was filed, before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiefen.apps.intake import assisted

_SHOWN = "filed_for_shown"


class FiledForYouMiddleware:
    """Leads from the list of matters, or from a matter, to the page that asks whether it is right. Once a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or lead it there."""
        first = request.method == "GET" and request.path.startswith("/matters/") and "_auth_user_id" in request.session
        if not first or request.session.get(_SHOWN):
            return self.get_response(request)
        request.session[_SHOWN] = True
        one = assisted.waiting_for(request.user)
        return redirect("intake:confirm_filing", filing=one.pk) if one is not None else self.get_response(request)
