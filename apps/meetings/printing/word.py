"""One record as a Word file: the template is code or the committee's, what people typed is data."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from apps.core.word import CONTENT_TYPE, fill
from apps.meetings.documents import RecordSheet

__all__ = ["CONTENT_TYPE", "TEMPLATE_NAME", "built_in", "own_template", "render"]
TEMPLATE_NAME = "meeting_record.docx"


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
    path = own_template()
    template = path.read_bytes() if path else built_in()
    return fill(template, dict(sheet), title=sheet["title"], author=sheet["organisation"])
