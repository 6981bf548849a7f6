"""The page of GB/T 9704 and its styles, for templates that are built in code.

Fonts are named in the styles, never embedded.
"""

from collections.abc import Iterable, Mapping
from typing import Any

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
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
CENTRE, RIGHT, LEFT = (getattr(WD_ALIGN_PARAGRAPH, n) for n in ("CENTER", "RIGHT", "LEFT"))
WARNING = "本系统为非涉密系统，严禁存储、处理、传输国家秘密"

# Style → face, size, leading (points), alignment, indent of the first line in characters.
Look = tuple[str, float, float, Any, int]
STYLES: dict[str, Look] = {
    "Normal": (FANG, 16, 28, LEFT, 2),
    "Title": (XBS, 22, 36, CENTRE, 0),
    "Subtitle": (KAI, 16, 28, CENTRE, 0),
    "Heading 1": (HEI, 16, 28, LEFT, 2),
    "Heading 2": (KAI, 16, 28, LEFT, 2),
    "Caption": (HEI, 10.5, 16, CENTRE, 0),
    "toc 1": (FANG, 14, 24, LEFT, 0),
    "Header": (HEI, 14, 18, RIGHT, 0),
    "Footer": (SONG, 14, 18, LEFT, 0),
    "表格": (FANG, 10.5, 15, LEFT, 0),
    "表头": (HEI, 10.5, 15, CENTRE, 0),
    "提示": (FANG, 9, 14, LEFT, 0),
    "图": (FANG, 10.5, 15, CENTRE, 0),
}
CELLS = ("表格", "表头")
# As high as what stands in it.
PICTURES = ("图",)


def set_styles(document: Document) -> None:
    for name, look in STYLES.items():
        _set_style(document, name, *look)


def set_up_page(
    document: Document, *, mark: str = "", margins: Mapping[str, int] = MARGINS
) -> None:
    """A4, margins in millimetres; page numbers stand outside, so the sides differ. `mark` is a
    text at the head of every page."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in margins.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = Mm(margins["top"] - 12)
    section.footer_distance = Mm(margins["bottom"] - 11)
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].text = mark
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
    shape.line_spacing_rule = (
        WD_LINE_SPACING.AT_LEAST if name in PICTURES else WD_LINE_SPACING.EXACTLY
    )
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


def new_table(document: Document, widths: Iterable[float]) -> Table:
    """Without rows; `widths` are millimetres."""
    widths = list(widths)
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def write(cell: _Cell, text: str, style: str) -> None:
    cell.paragraphs[0].text = text
    cell.paragraphs[0].style = style


def mark_row(row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
