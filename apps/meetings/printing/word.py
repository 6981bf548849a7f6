"""One record as a Word file: the template is code or the committee's, what people typed is data."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings

from apps.meetings.documents import RecordSheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATE_NAME = "meeting_record.docx"
# Outside of what XML can carry; the template machine would drop them in silence, and more with them.
NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The machine turns "{_{" back into "{{" in the finished text: a brace is written as its number.
BRACES = {"{": "&#123;", "}": "&#125;"}


def as_data(value: Any) -> str:
    return escape(NOT_XML.sub("", str(value)), BRACES)


def own_template() -> Path | None:
    """The committee's template, if it has put one into the folder."""
    if not settings.WORD_TEMPLATE_DIR:
        return None
    path = Path(settings.WORD_TEMPLATE_DIR) / TEMPLATE_NAME
    return path if path.is_file() else None


@lru_cache(maxsize=1)
def built_in() -> bytes:
    from apps.meetings.printing.word_template import build

    return build()


def render(sheet: RecordSheet) -> bytes:
    # The libraries cost 30 MB and a third of a second: only the process that writes pays for them.
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    path = own_template()
    template = DocxTemplate(BytesIO(path.read_bytes() if path else built_in()))
    tags = SandboxedEnvironment(finalize=as_data, undefined=StrictUndefined, autoescape=False)  # noqa: S701
    template.render(dict(sheet), tags)
    properties = template.docx.core_properties
    properties.title, properties.author = sheet["title"], sheet["organisation"]
    out = BytesIO()
    template.save(out)
    return out.getvalue()
