"""A small document around some markup, for the tests of the PDF machine."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from pypdf import PageObject, PdfReader

from apps.core.pdf import render

CREATED = datetime(2026, 1, 15, 8, tzinfo=UTC)


class Documents:
    """Writes a template of its own and prints it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def bytes(self, body: str, context: dict | None = None, head: str = "") -> bytes:
        (self._directory / "document.html").write_text(
            f'<html lang="zh-CN"><head><title>试印</title>{head}</head><body>{body}</body></html>'
        )
        return render("document.html", context or {}, created=CREATED)

    def reader(self, body: str, context: dict | None = None) -> PdfReader:
        return PdfReader(BytesIO(self.bytes(body, context)))

    def text(self, body: str, context: dict | None = None) -> str:
        return text_of(self.reader(body, context))


def text_of(reader: PdfReader) -> str:
    """All text without white space, in reading order."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def pieces(page: PageObject) -> list[tuple[str, float, float, float]]:
    """Text pieces of a page with x, y (points, from the bottom left corner) and size."""
    found = []

    def visit(text: str, matrix: list, text_matrix: list, font: dict | None, size: float) -> None:
        if text.strip():
            a, b, c, d, e, f = text_matrix
            x = matrix[0] * e + matrix[2] * f + matrix[4]
            y = matrix[1] * e + matrix[3] * f + matrix[5]
            found.append((text.strip(), x, y, size * matrix[0]))

    page.extract_text(visitor_text=visit)
    return found
