"""The pages of a report in Word: title, contents, chapters upright, annexes across."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from apps.core.word import NOT_XML
from apps.core.word.charts import Bar, add_chart
from apps.core.word.page import RIGHT, mark_row, new_table, set_styles, set_up_page, write
from apps.reports.chapters.definitions import Column, Mark, Piece, Section
from apps.reports.documents import Paper

# Millimetres: the upright page turned by a quarter (GB/T 9704).
TURNED = {"top": 28, "right": 37, "bottom": 26, "left": 35}
CONTENTS = r'TOC \o "1-1" \h \z \u'


def build(paper: Paper, *, mark: str) -> Document:
    document = docx.Document()
    set_up_page(document, mark=mark)
    set_styles(document)
    _write_head(document, paper)
    basis = document.add_paragraph(clean(paper["basis"]))
    basis.paragraph_format.page_break_before = True
    for chapter in paper["chapters"]:
        document.add_paragraph(clean(chapter["heading"]), style="Heading 1")
        for section in chapter["sections"]:
            _write_section(document, section)
    _write_signature(document, paper)
    if paper["annexes"]:
        _turn_page(document)
    for number, annex in enumerate(paper["annexes"]):
        heading = document.add_paragraph(clean(annex["heading"]), style="Heading 1")
        heading.paragraph_format.first_line_indent = Pt(0)
        heading.paragraph_format.page_break_before = number > 0
        _write_table(document, annex["columns"], annex["rows"])
        if annex["note"]:
            document.add_paragraph(clean(annex["note"]), style="提示")
    return document


def clean(text: str) -> str:
    return NOT_XML.sub("", text)


def _write_head(document: Document, paper: Paper) -> None:
    document.add_paragraph(clean(paper["title"]), style="Title")
    document.add_paragraph(clean(_subject(paper)), style="Subtitle")
    headings = [one["heading"] for one in (*paper["chapters"], *paper["annexes"])]
    _write_contents(document, headings)


def _subject(paper: Paper) -> str:
    return (
        f"（{paper['place']}　{paper['dated_on']}）"
        if paper["dated_on"]
        else f"（{paper['place']}）"
    )


def _write_contents(document: Document, headings: Sequence[str]) -> None:
    """A field that Word fills with page numbers when it is asked to; until then the headings."""
    for number, heading in enumerate(headings):
        paragraph = document.add_paragraph(style="toc 1")
        if number == 0:
            _field(paragraph, "begin")
            _instruction(paragraph)
            _field(paragraph, "separate")
        paragraph.add_run(clean(heading))
        if number == len(headings) - 1:
            _field(paragraph, "end")


def _field(paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph) -> None:
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = CONTENTS
    paragraph.add_run()._r.append(text)


def _write_section(document: Document, section: Section) -> None:
    if section["heading"]:
        document.add_paragraph(clean(section["heading"]), style="Heading 2")
    for pieces in section["paragraphs"]:
        document.add_paragraph(clean("".join(piece["text"] for piece in pieces)))
    for chart in section["charts"]:
        caption = document.add_paragraph(clean(chart["title"]), style="Caption")
        caption.paragraph_format.keep_with_next = True
        bars = [_bar(mark) for mark in chart["rows"]]
        add_chart(document, clean(chart["title"]), bars, is_columns=chart["is_columns"])
    for table in section["tables"]:
        caption = document.add_paragraph(clean(table["caption"]), style="Caption")
        caption.paragraph_format.keep_with_next = True
        _write_table(document, table["columns"], table["rows"])
        if table["note"]:
            document.add_paragraph(clean(table["note"]), style="提示")


def _bar(mark: Mark) -> Bar:
    target = mark["target"]
    return Bar(
        clean(mark["label"]), Decimal(mark["value"]), None if target is None else Decimal(target)
    )


def _write_table(
    document: Document, columns: Sequence[Column], rows: Iterable[Sequence[Piece]]
) -> None:
    """The head is repeated on every page, and no row is cut."""
    table = new_table(document, [column["width"] for column in columns])
    head = table.add_row()
    for cell, column in zip(head.cells, columns, strict=True):
        write(cell, clean(column["label"]), "表头")
    mark_row(head, "w:tblHeader")
    for pieces in rows:
        row = table.add_row()
        mark_row(row, "w:cantSplit")
        for cell, piece, column in zip(row.cells, pieces, columns, strict=True):
            write(cell, clean(piece["text"]), "表格")
            if column["align"] == "r":
                cell.paragraphs[0].alignment = RIGHT


def _write_signature(document: Document, paper: Paper) -> None:
    """Never alone on a page: the last words go with it."""
    for text, indent in ((paper["issuer"], 32), (paper["dated_on"], 64)):
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        paragraph = document.add_paragraph(clean(text))
        paragraph.alignment = RIGHT
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph.paragraph_format.right_indent = Pt(indent)


def _turn_page(document: Document) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side, width in TURNED.items():
        setattr(section, f"{side}_margin", Mm(width))
