"""What every page needs besides its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from jiefen import shelf
from jiefen.web.language import direction, html_lang, own_name
from jiefen.web.reviews import is_draft

QUIET_PAGE = "https://www.weather.com.cn/"


def help_numbers() -> dict[str, str]:
    """Whom to call where this installation works: "police", "ambulance" and "help_line"; empty where there is none.

    The pack's own numbers; an installation may set another line for help.
    """
    jiefen = getattr(settings, "JIEFEN", {})
    numbers = shelf.pack(jiefen["pack"]).numbers if "pack" in jiefen else {}
    return {
        "police": numbers.get("police", ""),
        "ambulance": numbers.get("ambulance", ""),
        "help_line": jiefen.get("help_line") or numbers.get("help", ""),
    }


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, direction, languages to choose from, the demo flag, the help number, and the size of text."""
    code = get_language() or settings.LANGUAGE_CODE
    jiefen = getattr(settings, "JIEFEN", {})
    user = getattr(request, "user", None)
    return {
        "lang": html_lang(code),
        "lang_code": code,
        "direction": direction(code),
        "drafted": is_draft(code),
        "languages": [_choice(request, offered, code) for offered, _ in settings.LANGUAGES],
        "demo": bool(jiefen.get("demo")),
        **help_numbers(),
        "exit_url": jiefen.get("exit_url", QUIET_PAGE),
        "large_text": bool(getattr(user, "large_text", False)),
    }


def _choice(request: HttpRequest, offered: str, active: str) -> dict[str, Any]:
    query = request.GET.copy()
    query["lang"] = offered
    return {
        "code": html_lang(offered),
        "name": own_name(offered),
        "direction": direction(offered),
        "chosen": offered == active,
        "href": f"?{query.urlencode()}",
    }
