"""A written paper as a Word document: real headings and tables, in either direction.

Word does not know Unicode's isolates. What is isolated becomes a run of its own, with a direction of its own.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from jiefen.apps.papers.context import Line, Written
from jiefen.core.marks import CLOSE_ISOLATE, OPEN_ISOLATE, from_right

_PIECE = re.compile(f"({OPEN_ISOLATE}[^{CLOSE_ISOLATE}]*{CLOSE_ISOLATE})")
_WESTERN = "Times New Roman"  # on every Word; has the Uyghur and Kazakh letters too
# What must stand behind <w:bidi> in a paragraph's properties, by the schema of Office Open XML.
_AFTER_BIDI = tuple(
    f"w:{one}"
    for one in (
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
        "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    )
)  # fmt: skip


def to_docx(paper: Written) -> bytes:
    """The document's bytes. Fonts are named for each script where Word looks for them."""
    doc = Document()
    _styled(doc, paper)
    mirrored = paper.marks.from_right
    for line in paper.lines:
        if line.kind in ("rows", "parties", "signatures"):
            _table(doc, line, paper)
        else:
            _paragraph(doc, line, paper)
    for paragraph in doc.element.body.iter(qn("w:p")) if mirrored else ():
        paragraph.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
    out = BytesIO()
    doc.save(out)
    return out.getvalue()


def _styled(doc: Any, paper: Written) -> None:
    style = doc.styles["Normal"]
    style.font.name, style.font.size = _WESTERN, Pt(12)
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), "宋体")
    fonts.set(qn("w:cs"), _WESTERN)
    if paper.marks.from_right:  # letters of such scripts take their size and language from properties of their own
        properties = style.element.rPr
        properties.append(_valued("w:szCs", "24"))
        spoken = _valued("w:lang", paper.language)
        spoken.set(qn("w:bidi"), paper.language)
        properties.append(spoken)
    doc.core_properties.title = paper.title
    doc.core_properties.language = paper.language


def _valued(name: str, value: str) -> Any:
    made = OxmlElement(name)
    made.set(qn("w:val"), value)
    return made


def _paragraph(doc: Any, line: Line, paper: Written) -> None:
    colon = paper.marks.colon
    if line.kind in ("title", "heading"):
        heading = doc.add_heading(level=0 if line.kind == "title" else 1)
        _write(heading, line.text, paper)
        for run in heading.runs:
            run.font.name = _WESTERN
            fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:eastAsia"), "黑体")
            fonts.set(qn("w:cs"), _WESTERN)
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER if line.kind == "title" else WD_ALIGN_PARAGRAPH.LEFT
        return
    paragraph = doc.add_paragraph()
    if line.kind == "number":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT  # in a paragraph from right to left, Word takes this as the left
    if line.label:
        _write(paragraph, f"{line.label}{colon}", paper, bold=True)
    _write(paragraph, f"{line.text}{colon}" + "_" * 30 if line.kind == "blank" else line.text, paper)


def _table(doc: Any, line: Line, paper: Written) -> None:
    if line.label:
        _write(doc.add_paragraph(), line.label, paper, bold=True)
    rows = ([line.columns] if line.columns else []) + list(line.rows)
    if not rows:
        return
    table = doc.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    if paper.marks.from_right:
        table.table_direction = 1  # WD_TABLE_DIRECTION.RTL: the first column stands at the right
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            _write(cell.paragraphs[0], text, paper)


def _write(paragraph: Any, text: str, paper: Written, *, bold: bool = False) -> None:
    """The text as runs: each isolated piece in its own direction, the rest in the paper's."""
    for piece, turned in _pieces(text, paper.marks.from_right):
        run = paragraph.add_run(piece)
        run.bold = bold or None
        if turned:
            run.font.rtl = True
            run.font.cs_bold = bold or None


def _pieces(text: str, mirrored: bool) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each runs from right to left."""
    for piece in _PIECE.split(text):
        own = piece.startswith(OPEN_ISOLATE)
        bare = piece.strip(OPEN_ISOLATE + CLOSE_ISOLATE)
        if bare:
            yield bare, from_right(bare) if own else mirrored
