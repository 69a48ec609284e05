"""Error pages that say what is wrong and what to do, and the page that shows every component."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger("jiefen.web")
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread aloud or on paper


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return render(request, "jiefen/errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: says who may, when the refusal says so in its message."""
    return render(request, "jiefen/errors/403.html", {"reason": _reason(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "jiefen/errors/404.html", status=404)


def gone(request: HttpRequest) -> HttpResponse:
    """410: what was here has been erased."""
    return render(request, "jiefen/errors/410.html", status=410)


def too_large(request: HttpRequest, limit_mb: int | None = None) -> HttpResponse:
    """413: more was sent than the site takes. For upload views to return."""
    return render(request, "jiefen/errors/413.html", {"limit_mb": limit_mb}, status=413)


def too_many(request: HttpRequest, wait_minutes: int | None = None) -> HttpResponse:
    """429: too many tries. For views behind a brake to return."""
    response = render(request, "jiefen/errors/429.html", {"wait_minutes": wait_minutes}, status=429)
    if wait_minutes:
        response["Retry-After"] = str(wait_minutes * 60)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere. Nothing was sent."""
    return render(request, "jiefen/errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: gives a number that also stands in the log. Asks for no database and no signed-in person."""
    number = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    log.error("the page shown for %s %s has error number %s", request.method, request.path, number)
    try:
        body = render_to_string("jiefen/errors/500.html", {"number": number, **_bare(request)})
    except Exception:  # the page about an error must not fail itself
        log.exception("the page about error %s could not be made", number)
        return HttpResponse(f"500\n{number}\n", status=500, content_type="text/plain; charset=utf-8")
    return HttpResponse(body, status=500)


def _bare(request: HttpRequest) -> dict[str, object]:
    from jiefen.web.context import page

    bare = HttpRequest()
    bare.path, bare.GET = request.path, request.GET.copy()
    return page(bare)


def _reason(exception: Exception | None) -> str:
    # Only a message that the code wrote for the reader, never a type's name.
    return str(exception) if exception and exception.args and isinstance(exception.args[0], str) else ""


def design(request: HttpRequest) -> HttpResponse:
    """Every component with sample content. `?look=ug` shows it right to left before that language is offered."""
    from jiefen.web import samples

    return samples.show(request)


__all__ = [
    "bad_request",
    "csrf_failure",
    "design",
    "page_not_found",
    "permission_denied",
    "server_error",
    "too_large",
    "too_many",
]
