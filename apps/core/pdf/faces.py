"""The faces that documents are printed with: which file plays which role."""

from pathlib import Path

from django.conf import settings

# GB/T 9704 roles: body 仿宋, level 2 楷体, level 1 黑体, page numbers 宋体, title 小标宋.
ROLES = ("fang", "kai", "hei", "song", "xbs")
RARE = "rare"


def chain(role: str) -> tuple[str, ...]:
    """The faces of a role in the order in which they are asked for a character."""
    return (role, f"{role}-2", RARE)


FACES = tuple(dict.fromkeys(name for role in ROLES for name in chain(role)))


def face_path(name: str) -> Path:
    """The customer's licensed face (PDF_FACES) or the one that scripts/fonts.py built."""
    licensed = getattr(settings, "PDF_FACES", {})
    return Path(licensed.get(name) or Path(settings.FONT_DIR) / f"{name}.ttf")


def missing_faces() -> list[Path]:
    return [path for path in map(face_path, FACES) if not path.is_file()]
