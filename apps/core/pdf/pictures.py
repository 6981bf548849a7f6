"""Charts in a document: the SVG of core.charts, painted straight onto the page.

The shapes are those of the picture on screen, and so are colours and sizes: both read static/css/charts.css.
Only what core.charts writes is understood (rectangles, lines, text, paths of rectangles).
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

import tinycss2
from django.contrib.staticfiles import finders
from weasyprint.pdf.stream import Stream

from apps.core.pdf.markup import SVG
from apps.core.pdf.typeset import Sorts, Type

ROLE = "hei"
# How much of a text stands left of its anchor.
ANCHORS = {"start": 0, "middle": 0.5, "end": 1}
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


class Picture:
    """A replaced element of the library: it is asked for its size and draws itself."""

    def __init__(self, svg: Element, sorts: Sorts) -> None:
        self._svg = svg
        self._sorts = sorts
        self._width, self._height = map(float, svg.attrib["viewBox"].split()[2:])

    @property
    def title(self) -> str:
        return self._svg.findtext(f"{SVG}title", "")

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return self._width, self._height, self._width / self._height

    def draw(self, stream: Stream, width: float, height: float, style: dict) -> None:
        stream.transform(a=width / self._width, d=height / self._height)
        for shape in self._svg.iter():
            painter = PAINTERS.get(shape.tag)
            if painter:
                painter(stream, shape, class_styles()[shape.attrib["class"]], self._sorts)


def paint_rectangle(stream: Stream, shape: Element, style: dict[str, str], sorts: Sorts) -> None:
    set_fill(stream, style)
    stream.rectangle(*numbers(shape, "x", "y", "width", "height"))
    stream.fill()


def paint_line(stream: Stream, shape: Element, style: dict[str, str], sorts: Sorts) -> None:
    stream.set_color_rgb(*rgb(style["stroke"]), stroke=True)
    stream.set_line_width(pixels(style["stroke-width"]))
    x1, y1, x2, y2 = numbers(shape, "x1", "y1", "x2", "y2")
    stream.move_to(x1, y1)
    stream.line_to(x2, y2)
    stream.stroke()


def paint_text(stream: Stream, shape: Element, style: dict[str, str], sorts: Sorts) -> None:
    set_fill(stream, style)
    kind = Type(ROLE, pixels(style["font-size"]))
    x, baseline = numbers(shape, "x", "y")
    text = shape.text or ""
    x -= kind.width(text) * ANCHORS[shape.attrib["text-anchor"]]
    stream.begin_text()
    sorts.set_line(stream, text, kind, x, baseline)
    stream.end_text()


def paint_runs(stream: Stream, shape: Element, style: dict[str, str], sorts: Sorts) -> None:
    set_fill(stream, style)
    runs = RUN.findall(shape.attrib["d"])
    stream.stream.append(" ".join(f"{x} {y} {width} 1 re" for x, y, width in runs))
    stream.fill()


def set_pictures(tree: Element, sorts: Sorts) -> Iterator[tuple[Element, Picture]]:
    """Replace every chart by a picture cell; yield it with the picture it shows."""
    for parent in tree.iter():
        for index, child in enumerate(parent):
            if child.tag == f"{SVG}svg":
                picture = Picture(child, sorts)
                place = Element("img", {"class": child.get("class", ""), "alt": picture.title})
                place.tail = child.tail
                parent[index] = place
                yield place, picture


PAINTERS: dict[str, Callable] = {
    f"{SVG}rect": paint_rectangle,
    f"{SVG}line": paint_line,
    f"{SVG}text": paint_text,
    f"{SVG}path": paint_runs,
}


def numbers(shape: Element, *names: str) -> Iterator[float]:
    return (float(shape.attrib[name]) for name in names)


def set_fill(stream: Stream, style: dict[str, str]) -> None:
    stream.set_color_rgb(*rgb(style["fill"]))


def rgb(colour: str) -> tuple[float, float, float]:
    """`#0b5cad` as three shares of one."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def pixels(length: str) -> float:
    return float(length.removesuffix("px"))


@lru_cache(maxsize=1)
def class_styles() -> dict[str, dict[str, str]]:
    """Declarations by class, from the stylesheet of the site."""
    source = Path(str(finders.find("css/charts.css"))).read_text()
    styles = {}
    for rule in tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            name = tinycss2.serialize(rule.prelude).strip().removeprefix(".")
            declarations = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            styles[name] = {d.name: tinycss2.serialize(d.value).strip() for d in declarations}
    return styles
