"""Pages that are the same for everybody who has no session yet, drawn once and given from memory for a minute.

A view says so with `still`. Nothing personal can be among them: only answers to requests without a session are kept,
and only those that set no cookie and carry no token.
"""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt

KEPT_FOR = 60.0
_ENCODED = "gzip"


Value = TypeVar("Value")


class Kept(Generic[Value]):
    """What was drawn, each by a key that says all that it shows, for a minute; the one used longest ago goes first."""

    def __init__(self, most: int = 2000) -> None:
        self._values: OrderedDict[tuple[Any, ...], tuple[float, Value]] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, key: tuple[Any, ...]) -> Value | None:
        """What is kept under the key and not too old."""
        found = self._values.get(key)
        return found[1] if found is not None and found[0] > time.monotonic() else None

    def put(self, key: tuple[Any, ...], value: Value) -> None:
        """Keep it for a minute."""
        with self._lock:
            self._values[key] = time.monotonic() + KEPT_FOR, value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)


def still(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view whose page is the same for everybody without a session."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.still = request.method == "GET" and response.status_code == 200  # type: ignore[attr-defined]
        return response

    return inner


def from_here(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """In place of a token for forms on still pages: a form sent from another site is refused.

    Browsers name the sending site in Origin or Sec-Fetch-Site; one that names neither is let through, and carries no
    session when another site sent it, because the session's cookie is SameSite=Lax.
    """

    @csrf_exempt
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and _elsewhere(request):
            return HttpResponseForbidden("This form was sent from another site.")
        return view(request, *args, **kwargs)

    return inner


def _elsewhere(request: HttpRequest) -> bool:
    sent = request.headers.get("Origin", "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("cross-site", "same-site"):
        return True
    return sent not in ("", "null") and sent.partition("://")[2] != request.get_host()


class StillPages:
    """Gives still pages from memory. Stands before every other middleware: what it keeps has passed all of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._kept: Kept[tuple[bytes, bytes, dict[str, str]]] = Kept()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page from memory, or drawn and kept where it may be."""
        cookies = request.COOKIES
        if request.method != "GET" or request.META.get("QUERY_STRING") or settings.SESSION_COOKIE_NAME in cookies:
            return self.get_response(request)
        key = (request.path, cookies.get(settings.LANGUAGE_COOKIE_NAME, ""))
        packed = _ENCODED in request.META.get("HTTP_ACCEPT_ENCODING", "")
        found = self._kept.get(key)
        if found is not None:
            return _given(*found, packed)
        response = self.get_response(request)
        if getattr(response, "still", False) and not response.cookies and not response.has_header("Content-Encoding"):
            body = bytes(response.content)
            self._kept.put(key, (body, gzip.compress(body, 6, mtime=0), dict(response.items())))
        return response


def _given(body: bytes, packed: bytes, headers: dict[str, str], as_packed: bool) -> HttpResponse:
    response = HttpResponse(packed if as_packed else body)
    for name, value in headers.items():
        response.headers[name] = value
    response.headers["Content-Length"] = str(len(response.content))
    if as_packed:
        response.headers["Content-Encoding"] = _ENCODED
    return response
