"""Template tags of matters."""

from django import template
from django.utils.translation import get_language

from jiefen import shelf
from jiefen.apps.matters.presentation import readable
from jiefen.web.language import tag

register = template.Library()


@register.filter
def cited(citations: str, pack: str) -> str:
    """Citations such as "民事诉讼法@2023-09-01#126" as people read them."""
    return readable(citations, shelf.sources(pack), tag(get_language() or "zh-hans"))


@register.filter
def paraphrased(citation: str, pack: str) -> str:
    """What a cited article says, in our own words; empty where the pack has none."""
    sources, lang = shelf.sources(pack), tag(get_language() or "zh-hans")
    return sources.paraphrase(citation, lang) or sources.paraphrase(citation, "zh-Hans")
