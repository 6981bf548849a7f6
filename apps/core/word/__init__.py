"""Word files: a template with tags and plain values in, the same bytes out every time."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Outside of what XML can carry; the template machine would drop them in silence, and more with them.
NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The machine turns "{_{" back into "{{" in the finished text: a brace is written as its number.
BRACES = {"{": "&#123;", "}": "&#125;"}


def as_data(value: Any) -> str:
    return escape(NOT_XML.sub("", str(value)), BRACES)


def fill(template: bytes, values: Mapping[str, Any], *, title: str, author: str) -> bytes:
    """The template with its tags filled; what people typed is data, whatever it looks like."""
    # The libraries cost 30 MB and a third of a second: only the process that writes pays for them.
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    filled = DocxTemplate(BytesIO(template))
    tags = SandboxedEnvironment(finalize=as_data, undefined=StrictUndefined, autoescape=False)  # noqa: S701
    filled.render(dict(values), tags)
    return finished(filled.docx, title=title, author=author, save=filled.save)


def finished(
    document: Any, *, title: str, author: str, save: Callable[[BytesIO], None] | None = None
) -> bytes:
    """The bytes of a document that was built in code; `save` where another object writes it."""
    properties = document.core_properties
    properties.title, properties.author = title, author
    out = BytesIO()
    (save or document.save)(out)
    return _without_clock(out)


def _without_clock(written: BytesIO) -> bytes:
    """The library stamps each part with the moment of writing; the parts themselves are the same."""
    out = BytesIO()
    with ZipFile(written) as source, ZipFile(out, "w", ZIP_DEFLATED) as steady:
        for part in source.infolist():
            steady.writestr(ZipInfo(part.filename), source.read(part), ZIP_DEFLATED)
    return out.getvalue()
