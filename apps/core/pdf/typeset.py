"""Lines of text set straight from the faces, for table rows and charts.

The faces of documents map a character to one glyph with a fixed advance (no ligatures, no kerning), so a line
is a sum of advances. That is what Pango would do for such text, without a layout object for each piece of it.
"""

import re
from collections.abc import Iterator

from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration

from apps.core.pdf.faces import RARE, ROLES, Face, face

OPENING = re.escape("《〈「『【〔（“‘([{")
CLOSING = re.escape("，。、；：？！…—）》〉」』】〕”’·)]},.;:!?%％°℃")
WORD = r"0-9A-Za-z\-_/@#&+=.,:"
# What stays together on a line: opening marks, a word or one character, closing marks (GB/T 15834).
CLUSTER = re.compile(rf" +|[{OPENING}]*(?:[{WORD}]+|[^ ])[{CLOSING}]*")


def text_width(text: str, role: str, size: float) -> float:
    return sum(advances(text, face(role))) * size / 1000


def advances(text: str, chosen: Face) -> Iterator[float]:
    own, rare = chosen.advances, face(RARE).advances
    return (own[c] if c in own else rare.get(c, 1000) for c in text)


def break_lines(text: str, role: str, size: float, width: float) -> list[str]:
    """Fill lines of `width`; a word that is wider than a line is cut."""
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for cluster in CLUSTER.findall(paragraph):
            needed = text_width(cluster, role, size)
            if line and used + needed > width:
                lines.append(line.rstrip())
                line, used = "", 0.0
                cluster = cluster.lstrip()
            while needed > width and len(cluster) > 1:
                cut = fitting(cluster, role, size, width)
                lines.append(cluster[:cut])
                cluster = cluster[cut:]
                needed = text_width(cluster, role, size)
            line, used = line + cluster, used + needed
        lines.append(line.rstrip())
    return lines


def fitting(cluster: str, role: str, size: float, width: float) -> int:
    """How many characters of an overlong cluster fit on a line; at least one."""
    used = 0.0
    for count, advance in enumerate(advances(cluster, face(role))):
        used += advance * size / 1000
        if used > width:
            return max(count, 1)
    return len(cluster)


class Sorts:
    """The Pango font of every role, so that our text and the library's share one embedded subset."""

    def __init__(self, fonts: FontConfiguration) -> None:
        self._context = ffi.gc(
            pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref
        )
        self._fonts = {role: self._load(fonts, role) for role in (*ROLES, RARE)}

    def _load(self, fonts: FontConfiguration, role: str) -> ffi.CData:
        description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        pango.pango_font_description_set_family(description, role.encode())
        pango.pango_font_description_set_weight(description, 400)
        pango.pango_font_description_set_absolute_size(description, 16 * TO_UNITS)
        font = pango.pango_font_map_load_font(fonts.font_map, self._context, description)
        return ffi.gc(font, gobject.g_object_unref)

    def set_line(
        self, stream: Stream, text: str, role: str, size: float, x: float, baseline: float
    ) -> None:
        """Draw `text` from `x`; to be called between begin_text and end_text."""
        chosen = face(role)
        for run, used in runs(text, chosen):
            font, _ = stream.add_font(self._fonts[used.role])
            stream.set_font_size(font.hash, size)
            for character in set(run):
                glyph = used.glyphs[character]
                font.to_unicode.setdefault(glyph, character)
                font.widths.setdefault(glyph, round(used.advances[character]))
            codes = "".join([f"{used.glyphs[character]:04x}" for character in run])
            stream.stream.append(f"1 0 0 -1 {x:.2f} {baseline:.2f} Tm <{codes}> Tj")
            x += sum(map(used.advances.__getitem__, run)) * size / 1000


def runs(text: str, chosen: Face) -> Iterator[tuple[str, Face]]:
    """Split text into pieces of one face: what the chosen face lacks is set from the rare one."""
    if chosen.characters.issuperset(text):
        yield text, chosen
        return
    start = 0
    for index in range(1, len(text) + 1):
        own = text[start] in chosen.glyphs
        if index == len(text) or (text[index] in chosen.glyphs) != own:
            yield text[start:index], chosen if own else face(RARE)
            start = index
