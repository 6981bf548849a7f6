"""Lines of text set straight from the faces, for table rows and charts.

The faces of documents map a character to one glyph with a fixed advance (no ligatures, no kerning), so a line
is a sum of advances. That is what Pango would do for such text, without a layout object for each piece of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key

from apps.core.pdf.faces import FACES, chain
from apps.core.pdf.glyphs import Face, face

# CSS pixels in a millimetre and in a point.
MM = 96 / 25.4
PT = 96 / 72
# Share of the size above the baseline, in every face that scripts/fonts.py builds.
ASCENT = 0.88

NORMAL_WEIGHT = 400
MASTER_SIZE = 16

OPENING = re.escape("《〈「『【〔（“‘([{")
CLOSING = re.escape("，。、；：？！…—）》〉」』】〕”’·)]},.;:!?%％°℃")
WORD = r"0-9A-Za-z\-_/@#&+=.,:"
# What stays together on a line: opening marks, a word or one character, closing marks (GB/T 15834).
CLUSTER = re.compile(rf" +|[{OPENING}]*(?:[{WORD}]+|[^ ])[{CLOSING}]*")


@dataclass(frozen=True)
class Type:
    """Face and size (CSS pixels) of a text; `tracking` is added after every character."""

    role: str
    size: float
    tracking: float = 0.0

    def width(self, text: str) -> float:
        return sum(advances(text, self.role)) * self.size / 1000 + self.tracking * len(text)

    def fitting(self, text: str, width: float) -> int:
        """How many characters fit into `width`; at least one."""
        used = 0.0
        for count, advance in enumerate(advances(text, self.role)):
            used += advance * self.size / 1000 + self.tracking
            if used > width:
                return max(count, 1)
        return len(text)


def advances(text: str, role: str) -> list[float]:
    known = face(role).advances
    return [known[c] if c in known else face_of(c, role).advances[c] for c in text]


def face_of(character: str, role: str) -> Face:
    """The first face of the role that has the character; markup has marked those that none has."""
    return next(f for f in map(face, chain(role)) if character in f.glyphs)


def break_lines(text: str, kind: Type, width: float, indent: float = 0.0) -> list[str]:
    """Fill lines of `width`, the first one after `indent`; a word that is wider than a line is cut."""
    lines, line, room = [], "", width - indent
    for cluster in CLUSTER.findall(text):
        needed = kind.width(cluster)
        if line and needed > room:
            lines.append(line.rstrip())
            line, room = "", width
            cluster = cluster.lstrip()
        while needed > room and len(cluster) > 1:
            cut = kind.fitting(cluster, room)
            lines.append(cluster[:cut])
            cluster, room = cluster[cut:], width
            needed = kind.width(cluster)
        line, room = line + cluster, room - needed
    return [*lines, line.rstrip()]


class Sorts:
    """The Pango font of every face, so that our text and the library's share one embedded subset."""

    def __init__(self, fonts: FontConfiguration) -> None:
        self._context = ffi.gc(
            pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref
        )
        self._fonts = {name: self._load(fonts, name) for name in FACES}
        self._keys = {get_pango_font_key(font)[0]: name for name, font in self._fonts.items()}
        self._masters: dict[str, Font] = {}

    def _load(self, fonts: FontConfiguration, name: str) -> ffi.CData:
        description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        pango.pango_font_description_set_family(description, name.encode())
        pango.pango_font_description_set_weight(description, NORMAL_WEIGHT)
        pango.pango_font_description_set_absolute_size(description, MASTER_SIZE * TO_UNITS)
        font = pango.pango_font_map_load_font(fonts.font_map, self._context, description)
        return ffi.gc(font, gobject.g_object_unref)

    def master(self, key: object) -> Font | None:
        """The font that the library knows by `key`, without glyphs; None for a face that is not ours."""
        name = self._keys.get(key)
        if name is None:
            return None
        if name not in self._masters:
            _, description, size = get_pango_font_key(self._fonts[name])
            self._masters[name] = Font(self._fonts[name], description, size)
        return self._masters[name]

    def set_line(self, stream: Stream, text: str, kind: Type, x: float, baseline: float) -> None:
        """Draw `text` from `x`; to be called between begin_text and end_text."""
        for run, used in runs(text, kind.role):
            font, _ = stream.add_font(self._fonts[used.name])
            stream.set_font_size(font.hash, kind.size)
            # Not a set: its order would differ between processes, and with it the file.
            for character in dict.fromkeys(run):
                glyph = used.glyphs[character]
                font.to_unicode.setdefault(glyph, character)
                font.widths.setdefault(glyph, round(used.advances[character]))
            codes = "".join([f"{used.glyphs[character]:04x}" for character in run])
            stream.stream.append(f"1 0 0 -1 {x:.2f} {baseline:.2f} Tm <{codes}> Tj")
            x += kind.width(run)


def runs(text: str, role: str) -> Iterator[tuple[str, Face]]:
    """Split text into pieces of one face."""
    first = face(role)
    if first.glyphs.keys() >= set(text):
        yield text, first
        return
    for used, characters in groupby(text, key=lambda character: face_of(character, role)):
        yield "".join(characters), used
