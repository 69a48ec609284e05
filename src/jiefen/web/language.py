"""Languages of the site: own name, script, direction, and the codes by which other parts know them."""

from babel import Locale

# Django's code -> (its own name, BCP 47 tag, Babel's locale). Direction follows from the script, in CLDR's data.
LANGUAGES = {
    "zh-hans": ("中文", "zh-Hans", "zh_Hans_CN"),
    "en": ("English", "en", "en_GB"),
    "ug": ("ئۇيغۇرچە", "ug", "ug"),
    "kk-arab": ("قازاقشا", "kk-Arab", "kk_Arab"),
}


def _known(code: str) -> tuple[str, str, str]:
    return LANGUAGES.get(code.lower(), LANGUAGES["zh-hans"])


def own_name(code: str) -> str:
    """A language's name in itself."""
    return _known(code)[0]


def tag(code: str) -> str:
    """The BCP 47 tag, as the `lang` attribute and the packs' texts use it."""
    return _known(code)[1]


def locale(code: str) -> Locale:
    """Babel's locale for dates, numbers and lists."""
    return Locale.parse(_known(code)[2])


def direction(code: str) -> str:
    """"rtl" or "ltr", by the script's direction in CLDR."""
    return str(locale(code).text_direction)


def in_language(text: object, code: str) -> str:
    """One text of a pack in a language; Chinese where that language has none."""
    if not isinstance(text, dict):
        return ""
    return str(text.get(tag(code)) or text.get("zh-Hans") or next(iter(text.values()), ""))
