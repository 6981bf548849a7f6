"""PDF documents: a Django template and plain values in, the same bytes out every time.

    render("assessments/annual_sheet.pdf.html", {"sheet": sheet}, created=moment)

Templates are well-formed XML, get plain values only (dicts, lists, text, numbers, days) and print
user text as autoescaped text. Nothing is fetched: no files, no network, no attachments.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.core.pdf.errors import PdfError
from apps.core.pdf.plain import PlainValueError, require_plain

__all__ = ["PdfError", "PlainValueError", "render"]


def render(template: str, context: Mapping[str, Any], *, created: datetime) -> bytes:
    """Return the PDF of `template`; `created` (aware) is the only moment that gets into the file.

    PlainValueError for models, querysets and the like; PdfError for a template that is not
    well-formed, uses a forbidden element or asks for a foreign resource.
    """
    # WeasyPrint costs 60 MB and half a second: only the process that prints pays for it.
    from apps.core.pdf.press import print_document

    require_plain(context)
    return print_document(template, context, created)
