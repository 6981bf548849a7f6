"""Build the small faces that the PDF machine prints with: `python scripts/fonts.py DIR`.

DIR holds the Fandol originals (*.otf). Each becomes a TrueType face with quadratic outlines, common
characters first, without layout tables: taking the subset for one document out of such a face costs a
tenth of taking it out of the large system collection. `rare.ttf` holds what Fandol lacks (names such as
镕 or 𠮷), from Noto Serif CJK; only a document that needs it pays for it.

The same originals give the same bytes: no time stamps, glyphs in a fixed order.
"""

import sys
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
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
NOTO_SIMPLIFIED_CHINESE = 2

UNITS_PER_EM = 1000
# One common box for all faces (FandolSong carries a wrong descent), so that faces mixed on a line share a baseline.
ASCENT, DESCENT = 880, -120
# Seconds since 1904, as the table wants it.
NEW_YEAR_2024 = 3_786_912_000
# One unit of a thousand is a hundredth of a millimetre in a 22 pt title.
MAX_ERROR = 1.0


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


def reading_order(character: int) -> tuple[int, bytes]:
    """Common characters first: a subset that keeps glyph numbers then ends early."""
    if character < 0x80:
        return 0, bytes([character])
    try:
        return 1, chr(character).encode("gb2312")
    except UnicodeEncodeError:
        return 2, character.to_bytes(4, "big")


def outline(glyph) -> object:
    pen = TTGlyphPen(None)
    glyph.draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
    return pen.glyph()


def collect_glyphs(source: TTFont, characters: list[int]) -> tuple[dict, dict, dict[int, str]]:
    """Return outlines, advance widths and the character map; a glyph used twice is stored once."""
    glyph_set, names = source.getGlyphSet(), source.getBestCmap()
    glyphs, metrics, character_map = (
        {".notdef": TTGlyphPen(None).glyph()},
        {".notdef": (UNITS_PER_EM, 0)},
        {},
    )
    for character in characters:
        name = names[character]
        if name not in glyphs:
            glyph = glyph_set[name]
            glyphs[name] = outline(glyph)
            metrics[name] = (glyph.width, 0)
        character_map[character] = name
    return glyphs, metrics, character_map


def write_face(source: TTFont, characters: list[int], family: str, target: Path) -> None:
    glyphs, metrics, character_map = collect_glyphs(source, characters)
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(character_map)
    builder.setupGlyf(glyphs)
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {name: (advance, getattr(table[name], "xMin", 0)) for name, (advance, _) in metrics.items()}
    )
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable(
        {
            "familyName": family,
            "styleName": "Regular",
            "psName": family.replace(" ", ""),
        }
    )
    builder.setupOS2(
        sTypoAscender=ASCENT,
        sTypoDescender=DESCENT,
        usWinAscent=ASCENT,
        usWinDescent=-DESCENT,
        fsType=0,
    )
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = NEW_YEAR_2024
    builder.font.recalcTimestamp = False
    part = target.with_suffix(".part")
    builder.save(part)
    part.replace(target)


def printable_characters(source: TTFont) -> set[int]:
    return set(filter(is_printable, source.getBestCmap()))


def build_face(directory: Path, role: str) -> Path:
    source = TTFont(directory / FACES[role], lazy=True)
    target = directory / f"{role}.ttf"
    write_face(
        source,
        sorted(printable_characters(source), key=reading_order),
        f"SixLights {role}",
        target,
    )
    return target


def build_rare_face(directory: Path) -> Path:
    """Everything that at least one of the Fandol faces cannot print."""
    common = set.intersection(
        *(printable_characters(TTFont(directory / name, lazy=True)) for name in FACES.values())
    )
    source = TTFont(NOTO, fontNumber=NOTO_SIMPLIFIED_CHINESE, lazy=True)
    target = directory / "rare.ttf"
    write_face(source, sorted(printable_characters(source) - common), "SixLights rare", target)
    return target


def main(directory: Path) -> None:
    with ProcessPoolExecutor() as pool:
        jobs = [
            pool.submit(build_rare_face, directory),
            *(pool.submit(build_face, directory, role) for role in FACES),
        ]
        for job in jobs:
            path = job.result()
            print(f"{path.name} {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
