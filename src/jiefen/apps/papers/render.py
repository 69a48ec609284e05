"""Drawing a written paper: as a page, as PDF (WeasyPrint), as DOCX (python-docx)."""

from io import BytesIO
from typing import Any

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
    """A Word document with real headings and tables, and the East Asian font named where Word looks for it."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    doc = Document()
    style = doc.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    doc.core_properties.title = paper.title
    doc.core_properties.language = paper.language
    for line in paper.lines:
        if line.kind in ("title", "heading"):
            heading = doc.add_heading(line.text, level=0 if line.kind == "title" else 1)
            for run in heading.runs:
                run.font.name = "Times New Roman"
                run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
            heading.alignment = WD_ALIGN_PARAGRAPH.CENTER if line.kind == "title" else WD_ALIGN_PARAGRAPH.LEFT
        elif line.kind == "number":
            doc.add_paragraph(line.text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif line.kind in ("rows", "parties", "signatures"):
            _table(doc, line)
        elif line.kind == "blank":
            doc.add_paragraph(f"{line.text}：" + "_" * 30)
        else:
            paragraph = doc.add_paragraph()
            if line.label:
                paragraph.add_run(f"{line.label}：").bold = True
            paragraph.add_run(line.text)
    out = BytesIO()
    doc.save(out)
    return out.getvalue()


def _table(doc: Any, line: Any) -> None:
    if line.label:
        doc.add_paragraph().add_run(line.label).bold = True
    rows = ([line.columns] if line.columns else []) + list(line.rows)
    if not rows:
        return
    table = doc.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = text
