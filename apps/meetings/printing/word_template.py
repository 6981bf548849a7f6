"""The Word template of a record, built in code: styles, repeated table heads, Jinja tags.

The committee takes it with `manage.py word_template FILE`, edits it in WPS or Word and puts it into
WORD_TEMPLATE_DIR; from then on that one is filled. Fonts are named in the styles, never embedded.
"""

from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FANG, KAI, HEI, SONG, XBS = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
MARGINS = {"top": Mm(37), "bottom": Mm(35), "left": Mm(28), "right": Mm(26)}
CENTRE, RIGHT, LEFT = (getattr(WD_ALIGN_PARAGRAPH, n) for n in ("CENTER", "RIGHT", "LEFT"))
WARNING = "本系统为非涉密系统，严禁存储、处理、传输国家秘密"

# Style → face, size, leading (points), alignment, indent of the first line in characters.
STYLES: dict[str, tuple[str, float, float, Any, int]] = {
    "Normal": (FANG, 16, 28, LEFT, 2),
    "Title": (XBS, 22, 36, CENTRE, 0),
    "Subtitle": (KAI, 16, 28, CENTRE, 0),
    "Heading 1": (HEI, 16, 28, LEFT, 2),
    "Header": (HEI, 14, 18, RIGHT, 0),
    "Footer": (SONG, 14, 18, LEFT, 0),
    "表格": (FANG, 10.5, 15, LEFT, 0),
    "表头": (HEI, 10.5, 15, CENTRE, 0),
    "提示": (FANG, 9, 14, LEFT, 0),
}
CELLS = ("表格", "表头")
# Heading, width (millimetres) and tag of each column.
ROLL = (
    ("序号", 12, "{{ line.number }}"),
    ("姓名", 28, "{{ line.name }}"),
    ("职务", 26, "{{ line.post }}"),
    ("党员类别", 24, "{{ line.member_kind }}"),
    ("出席情况", 24, "{{ line.status }}"),
    ("原因", 42, "{{ line.reason }}"),
)
GUESTS = (
    ("姓名", 36, "{{ guest.name }}"),
    ("职务", 60, "{{ guest.post }}"),
    ("列席事由", 60, "{{ guest.reason }}"),
)
FACTS = (
    ("会议类型", "{{ kind }}", "序号", "{{ number }}"),
    ("时间", "{{ time }}", "地点", "{{ place }}"),
    (
        "主持人",
        "{{ chair }}{% if chair_reason %}（{{ chair_reason }}）{% endif %}",
        "记录人",
        "{{ recorder }}（{{ style }}）",
    ),
    ("应到", "{{ expected }}人", "实到", "{{ present }}人"),
)
FACT_WIDTHS = (22, 56, 22, 56)


