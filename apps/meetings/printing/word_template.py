"""The Word template of a record, built in code: styles, repeated table heads, Jinja tags.

The committee takes it with `manage.py word_template FILE`, edits it in WPS or Word and puts it into
WORD_TEMPLATE_DIR; from then on that one is filled.
"""

from io import BytesIO

import docx
from docx.document import Document
from docx.shared import Pt

from apps.core.word.page import mark_row, new_table, set_styles, set_up_page, write

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
    set_up_page(document, mark="{{ mark }}")
    set_styles(document)
    _write_head(document)
    _write_roll(document)
    _write_rest(document)
    _write_signatures(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _write_head(document: Document) -> None:
    document.add_paragraph("{{ heading }}", style="Title")
    document.add_paragraph("{{ organisation }}", style="Subtitle")
    table = new_table(document, FACT_WIDTHS)
    for facts in FACTS:
        cells = table.add_row().cells
        for number, (cell, text) in enumerate(zip(cells, facts, strict=True)):
            write(cell, text, "表头" if number % 2 == 0 else "表格")
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
    table = new_table(document, [width for _, width, _ in columns])
    head = table.add_row()
    for cell, (label, _, _) in zip(head.cells, columns, strict=True):
        write(cell, label, "表头")
    mark_row(head, "w:tblHeader")
    write(table.add_row().cells[0], f"{{%tr for {item} in {section} %}}", "表格")
    body = table.add_row()
    for cell, (_, _, tag) in zip(body.cells, columns, strict=True):
        write(cell, tag, "表格")
    mark_row(body, "w:cantSplit")
    write(table.add_row().cells[0], "{%tr endfor %}", "表格")
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
