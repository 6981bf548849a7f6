"""The faces that documents are printed with: which file plays which role, and what it can print."""

import re
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

# GB/T 9704 roles: body 仿宋, level 2 楷体, level 1 黑体, page numbers 宋体, title 小标宋.
ROLES = ("fang", "kai", "hei", "song", "xbs")
# Characters that a role lacks are taken from this face, one by one.
RARE = "rare"
# 〓 has marked a missing sort in Chinese printing since lead type; a box on paper says nothing.
MISSING_MARK = "〓"


def face_path(role: str) -> Path:
    """The customer's licensed face (PDF_FACES) or the one that scripts/fonts.py built."""
    licensed = getattr(settings, "PDF_FACES", {})
    return Path(licensed.get(role) or Path(settings.FONT_DIR) / f"{role}.ttf")


def missing_faces() -> list[Path]:
    return [path for path in map(face_path, (*ROLES, RARE)) if not path.is_file()]


class Face:
    """Glyph numbers and advance widths (in thousandths of the size) of one font file."""

    def __init__(self, role: str) -> None:
        self.role = role
        font = TTFont(face_path(role), fontNumber=0, lazy=True)
        scale = 1000 / font["head"].unitsPerEm
        self.ascent = font["hhea"].ascent * scale
        self.descent = -font["hhea"].descent * scale
        self.glyphs = {}
        self.advances = {}
        metrics = font["hmtx"].metrics
        for codepoint, name in font.getBestCmap().items():
            character = chr(codepoint)
            self.glyphs[character] = font.getGlyphID(name)
            self.advances[character] = metrics[name][0] * scale
        font.close()

    @cached_property
    def characters(self) -> frozenset[str]:
        return frozenset(self.glyphs)


@lru_cache(maxsize=len(ROLES) + 1)
def face(role: str) -> Face:
    return Face(role)


@lru_cache(maxsize=1)
def unprintable() -> re.Pattern[str]:
    """Matches what at least one role cannot print even with the help of the rare face."""
    common = frozenset.intersection(*(face(role).characters for role in ROLES))
    printable = common | face(RARE).characters | set("\n\t ")
    return re.compile(f"[^{character_ranges(printable)}]")


def character_ranges(characters: set[str]) -> str:
    """The inside of a character class, as escaped ranges of neighbouring characters."""
    ranges: list[list[int]] = []
    for codepoint in sorted(map(ord, characters)):
        if ranges and codepoint == ranges[-1][1] + 1:
            ranges[-1][1] = codepoint
        else:
            ranges.append([codepoint, codepoint])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
