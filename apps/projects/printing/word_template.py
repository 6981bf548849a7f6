"""The Word template of a project sheet: the form of the PDF, with the same columns."""

from io import BytesIO

import docx
from docx.document import Document
from docx.table import Table

from apps.core.word.page import mark_row, new_table, set_styles, set_up_page, write
from apps.projects.printing.fitting import HALF, HEAD

MARGINS = {"top": 25, "bottom": 28, "left": 28, "right": 26}
FACTS = ("{{ fact[0] }}", "{{ fact[1] }}", "{{ fact[2] }}", "{{ fact[3] }}")


def build() -> bytes:
    document = docx.Document()
    set_up_page(document, margins=MARGINS)
    set_styles(document)
    document.add_paragraph("{{ year }}年度书记项目表", style="Title")
    _write_table(document)
    document.add_paragraph("{%p if is_cut %}")
    document.add_paragraph("文字较长的栏目只印开头，全文见系统。", style="提示")
    document.add_paragraph("{%p endif %}")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _write_table(document: Document) -> None:
    table = new_table(document, (HEAD, HALF, HEAD, HALF))
    _write_wide(table, "项目名称", "{{ title }}")
    _tag(table, "{%tr for fact in facts %}")
    for number, (cell, text) in enumerate(zip(table.add_row().cells, FACTS, strict=True)):
        write(cell, text, "表格" if number % 2 else "表头")
    _tag(table, "{%tr endfor %}")
    _tag(table, "{%tr if titles %}")
    _write_wide(table, "获得称号", "{{ titles }}")
    _tag(table, "{%tr endif %}")
    _tag(table, "{%tr for line in texts %}")
    _write_wide(table, "{{ line.heading }}", "{{ line.text }}")
    _tag(table, "{%tr endfor %}")


def _write_wide(table: Table, heading: str, text: str) -> None:
    row = table.add_row()
    write(row.cells[0], heading, "表头")
    write(row.cells[1].merge(row.cells[3]), text, "表格")
    mark_row(row, "w:cantSplit")


def _tag(table: Table, tag: str) -> None:
    write(table.add_row().cells[0], tag, "表格")