def build() -> bytes:
    document = docx.Document()
    _set_up_page(document)
    for name, look in STYLES.items():
        _set_style(document, name, *look)
    _write_head(document)
    _write_roll(document)
    _write_rest(document)
    _write_signatures(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up_page(document: Document) -> None:
    """A4 with the margins of GB/T 9704; page numbers stand outside, so the sides differ."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", width)
    section.header_distance, section.footer_distance = Mm(25), Mm(24)
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].text = "{{ mark }}"
    _number_page(section.footer.paragraphs[0], RIGHT)
    _number_page(section.even_page_footer.paragraphs[0], LEFT)
    for footer in (section.footer, section.even_page_footer):
        footer.add_paragraph(WARNING, style=_style_named(document, "提示"))


def _style_named(document: Document, name: str):
    known = {style.name for style in document.styles}
    return (
        document.styles[name]
        if name in known
        else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )


def _set_style(
    document: Document, name: str, face: str, size: float, leading: float, align, indent: int
) -> None:
    style = _style_named(document, name)
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    properties = style.element.get_or_add_rPr()
    for old in properties.xpath("w:rFonts | w:color | w:spacing | w:kern"):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face)
    properties.insert(0, fonts)
    shape = style.paragraph_format
    shape.alignment, shape.line_spacing = align, Pt(leading)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.space_before = shape.space_after = Pt(2 if name in CELLS else 0)
    shape.first_line_indent = Pt(indent * size)
    for border in style.element.xpath("w:pPr/w:pBdr"):
        border.getparent().remove(border)


def _number_page(paragraph: Paragraph, align) -> None:
    """“— 1 —”, one character in from the outer edge."""
    paragraph.alignment = align
    edge = "right_indent" if align == RIGHT else "left_indent"
    setattr(paragraph.paragraph_format, edge, Pt(14))
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _write_head(document: Document) -> None:
    document.add_paragraph("{{ heading }}", style="Title")
    document.add_paragraph("{{ organisation }}", style="Subtitle")
    table = _new_table(document, FACT_WIDTHS)
    for facts in FACTS:
        cells = table.add_row().cells
        for number, (cell, text) in enumerate(zip(cells, facts, strict=True)):
            _write(cell, text, "表头" if number % 2 == 0 else "表格")
    document.add_paragraph("{%p if correction %}")
    document.add_paragraph("更正原因：{{ correction }}")
    document.add_paragraph("{%p endif %}")


def _write_roll(document: Document) -> None:
    with_table(document, "roll", ROLL, "line")
    with_table(document, "guests", GUESTS, "guest")


def with_table(document: Document, section: str, columns, item: str) -> None:
    """A section that is there only when it has rows; its head is repeated on every page."""
    document.add_paragraph(f"{{%p if headings.{section} %}}")
    document.add_paragraph(f"{{{{ headings.{section} }}}}", style="Heading 1")
    table = _new_table(document, [width for _, width, _ in columns])
    head = table.add_row()
    for cell, (label, _, _) in zip(head.cells, columns, strict=True):
        _write(cell, label, "表头")
    _mark_row(head, "w:tblHeader")
    _write(table.add_row().cells[0], f"{{%tr for {item} in {section} %}}", "表格")
    body = table.add_row()
    for cell, (_, _, tag) in zip(body.cells, columns, strict=True):
        _write(cell, tag, "表格")
    _mark_row(body, "w:cantSplit")
    _write(table.add_row().cells[0], "{%tr endfor %}", "表格")
    document.add_paragraph("{%p endif %}")


# Each section: its name, and its lines as they are tagged.
PROSE = (
    (
        "agenda",
        "{%p for item in agenda %}",
        "{{ loop.index }}．{% if item.is_first_topic %}第一议题：{% endif %}{{ item.topic }}"
        "{% if item.notes %}（{{ item.notes|join('；') }}）{% endif %}",
        "{%p endfor %}",
    ),
    ("minutes", "{%p for text in minutes %}", "{{ text }}", "{%p endfor %}"),
    (
        "speeches",
        "{%p for speech in speeches %}",
        "{%p for text in speech.paragraphs %}",
        "{% if loop.first %}{{ speech.person }}：{% endif %}{{ text }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ),
    (
        "votes",
        "{%p for vote in votes %}",
        "{{ loop.index }}．{{ vote.matter }}。赞成{{ vote.ayes }}票，反对{{ vote.nays }}票，"
        "弃权{{ vote.abstentions }}票。{% for sentence in vote.sentences %}{{ sentence }}。{% endfor %}",
        "{%p endfor %}",
    ),
    (
        "review",
        "优秀{{ review.excellent }}人，合格{{ review.qualified }}人，"
        "基本合格{{ review.basically_qualified }}人，不合格{{ review.unqualified }}人。",
    ),
    (
        "follow_ups",
        "{%p for line in follow_ups %}",
        "{{ loop.index }}．{{ line.text }}：{{ line.outcome }}"
        "{% if line.words %}（{{ line.words }}）{% endif %}",
        "{%p endfor %}",
    ),
    (
        "resolutions",
        "{%p for line in resolutions %}",
        "{{ loop.index }}．{{ line.text }}{% if line.owner %}（责任人：{{ line.owner }}）{% endif %}"
        "{% if line.due_on %}（{{ line.due_on }}前完成）{% endif %}",
        "{%p endfor %}",
    ),
)


def _write_rest(document: Document) -> None:
    for section, *lines in PROSE:
        document.add_paragraph(f"{{%p if headings.{section} %}}")
        document.add_paragraph(f"{{{{ headings.{section} }}}}", style="Heading 1")
        for line in lines:
            document.add_paragraph(line)
        document.add_paragraph("{%p endif %}")


def _write_signatures(document: Document) -> None:
    document.add_paragraph("{%p if signed %}")
    names = document.add_paragraph(
        "主持人：{{ chair }}（已签字）　　记录人：{{ recorder }}（已签字）"
    )
    names.paragraph_format.keep_with_next = True
    document.add_paragraph("{{ signed }}")
    document.add_paragraph("{%p else %}")
    lines = document.add_paragraph("主持人（签字）：　　　　　　　　记录人（签字）：")
    for paragraph in (names, lines):
        paragraph.paragraph_format.space_before = Pt(28)
    document.add_paragraph("{%p endif %}")


def _new_table(document: Document, widths) -> Table:
    """Without rows; `widths` are millimetres."""
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _write(cell: _Cell, text: str, style: str) -> None:
    cell.paragraphs[0].text = text
    cell.paragraphs[0].style = style


def _mark_row(row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
