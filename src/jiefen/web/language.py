"""Languages people may read in: own names, scripts, directions, and the names other systems give them.

Knows codes and CLDR's facts about scripts. Refuses to know who is reading: the active language is passed in.
"""

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError


@dataclass(frozen=True, slots=True)
class Language:
    """One language: Django's code, its name in itself, its script (ISO 15924), CLDR's locale and the HTML attribute."""

    code: str
    own_name: str
    script: str
    locale: str
    html: str


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("zh-hans", "简体中文", "Hans", "zh_Hans_CN", "zh-Hans"),
        Language("en", "English", "Latn", "en_GB", "en"),
        Language("ug", "ئۇيغۇرچە", "Arab", "ug", "ug"),
        Language("kk-arab", "قازاقشا", "Arab", "kk_Arab", "kk-Arab"),
    )
}


def babel_locale(code: str) -> str:
    """CLDR's locale for a language code in any case: "zh-hans" gives "zh_Hans_CN". Unknown codes fall back to English."""
    known = LANGUAGES.get(code.lower())
    if known:
        return known.locale
    try:
        return str(Locale.parse(code, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en_GB"


@lru_cache(maxsize=64)
def direction(code: str) -> str:
    """Gives "rtl" or "ltr" from CLDR's character order of the language's script, never from a list of languages."""
    return "rtl" if Locale.parse(babel_locale(code)).character_order == "right-to-left" else "ltr"


def html_lang(code: str) -> str:
    """The value of an HTML lang attribute: "kk-arab" gives "kk-Arab"."""
    known = LANGUAGES.get(code.lower())
    return known.html if known else code


def tag(code: str) -> str:
    """The BCP 47 tag by which packs name a language; the same as its HTML attribute."""
    return html_lang(code)


def own_name(code: str) -> str:
    """The language's name in itself; the code when it is not in the table."""
    known = LANGUAGES.get(code.lower())
    return known.own_name if known else code


def in_language(texts: object, code: str) -> str:
    """One text of a pack, {"zh-Hans": …, "en": …}, in a language; in Chinese where that language has none."""
    if not isinstance(texts, dict):
        return str(texts or "")
    return str(texts.get(html_lang(code)) or texts.get("zh-Hans") or next(iter(texts.values()), ""))
