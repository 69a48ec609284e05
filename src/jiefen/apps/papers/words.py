"""The few words that papers add to what a pack says: a day to be filled in by hand, and which language prevails."""

from jiefen.core.marks import in_language

BLANK_DAY = {
    "zh-Hans": "　　　年　　月　　日",
    "en": "Date: ____________",
    "ug": "______-يىلى ____-ئاينىڭ ____-كۈنى",
    "kk-Arab": "______-جىلى ____-ايدىڭ ____-كۇنى",
}
# By the language of the paper, then by the one that prevails.
PREVAILS = {
    "zh-Hans": {"en": "本文书是译文。译文与英文不一致的，以英文为准。"},
    "en": {"zh-Hans": "This is a translation. Where it differs from the Chinese text, the Chinese text prevails."},
    "ug": {
        "zh-Hans": "بۇ تەرجىمە تېكىست. خەنزۇچە تېكىست بىلەن ئوخشاش چىقمىسا، خەنزۇچە تېكىست ئاساس قىلىنىدۇ.",
        "en": "بۇ تەرجىمە تېكىست. ئىنگلىزچە تېكىست بىلەن ئوخشاش چىقمىسا، ئىنگلىزچە تېكىست ئاساس قىلىنىدۇ.",
    },
    "kk-Arab": {
        "zh-Hans": "بۇل — اۋدارما ٴماتىن. حانزۋشا ماتىنگە ساي كەلمەگەن جەرى بولسا، حانزۋشا ٴماتىن نەگىز ەتىلەدى.",
        "en": "بۇل — اۋدارما ٴماتىن. اعىلشىنشا ماتىنگە ساي كەلمەگەن جەرى بولسا، اعىلشىنشا ٴماتىن نەگىز ەتىلەدى.",
    },
}


def blank_day(language: str) -> str:
    """Where a day is to be written by hand."""
    return in_language(BLANK_DAY, language)


def prevails(language: str, origin: str) -> str:
    """That a paper is a translation, and which text counts; empty where it is in the pack's own language."""
    return PREVAILS.get(language, {}).get(origin, "")
