"""Answers for what can no longer be read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jiefen.core.ledger import Erased
from jiefen.web.views import gone


class ErasedMiddleware:
    """Shows a page of its own where a matter's content has been erased. Only those with a seat in it get so far."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says so."""
        return gone(request) if isinstance(exception, Erased) else None
