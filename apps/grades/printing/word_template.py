"""The Word template of a rating's sheet: the page of GB/T 9704, as the PDF has it."""

from collections.abc import Iterable
from io import BytesIO

import docx
from docx.document import Document

from apps.core.word.page import new_table, set_styles, set_up_page, write

FACT_WIDTHS = (24, 54, 24, 54)
FACTS = ("{{ fact[0] }}", "{{ fact[1] }}", "{{ fact[2] }}", "{{ fact[3] }}")
LINE_WIDTHS = (34, 12, 46, 22, 21, 21)
HEADS = ("评定内容", "满分", "门户数据", "自评", "初评", "现得分")
CELLS = tuple(
    f"{{{{ line.{name} }}}}"
    for name in ("name", "most", "finding", "by_itself", "by_committee", "standing")
)
SIGNING = ("书记（签字）：", "上级党委（盖章）：", "工委（盖章）：")


def build() -> bytes:
    document = docx.Document()
    set_up_page(document)
    set_styles(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ organisation }}", style="Subtitle")
    _rows(document, FACT_WIDTHS, "fact in facts", FACTS)
    _headed(document, "一、各项得分")
    _block(document, "if not lines", "本办法不打分，由工委在名额内确定等级。", "endif")
    document.add_paragraph("{%p if lines %}")
    _rows(document, LINE_WIDTHS, "line in lines", CELLS, HEADS)
    _block(document, "if read_on", "门户数据截至{{ read_on }}。", "endif", style="提示")
    document.add_paragraph("{%p endif %}")
    _headed(document, "二、得分和等级")
    document.add_paragraph("{{ result }}")
    _block(document, "for text in reasons", "{{ text }}", "endfor")
    for title, name in (("三、自评说明", "self_words"), ("四、初评意见", "committee_words")):
        _headed(document, title)
        _block(document, f"if not {name}", "无。", "endif")
        _block(document, f"for text in {name}", "{{ text }}", "endfor")
    document.add_paragraph()
    for text in SIGNING:
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _headed(document: Document, title: str) -> None:
    document.add_paragraph(title, style="Heading 1")


def _rows(
    document: Document,
    widths: Iterable[float],
    loop: str,
    cells: Iterable[str],
    heads: Iterable[str] = (),
) -> None:
    table = new_table(document, widths)
    if heads:
        for cell, head in zip(table.add_row().cells, heads, strict=True):
            write(cell, head, "表头")
    write(table.add_row().cells[0], f"{{%tr for {loop} %}}", "表格")
    for cell, text in zip(table.add_row().cells, cells, strict=True):
        write(cell, text, "表格")
    write(table.add_row().cells[0], "{%tr endfor %}", "表格")


def _block(document: Document, opening: str, text: str, closing: str, *, style=None) -> None:
    document.add_paragraph(f"{{%p {opening} %}}")
    document.add_paragraph(text, style=style)
    document.add_paragraph(f"{{%p {closing} %}}")
