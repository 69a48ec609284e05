"""The papers and files of a matter, for its page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from jiefen.web.language import in_language

register = template.Library()


@register.inclusion_tag("papers/_list.html")
def papers_of(page: Any) -> dict[str, Any]:
    """Documents and files that the viewer may have; the newest set of documents can be taken as one package."""
    language = get_language() or ""
    newest: dict[str, int] = {}
    for entry in page.view.timeline:
        for name in entry.documents:
            newest[name] = entry.seq
    papers = [(seq, name, in_language(dict(page.procedure.documents[name].name), language)) for name, seq in newest.items()]
    sets = [entry.seq for entry in page.view.timeline if len(entry.documents) > 1]
    return {"page": page, "papers": papers, "package": sets[-1] if sets else None}
