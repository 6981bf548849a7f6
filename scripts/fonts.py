"""Build the small faces that the PDF machine prints with: `python scripts/fonts.py DIR`.

DIR holds the Fandol originals (*.otf). Each becomes two TrueType faces with quadratic outlines and without
layout tables: `fang.ttf` with the 3,755 common characters of GB 2312 and its signs, `fang-2.ttf` with the
others. Taking the subset for one document out of such a face costs a tenth of taking it out of the large
system collection. `rare.ttf` holds what Fandol lacks (names such as 镕 or 𠮷), from Noto Serif CJK.
A document pays only for the faces whose characters it has.

The same originals give the same bytes: no time stamps, glyphs in a fixed order.
"""

import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FACES = {
    "fang": "FandolFang-Regular.otf",
    "kai": "FandolKai-Regular.otf",
    "hei": "FandolHei-Regular.otf",
    "song": "FandolSong-Regular.otf",
    "xbs": "FandolSong-Bold.otf",
}
# The Latin letters and digits of FandolFang are a slab face, heavier than its characters.
LATIN = {"fang": "FandolSong-Regular.otf"}
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
NOTO_SIMPLIFIED_CHINESE = 2

# The codec of Python maps the dash and the middle dot of GB 2312 to other characters than people type.
COMMON_SIGNS = "—·"
FIRST_OF_LEVEL_2 = b"\xd8\xa1"

UNITS_PER_EM = 1000
# One common box for all faces (FandolSong carries a wrong descent), so that faces mixed on a line share a baseline.
ASCENT, DESCENT = 880, -120
# Seconds since 1904, as the table wants it.
NEW_YEAR_2024 = 3_786_912_000
# Two units of a thousand are a sixtieth of a millimetre in a 22 pt title: less than a printer's dot.
MAX_ERROR = 2.0


def is_printable(character: int) -> bool:
    """Leave out controls, radicals that look like Han characters, Hangul and private use."""
    return not (
        character < 0x20
        or 0x7F <= character < 0xA0
        or 0x2E80 <= character < 0x2FE0
        or 0xAC00 <= character < 0xD7B0
        or 0x1100 <= character < 0x1200
        or 0xE000 <= character < 0xF900
    )


def is_latin(character: int) -> bool:
    return character < 0x7F


def is_common(character: int) -> bool:
    """Latin letters, digits, and GB 2312 up to the end of its level 1."""
    if is_latin(character) or chr(character) in COMMON_SIGNS:
        return True
    try:
        return chr(character).encode("gb2312") < FIRST_OF_LEVEL_2
    except UnicodeEncodeError:
        return False


def outline(glyph) -> object:
    pen = TTGlyphPen(None)
    glyph.draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
    return pen.glyph()


class Glyphs:
    """Outlines, advance widths and character map of a face to come; a glyph used twice is stored once."""

    def __init__(self) -> None:
        self.outlines = {".notdef": TTGlyphPen(None).glyph()}
        self.advances = {".notdef": UNITS_PER_EM}
        self.character_map: dict[int, str] = {}

    def add(self, source: TTFont, characters: Iterable[int], prefix: str = "") -> None:
        glyph_set, names = source.getGlyphSet(), source.getBestCmap()
        for character in characters:
            name = prefix + names[character]
            if name not in self.outlines:
                glyph = glyph_set[names[character]]
                self.outlines[name] = outline(glyph)
                self.advances[name] = glyph.width
            self.character_map[character] = name


def write_face(glyphs: Glyphs, target: Path) -> Path:
    family = f"SixLights-{target.stem}"
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs.outlines))
    builder.setupCharacterMap(glyphs.character_map)
    builder.setupGlyf(glyphs.outlines)
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {name: (width, getattr(table[name], "xMin", 0)) for name, width in glyphs.advances.items()}
    )
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family})
    builder.setupOS2(
        sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT
    )
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = NEW_YEAR_2024
    builder.font.recalcTimestamp = False
    part = target.with_suffix(".part")
    builder.save(part)
    return part.replace(target)


def printable_characters(source: TTFont) -> set[int]:
    return set(filter(is_printable, source.getBestCmap()))


def build_faces(directory: Path, role: str) -> list[Path]:
    source = TTFont(directory / FACES[role], lazy=True)
    characters = printable_characters(source)
    latin = {c for c in characters if is_latin(c)}
    common = {c for c in characters if is_common(c)} - latin
    glyphs = Glyphs()
    glyphs.add(TTFont(directory / LATIN.get(role, FACES[role]), lazy=True), sorted(latin), "latin.")
    glyphs.add(source, sorted(common))
    others = Glyphs()
    others.add(source, sorted(characters - common - latin))
    return [
        write_face(glyphs, directory / f"{role}.ttf"),
        write_face(others, directory / f"{role}-2.ttf"),
    ]


def build_rare_face(directory: Path) -> list[Path]:
    """Everything that at least one of the Fandol faces cannot print."""
    originals = [TTFont(directory / name, lazy=True) for name in FACES.values()]
    common = set.intersection(*map(printable_characters, originals))
    source = TTFont(NOTO, fontNumber=NOTO_SIMPLIFIED_CHINESE, lazy=True)
    glyphs = Glyphs()
    glyphs.add(source, sorted(printable_characters(source) - common))
    return [write_face(glyphs, directory / "rare.ttf")]


def main(directory: Path) -> None:
    with ProcessPoolExecutor() as pool:
        jobs = [pool.submit(build_rare_face, directory)]
        jobs += [pool.submit(build_faces, directory, role) for role in FACES]
        for job in jobs:
            for path in job.result():
                print(f"{path.name} {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
