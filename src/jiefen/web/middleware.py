"""Which language a page is in: the one chosen by link or cookie, else the installation's own.

The browser's list is not asked: a shared phone's setting is often not its holder's language.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from jiefen.web.language import html_lang


class CompressedPages(GZipMiddleware):
    """Pages are sent compressed to whoever takes that; papers, files and the API's answers are left as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The response, compressed where it is a page."""
        page = response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if page else response


class LanguageMiddleware:
    """Activates one of the offered languages. `?lang=` chooses and is remembered in a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request in its language and say so in the headers."""
        asked = _offered(request.GET.get("lang", ""))
        before = _offered(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        chosen = asked or before or settings.LANGUAGE_CODE
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", html_lang(chosen))
        patch_vary_headers(response, ("Cookie",))
        if asked:
            _remember(response, asked)
        return response


def _offered(code: str) -> str:
    """`code` as it stands in settings.LANGUAGES, or empty."""
    return next((offered for offered, _ in settings.LANGUAGES if offered == code.lower()), "")


def _remember(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.SESSION_COOKIE_SECURE,
    )
