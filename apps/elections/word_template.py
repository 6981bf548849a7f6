"""The Word template of a letter: the page of GB/T 9704, as the PDF has it."""

from io import BytesIO

import docx
from docx.shared import Pt

from apps.core.word.page import LEFT, RIGHT, set_styles, set_up_page

# Four characters of the body in from the right: the day; two: the name (GB/T 9704, without a seal).
NAME_IN, DAY_IN = Pt(2 * 16), Pt(4 * 16)


def build() -> bytes:
    document = docx.Document()
    set_up_page(document)
    set_styles(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{%p if doc_no %}")
    document.add_paragraph("{{ doc_no }}", style="Subtitle")
    document.add_paragraph("{%p endif %}")
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
