"""Who has handed in what: for the desk, without a mark where the jury is anonymous."""

from dataclasses import dataclass

from django.utils import timezone

from apps.core.exact import shown
from apps.juries.judging import bench_of
from apps.juries.models import Candidate, Juror, Jury, Sheet


@dataclass(frozen=True)
class Row:
    juror: Juror
    cells: tuple[str, ...]
    given: int
    asked: int


@dataclass(frozen=True)
class Table:
    candidates: tuple[Candidate, ...]
    rows: tuple[Row, ...]

    @property
    def lines(self) -> list[tuple[Candidate, tuple[str, ...]]]:
        """As the page shows it: jurors are few, candidates may be hundreds."""
        by_candidate = zip(*(row.cells for row in self.rows), strict=True)
        return list(zip(self.candidates, by_candidate, strict=True))


def table_of(jury: Jury) -> Table:
    """What each juror has handed in for each candidate; a named jury shows the points of each sheet."""
    bench = bench_of(jury, timezone.localdate())
    known = _sheets_of(jury)
    rows = []
    for juror in bench.jurors:
        cells = [
            "回避" if (juror.pk, c.pk) in bench.conflicts else known.get((juror.pk, c.pk), "未交")
            for c in bench.candidates
        ]
        asked = len(cells) - cells.count("回避")
        rows.append(Row(juror, tuple(cells), asked - cells.count("未交"), asked))
    return Table(tuple(bench.candidates), tuple(rows))


def _sheets_of(jury: Jury) -> dict[tuple[int, int], str]:
    sheets = Sheet.objects.handed_in().filter(candidate__jury=jury).with_points()
    return {
        (s.juror_id, s.candidate_id): "已交" if jury.scheme.is_anonymous else f"{shown(s.points)}分"
        for s in sheets
    }
