"""The two charts of the portal as SVG: the same picture on screen, on paper and in a PDF.

Colours and sizes come from static/css/charts.css by class; there is no style attribute and no script.
A bar with an address is a link; its <title> says in words what it shows. The data table below a chart
is the caller's business.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import segno
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Units of the viewBox; a document prints 620 of them on 156 mm, a page scales them to its column.
WIDTH = 620
# Of charts that stand two side by side, so that their words stay legible.
HALF = 420
LABEL_WIDTH = 150
LABEL_CHARACTERS = 10
VALUE_WIDTH = 120
ROW_HEIGHT = 30
BAR_HEIGHT = 16
COLUMN_AREA = 120
COLUMN_MARGIN = 24
QUIET_ZONE = 4


class Bar(NamedTuple):
    """One bar or column; `target` draws a mark, `href` makes it a link."""

    label: str
    value: Decimal
    target: Decimal | None = None
    href: str = ""

    @property
    def caption(self) -> str:
        return f"{self.value}" if self.target is None else f"{self.value} / {self.target}"


def bar_chart(bars: Sequence[Bar], title: str, width: int = WIDTH) -> SafeString:
    """Horizontal bars, each with a mark at its target; all on one scale from zero."""
    top = largest(bars)
    rows = format_html_join(
        "\n", "{}", ((horizontal_bar(bar, index, top, width),) for index, bar in enumerate(bars))
    )
    return picture(rows, width, ROW_HEIGHT * len(bars), title, role_of(bars))


def horizontal_bar(bar: Bar, index: int, top: Decimal, width: int) -> SafeString:
    scale = (width - LABEL_WIDTH - VALUE_WIDTH) / float(top)
    y = index * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) // 2
    baseline = index * ROW_HEIGHT + 20
    parts = [
        label(LABEL_WIDTH - 8, baseline, "end", shorten(bar.label)),
        rectangle("chart-bar", LABEL_WIDTH, y, float(bar.value) * scale, BAR_HEIGHT),
    ]
    if bar.target is not None:
        end = LABEL_WIDTH + float(bar.target) * scale
        parts.append(line("chart-target", end, y - 4, end, y + BAR_HEIGHT + 4))
    furthest = max(bar.value, bar.target or Decimal(0))
    parts.append(label(LABEL_WIDTH + float(furthest) * scale + 8, baseline, "start", bar.caption))
    return entry(bar, parts)


def column_chart(columns: Sequence[Bar], title: str, width: int = WIDTH) -> SafeString:
    """Columns side by side, as for the twelve months of a year."""
    top = largest(columns)
    step = width / max(len(columns), 1)
    floor = COLUMN_MARGIN + COLUMN_AREA
    body = [line("chart-axis", 0, floor, width, floor)]
    body += [column(bar, index * step, step, top) for index, bar in enumerate(columns)]
    return picture(joined(body), width, floor + COLUMN_MARGIN, title, role_of(columns))


def column(bar: Bar, x: float, step: float, top: Decimal) -> SafeString:
    floor = COLUMN_MARGIN + COLUMN_AREA
    height = float(bar.value) / float(top) * COLUMN_AREA
    mark = float(bar.target or 0) / float(top) * COLUMN_AREA
    parts = [
        rectangle("chart-bar", x + step * 0.25, floor - height, step * 0.5, height),
        # Above the mark, which would strike it out.
        label(x + step / 2, floor - max(height, mark) - 6, "middle", f"{bar.value}"),
        label(x + step / 2, floor + 17, "middle", bar.label),
    ]
    if bar.target is not None:
        y = floor - mark
        parts.append(line("chart-target", x + step * 0.15, y, x + step * 0.85, y))
    return entry(bar, parts)


def qr_code(text: str, title: str) -> SafeString:
    """A QR code with its quiet zone; each run of dark modules is one rectangle of the path."""
    matrix = segno.make_qr(text, error="m").matrix
    size = len(matrix) + 2 * QUIET_ZONE
    runs = "".join(
        f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{end - start}v1h{start - end}z"
        for y, row in enumerate(matrix)
        for start, end in dark_runs(row)
    )
    return picture(format_html('<path class="chart-ink" d="{}"/>', runs), size, size, title)


def dark_runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Half-open intervals of dark modules in a row of the matrix."""
    edges = [i for i, (left, right) in enumerate(pairwise([0, *row, 0])) if left != right]
    return list(zip(edges[::2], edges[1::2], strict=True))


def role_of(bars: Sequence[Bar]) -> str:
    """What is inside of an image is not there for a screen reader; links have to be."""
    return "group" if any(bar.href for bar in bars) else "img"


def picture(body: SafeString, width: int, height: int, title: str, role: str = "img") -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="{}"'
        ' viewBox="0 0 {} {}"><title>{}</title>{}</svg>',
        role,
        width,
        height,
        title,
        body,
    )


def entry(bar: Bar, parts: list[SafeString]) -> SafeString:
    title = format_html("<title>{}：{}</title>", bar.label, bar.caption)
    if bar.href:
        return format_html('<a href="{}">{}{}</a>', bar.href, title, joined(parts))
    return format_html("<g>{}{}</g>", title, joined(parts))


def rectangle(kind: str, x: float, y: float, width: float, height: float) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        kind,
        *map(coordinate, (x, y, width, height)),
    )


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> SafeString:
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        kind,
        *map(coordinate, (x1, y1, x2, y2)),
    )


def label(x: float, y: float, anchor: str, text: str) -> SafeString:
    return format_html(
        '<text class="chart-text" x="{}" y="{}" text-anchor="{}">{}</text>',
        coordinate(x),
        coordinate(y),
        anchor,
        text,
    )


def joined(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def coordinate(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def shorten(text: str) -> str:
    """A label that fits its column; the whole text stands in the title of the bar."""
    return text if len(text) <= LABEL_CHARACTERS else text[: LABEL_CHARACTERS - 1] + "…"


def largest(bars: Sequence[Bar]) -> Decimal:
    """The end of the scale: the largest value or target, never zero."""
    return max([Decimal(1), *(max(bar.value, bar.target or bar.value) for bar in bars)])
