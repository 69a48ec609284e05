"""From a whole HTML document to PDF: A4 as its styles say, tagged, with selectable text and the fonts inside.

Fetches nothing from anywhere: what stands on the paper stands in the text that is given.
"""

from functools import lru_cache
from typing import Any


def _no_fetching(url: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    raise ValueError(f"a paper may not fetch {url}")


@lru_cache(maxsize=1)
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def to_pdf(html: str) -> bytes:
    """The document as PDF/UA-1. Raises OSError when Pango is not installed."""
    from weasyprint import HTML

    document = HTML(string=html, url_fetcher=_no_fetching, base_url=None)
    return bytes(document.write_pdf(font_config=_fonts(), pdf_variant="pdf/ua-1"))
