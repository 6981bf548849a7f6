"""Many stored files as one ZIP, sent while it is made; the same files give the same bytes."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from apps.core import files
from apps.core.text import clean_name

READABLE = 0o644 << 16
# Not allowed in file names of Windows, where these are opened.
FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


class Outlet:
    """What the ZIP writer has written since it was last asked; it cannot be sought in."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def bundle(named: Iterable[tuple[str, str]], *, dated: date) -> Iterator[bytes]:
    """(name, path in the store) of PDFs in their order; each is numbered and carries the day."""
    outlet = Outlet()
    with ZipFile(cast(IO[bytes], outlet), "w", ZIP_STORED) as archive:
        for number, (name, path) in enumerate(named, start=1):
            archive.writestr(_entry(f"{number:03}_{_safe(name)}.pdf", dated), files.read(path))
            yield outlet.take()
    yield outlet.take()


def _safe(name: str) -> str:
    return clean_name(name).translate(FORBIDDEN)


def _entry(name: str, day: date) -> ZipInfo:
    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.external_attr = READABLE
    return entry
