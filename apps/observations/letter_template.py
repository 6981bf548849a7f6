"""The Word template of a feedback letter: the page of GB/T 9704, as the PDF has it."""

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from apps.core.word.page import LEFT, RIGHT, new_table, set_styles, set_up_page, write

WIDTHS = (24, 46, 26, 60)
HEADS = ("部分", "内容", "评价", "说明")
CELLS = ("{{ item.part }}", "{{ item.name }}", "{{ item.words }}", "{{ item.remark }}")


def build() -> bytes:
    document = docx.Document()
    set_up_page(document)
    set_styles(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph()
    _flush(document, "{{ addressee }}：", LEFT)
    document.add_paragraph("{{ opening }}")
    _loop(document, "section in sections", _write_section)
    _when(document, "closing", "{{ closing }}")
    document.add_paragraph()
    _flush(document, "{{ issuer }}", RIGHT, indent=32)
    _flush(document, "{{ dated_on }}", RIGHT, indent=64)
    _write_annex(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _write_section(document: Document) -> None:
    document.add_paragraph("{{ section.heading }}", style="Heading 1")
    _loop(document, "line in section.paragraphs", lambda inside: inside.add_paragraph("{{ line }}"))


def _write_annex(document: Document) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    title = document.add_paragraph("旁听评价表", style="Subtitle")
    title.paragraph_format.space_after = Pt(8)
    table = new_table(document, WIDTHS)
    for cell, head in zip(table.add_row().cells, HEADS, strict=True):
        write(cell, head, "表头")
    write(table.add_row().cells[0], "{%tr for item in items %}", "表格")
    for cell, text in zip(table.add_row().cells, CELLS, strict=True):
        write(cell, text, "表格")
    write(table.add_row().cells[0], "{%tr endfor %}", "表格")


def _loop(document: Document, over: str, draw) -> None:
    document.add_paragraph(f"{{%p for {over} %}}")
    draw(document)
    document.add_paragraph("{%p endfor %}")


def _when(document: Document, name: str, text: str) -> None:
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_paragraph(text)
    document.add_paragraph("{%p endif %}")


def _flush(document: Document, text: str, align, *, indent: int = 0) -> None:
    """Without the indent of a first line; `indent` points from the right edge."""
    paragraph = document.add_paragraph(text)
    paragraph.alignment = align
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph.paragraph_format.right_indent = Pt(indent)
