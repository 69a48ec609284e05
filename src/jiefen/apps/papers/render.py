"""Drawing a written paper: as a page, as PDF (WeasyPrint), as DOCX (`word`)."""

from django.template.loader import render_to_string

from jiefen.apps.papers.context import Written
from jiefen.web import pdf


def to_html(paper: Written) -> str:
    """The whole document as HTML for print."""
    return render_to_string("papers/print.html", {"paper": paper})


def to_pdf(paper: Written) -> bytes:
    """A4, tagged, with selectable text and the fonts inside. Raises OSError when Pango is not installed."""
    return pdf.to_pdf(to_html(paper))


def to_docx(paper: Written) -> bytes:
    """A Word document with real headings and tables."""
    from jiefen.apps.papers import word  # python-docx is slow to load, and most requests draw no paper

    return word.to_docx(paper)
