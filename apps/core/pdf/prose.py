"""Body text of an official document: 28 characters a line, both edges straight (GB/T 9704).

The library neither breaks lines before an opening quotation mark nor spreads Chinese text, so paragraphs come
out ragged. A `<p>` without a class and without elements in it is set here; each line is a picture of real text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from weasyprint.pdf.stream import Stream

from apps.core.pdf.typeset import ASCENT, MM, PT, Sorts, Type, break_lines

WIDTH = 156 * MM
SIZE = 16 * PT
LEADING = 28 * PT
CHARACTERS = 28
# 28 characters of 16 pt are 2 mm wider than the type area: they stand a hair closer.
BODY = Type("fang", SIZE, tracking=WIDTH / CHARACTERS - SIZE)
INDENT = 2 * (SIZE + BODY.tracking)
# Neither the first nor the last line of a paragraph stands alone on a page.
KEPT = 2


@dataclass(frozen=True)
class Lines:
    """A replaced element of the library: it is asked for its size and draws itself."""

    sorts: Sorts
    lines: tuple[str, ...]
    starts: bool
    ends: bool

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, None]:
        return WIDTH, len(self.lines) * LEADING, None

    def draw(self, stream: Stream, width: float, height: float, style: dict) -> None:
        stream.set_color_rgb(0, 0, 0)
        stream.begin_text()
        for number, line in enumerate(self.lines):
            indent = INDENT if self.starts and number == 0 else 0.0
            last = self.ends and number == len(self.lines) - 1
            kind = BODY if last else spread(line, WIDTH - indent)
            baseline = number * LEADING + (LEADING - SIZE) / 2 + ASCENT * SIZE
            stream.stream.append(f"{kind.tracking:.4f} Tc")
            self.sorts.set_line(stream, line, kind, indent, baseline)
        stream.end_text()


def spread(line: str, width: float) -> Type:
    """The body type with what the line lacks shared out between its characters."""
    slack = width - BODY.width(line)
    return Type(BODY.role, SIZE, BODY.tracking + slack / max(len(line) - 1, 1))


def set_prose(tree: Element, sorts: Sorts) -> Iterator[tuple[Element, Lines]]:
    """Replace the text of every plain paragraph; yield each new picture cell with its lines."""
    for paragraph in tree.iter("p"):
        if len(paragraph) == 0 and not paragraph.get("class"):
            text = " ".join((paragraph.text or "").split())
            lines = break_lines(text, BODY, WIDTH, INDENT)
            paragraph.text = None
            for piece in pieces(lines, sorts):
                yield SubElement(paragraph, "img"), piece


def pieces(lines: list[str], sorts: Sorts) -> Iterator[Lines]:
    """Pictures between which a page may end."""
    count = len(lines)
    cuts = [0, *range(KEPT, count - KEPT + 1), count]
    for first, last in zip(cuts, cuts[1:], strict=False):
        yield Lines(sorts, tuple(lines[first:last]), starts=first == 0, ends=last == count)
