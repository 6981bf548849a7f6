"""The Word template of a letter: the page of GB/T 9704, as the PDF has it."""

from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from apps.core.word.page import CENTRE, LEFT, RIGHT, set_styles, set_up_page

# Four characters of the body in from the right: the day; two: the name (GB/T 9704, without a seal).
NAME_IN, DAY_IN = Pt(2 * 16), Pt(4 * 16)
RED, MARK_SIZE, MARK_LEADING = RGBColor(0xC8, 0x10, 0x2E), Pt(30), Pt(44)
# The red line: eighths of a point, and points below the number (4 mm).
LINE = {"w:val": "single", "w:sz": "10", "w:space": "11", "w:color": "C8102E"}


def build() -> bytes:
    document = docx.Document()
    set_up_page(document)
    set_styles(document)
    document.add_paragraph("{%p if doc_no %}")
    _write_red_head(document)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("")
    addressee = document.add_paragraph("{{ addressee }}：")
    addressee.paragraph_format.first_line_indent = Pt(0)
    addressee.alignment = LEFT
    document.add_paragraph("{%p for text in paragraphs %}")
    document.add_paragraph("{{ text }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("")
    for text, inset in (("{{ issuer }}", NAME_IN), ("{{ dated_on }}", DAY_IN)):
        line = document.add_paragraph(text)
        line.alignment = RIGHT
        line.paragraph_format.right_indent = inset
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _write_red_head(document: Document) -> None:
    """Only what is issued with a number has one (GB/T 9704)."""
    mark = document.add_paragraph(style="Title")
    run = mark.add_run("{{ issuer }}")
    run.font.color.rgb, run.font.size = RED, MARK_SIZE
    mark.paragraph_format.line_spacing = MARK_LEADING
    number = document.add_paragraph("{{ doc_no }}")
    # The schema wants the borders before spacing, indent and alignment.
    number._p.get_or_add_pPr().append(_red_line())
    number.alignment, number.paragraph_format.first_line_indent = CENTRE, Pt(0)
    number.paragraph_format.space_after = Pt(2 * 28)


def _red_line():
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in LINE.items():
        line.set(qn(name), value)
    borders.append(line)
    return borders
