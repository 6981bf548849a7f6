"""What the faces can print: glyph numbers, advance widths, and the characters that none of them has."""

import re
from functools import lru_cache

from fontTools.ttLib import TTFont

from apps.core.pdf.faces import FACES, ROLES, chain, face_path

# 〓 has marked a missing sort in Chinese printing since lead type; a box on paper says nothing.
MISSING_MARK = "〓"
WHITE_SPACE = " \t\n"


class Face:
    """Glyph numbers and advance widths (in thousandths of the size) of one font file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.glyphs = {}
        self.advances = {}
        with TTFont(face_path(name), fontNumber=0, lazy=True) as font:
            scale = 1000 / font["head"].unitsPerEm
            metrics = font["hmtx"].metrics
            for codepoint, glyph in font.getBestCmap().items():
                self.glyphs[chr(codepoint)] = font.getGlyphID(glyph)
                self.advances[chr(codepoint)] = metrics[glyph][0] * scale


@lru_cache(maxsize=len(FACES))
def face(name: str) -> Face:
    return Face(name)


@lru_cache(maxsize=1)
def unprintable() -> re.Pattern[str]:
    """Matches what at least one role cannot print with any face of its chain."""
    printable = set.intersection(*(printable_by(role) for role in ROLES))
    return re.compile(f"[^{character_ranges(printable | set(WHITE_SPACE))}]")


def printable_by(role: str) -> set[str]:
    return set().union(*(face(name).glyphs for name in chain(role)))


def character_ranges(characters: set[str]) -> str:
    """The inside of a character class, as escaped ranges of neighbouring characters."""
    ranges: list[list[int]] = []
    for codepoint in sorted(map(ord, characters)):
        if ranges and codepoint == ranges[-1][1] + 1:
            ranges[-1][1] = codepoint
        else:
            ranges.append([codepoint, codepoint])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
