"""Chooses the language of a page: asked for in the address, chosen before, wanted by the browser, or the site's own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from jiefen.web.language import html_lang


class LanguageMiddleware:
    """Activates one of the offered languages. `?lang=` chooses and is remembered in a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request in its language and say so in the headers."""
        asked = _offered(request.GET.get("lang", ""))
        chosen = asked or _offered(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")) or _wanted(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", html_lang(chosen))
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if asked:
            _remember(response, asked)
        return response


def _offered(code: str) -> str:
    """`code` as it stands in settings.LANGUAGES, or empty."""
    return next((offered for offered, _ in settings.LANGUAGES if offered == code.lower()), "")


def _wanted(request: HttpRequest) -> str:
    """The first language of the browser's list that is offered; zh-CN wants zh-Hans. Else the site's own."""
    for wanted in request.headers.get("Accept-Language", "").split(",")[:10]:
        code = wanted.split(";")[0].strip().lower()
        simplified = code in {"zh", "zh-cn", "zh-sg"}
        found = _offered(code) or _offered("zh-hans" if simplified else code.split("-")[0])
        if found:
            return found
    return settings.LANGUAGE_CODE


def _remember(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.SESSION_COOKIE_SECURE,
    )
