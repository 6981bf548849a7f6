"""All sheets of a run as one ZIP, sent while it is made; the same run gives the same bytes."""

from collections.abc import Iterator
from typing import IO, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from apps.assessments.models import Run
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


def bundle(run: Run) -> Iterator[bytes]:
    """Sheets in the order of their organisations' names, dated as they are signed."""
    outlet = Outlet()
    sheets = run.results.exclude(document=None).order_by("organisation__name", "pk")
    named = sheets.values_list("organisation__name", "document__path")
    with ZipFile(cast(IO[bytes], outlet), "w", ZIP_STORED) as archive:
        for number, (name, path) in enumerate(named.iterator(), start=1):
            archive.writestr(_entry(run, f"{number:03}_{_safe(name)}.pdf"), files.read(path))
            yield outlet.take()
    yield outlet.take()


def _safe(name: str) -> str:
    return clean_name(name).translate(FORBIDDEN)


def _entry(run: Run, name: str) -> ZipInfo:
    day = run.dated_on
    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.external_attr = READABLE
    return entry
