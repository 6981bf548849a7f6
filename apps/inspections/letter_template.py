"""The Word template of a notice of rectification: the page of GB/T 9704, as the PDF has it."""

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from apps.core.word.page import LEFT, RIGHT, new_table, set_styles, set_up_page, write

WIDTHS = (12, 40, 56, 16, 32)
HEADS = ("序号", "党组织", "问题", "程度", "整改时限")
CELLS = (
    *("{{ issue.number }}", "{{ issue.organisation }}", "{{ issue.text }}"),
    *("{{ issue.level }}", "{{ issue.due_on }}"),
)


def build() -> bytes:
    document = docx.Document()
    set_up_page(document)
    set_styles(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph()
    _flush(document, "{{ addressee }}：", LEFT)
    document.add_paragraph("{{ opening }}")
    _between(document, "for line in summary", "{{ line }}", "endfor")
    _between(document, "if closing", "{{ closing }}", "endif")
    document.add_paragraph()
    _flush(document, "{{ issuer }}", RIGHT, indent=32)
    _flush(document, "{{ dated_on }}", RIGHT, indent=64)
    document.add_paragraph("{%p if issues %}")
    _write_annex(document)
    document.add_paragraph("{%p endif %}")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _write_annex(document: Document) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    title = document.add_paragraph("问题清单", style="Subtitle")
    title.paragraph_format.space_after = Pt(8)
    table = new_table(document, WIDTHS)
    for cell, head in zip(table.add_row().cells, HEADS, strict=True):
        write(cell, head, "表头")
    write(table.add_row().cells[0], "{%tr for issue in issues %}", "表格")
    for cell, text in zip(table.add_row().cells, CELLS, strict=True):
        write(cell, text, "表格")
    write(table.add_row().cells[0], "{%tr endfor %}", "表格")


def _between(document: Document, opening: str, text: str, closing: str) -> None:
    for line in (f"{{%p {opening} %}}", text, f"{{%p {closing} %}}"):
        document.add_paragraph(line)


def _flush(document: Document, text: str, align, *, indent: int = 0) -> None:
    """Without the indent of a first line; `indent` points from the right edge."""
    paragraph = document.add_paragraph(text)
    paragraph.alignment = align
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph.paragraph_format.right_indent = Pt(indent)
