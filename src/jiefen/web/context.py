"""What every page knows: its language and direction, the languages to choose from, and the help line."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from jiefen.web.language import direction, own_name, tag


def page(request: HttpRequest) -> dict[str, object]:
    """Values for the base template."""
    code = get_language() or settings.LANGUAGE_CODE
    return {
        "lang_code": code,
        "lang": tag(code),
        "direction": direction(code),
        "languages": [(one, own_name(one), tag(one)) for one, _name in settings.LANGUAGES],
        "demo": settings.JIEFEN["demo"],
        "help_line": settings.JIEFEN["help_line"],
        "large_text": getattr(getattr(request, "user", None), "large_text", False),
    }
