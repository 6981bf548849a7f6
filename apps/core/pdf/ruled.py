"""Ruled tables: each row of `<table class="ruled">` is set and drawn as one picture of real text.

A document of sixty rows has three hundred cells; a box, a style and a text layout for each of them is half
of the cost of the document. The table itself stays a table of the library, so that rows break over pages
and the head is repeated; only what stands inside a row is drawn here.

Columns: `<col width="18"/>` in millimetres. Cells: class `c` centres, `r` sets flush right; `colspan` works.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement

from weasyprint.pdf.stream import Stream

from apps.core.pdf.typeset import ASCENT, MM, PT, Sorts, Type, break_lines

# CSS pixels.
SIZE = 10.5 * PT
LEADING = 15 * PT
PADDING_X = 3 * PT
PADDING_Y = 3 * PT
RULE = 0.5 * PT
HEAD = Type("hei", SIZE)
BODY = Type("fang", SIZE)
# A taller row may be cut after so many lines, so that it fills a page and never runs off it.
LINES_PER_PIECE = 5


@dataclass(frozen=True)
class Cell:
    x: float
    width: float
    kind: Type
    align: str
    lines: tuple[str, ...]

    def start(self, line: str) -> float:
        """The x of a line inside the row."""
        if self.align == "left":
            return self.x + PADDING_X
        slack = self.width - self.kind.width(line)
        return self.x + (slack / 2 if self.align == "centre" else slack - PADDING_X)


@dataclass(frozen=True)
class Row:
    """A replaced element of the library: it is asked for its size and draws itself."""

    sorts: Sorts
    cells: tuple[Cell, ...]
    opens: bool = True
    closes: bool = True

    @property
    def width(self) -> float:
        return self.cells[-1].x + self.cells[-1].width

    @property
    def height(self) -> float:
        return max(len(cell.lines) for cell in self.cells) * LEADING + self._padding

    @property
    def _padding(self) -> float:
        return PADDING_Y * (self.opens + self.closes)

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, None]:
        return self.width, self.height, None

    def draw(self, stream: Stream, width: float, height: float, style: dict) -> None:
        self._draw_rules(stream, height)
        stream.set_color_rgb(0, 0, 0)
        stream.begin_text()
        for cell in self.cells:
            slack = self.height - self._padding - len(cell.lines) * LEADING
            top = PADDING_Y * self.opens + slack / 2
            first_baseline = top + (LEADING - SIZE) / 2 + ASCENT * SIZE
            for number, line in enumerate(cell.lines):
                baseline = first_baseline + number * LEADING
                self.sorts.set_line(stream, line, cell.kind, cell.start(line), baseline)
        stream.end_text()

    def _draw_rules(self, stream: Stream, height: float) -> None:
        edges = [cell.x for cell in self.cells] + [self.width]
        paths = [f"{x:.2f} 0 m {x:.2f} {height:.2f} l" for x in edges]
        paths += [f"0 {y} m {self.width:.2f} {y} l" for y in self._horizontals(height)]
        stream.set_color_rgb(0, 0, 0, stroke=True)
        stream.set_line_width(RULE)
        stream.stream.append(" ".join(paths) + " S")

    def _horizontals(self, height: float) -> Iterator[str]:
        if self.opens:
            yield "0"
        if self.closes:
            yield f"{height:.2f}"

    def pieces(self) -> Iterator["Row"]:
        count = max(len(cell.lines) for cell in self.cells)
        for first in range(0, count, LINES_PER_PIECE):
            last = first + LINES_PER_PIECE
            cells = tuple(replace(cell, lines=cell.lines[first:last]) for cell in self.cells)
            yield Row(self.sorts, cells, opens=first == 0, closes=last >= count)


def set_tables(tree: Element, sorts: Sorts) -> Iterator[tuple[Element, Row]]:
    """Replace the cells of every ruled table; yield each new picture cell with the row it shows."""
    for table in tree.iter("table"):
        if "ruled" in table.get("class", "").split():
            widths = [float(column.attrib["width"]) * MM for column in table.iter("col")]
            for group in list(table):
                if group.tag == "colgroup":
                    table.remove(group)
                else:
                    yield from set_rows(group, widths, sorts)


def set_rows(group: Element, widths: list[float], sorts: Sorts) -> Iterator[tuple[Element, Row]]:
    rows = [Row(sorts, tuple(set_cells(row, widths))) for row in group]
    group[:] = []
    for row in rows:
        for piece in row.pieces():
            yield SubElement(SubElement(SubElement(group, "tr"), "td"), "img"), piece


def set_cells(row: Element, widths: list[float]) -> Iterator[Cell]:
    column, x = 0, 0.0
    for cell in row:
        span = int(cell.get("colspan", "1"))
        width = sum(widths[column : column + span])
        kind = HEAD if cell.tag == "th" else BODY
        text = " ".join("".join(cell.itertext()).split())
        lines = break_lines(text, kind, width - 2 * PADDING_X)
        yield Cell(x, width, kind, alignment(cell), tuple(lines))
        column, x = column + span, x + width


def alignment(cell: Element) -> str:
    kind = cell.get("class", "")
    if cell.tag == "th" or kind == "c":
        return "centre"
    return "right" if kind == "r" else "left"
