"""Writing a year's results: some hundred results by INSERT, their ~16,000 lines by COPY."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.db import connection

from apps.assessments.assess import Assessed
from apps.assessments.models import Result, Run, ScoreLine
from apps.assessments.scoring import Line, PartTotal, Score, part_totals
from apps.core.exact import ZERO, half_up, shown

LINE_PLACES = 4
COLUMNS = (
    "result_id",
    "part_id",
    "criterion_id",
    "manual_entry_id",
    "order",
    "label",
    "rule_code",
    "number",
    "target",
    "unit",
    "points",
    "max_points",
    "is_applicable",
    "explanation",
    "indicator",
    "evidence",
)


def write_results(run: Run, assessed: Iterable[Assessed]) -> list[Result]:
    """Store the scores of a run; must run in the transaction that ends its computing."""
    with _collector_paused():
        return _stored(run, list(assessed))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A year is some hundred thousand small objects that live to its end and form no cycles:
    looking for garbage among them takes a seventh of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _stored(run: Run, found: list[Assessed]) -> list[Result]:
    results = Result.objects.bulk_create(_result(run, one) for one in found)
    rows = (
        _row(result.pk, order, line)
        for result, one in zip(results, found, strict=True)
        for order, line in enumerate(one.score.lines, start=1)
    )
    _copy(rows)
    return results


def _result(run: Run, one: Assessed) -> Result:
    return Result(
        run=run,
        organisation=one.subject.body,
        unit=one.subject.unit,
        total=one.score.total,
        grade=one.score.grade,
        grade_by_score=one.score.grade_by_score,
        grade_reason=one.score.grade_reason,
        class_label=one.class_label,
        facts=one.facts | _parts(one.score) | _vetoes(one.score),
    )


def _parts(score: Score) -> dict:
    totals = part_totals(score)
    full = sum((part.weight for part in totals), ZERO)
    return {"full_total": shown(half_up(full, 2)), "parts": [_part(part) for part in totals]}


def _vetoes(score: Score) -> dict:
    """Those of the scheme whose condition was met, with the rows that met it (R-ASM-02)."""
    held = [asdict(veto) for veto in score.vetoes]
    return {"vetoes": held} if held else {}


def _part(part: PartTotal) -> dict[str, str]:
    """Rounded from the exact sum; adding up the rounded lines could differ in the last digit."""
    return {
        "label": part.name,
        "weight": f"{half_up(part.weight, 2)}",
        "points": f"{half_up(part.points, 2)}",
    }


def _row(result_pk: int, order: int, line: Line) -> tuple:
    finding = line.finding
    return (
        result_pk,
        line.part.pk,
        line.criterion_pk,
        line.manual_pk,
        order,
        line.label,
        finding.rule_code,
        finding.number,
        finding.target,
        finding.unit,
        half_up(line.points, LINE_PLACES),
        half_up(line.max_points, LINE_PLACES),
        finding.is_applicable,
        finding.explanation,
        finding.indicator,
        _array(finding.evidence),
    )


def _array(keys: Iterable[int]) -> str:
    """As COPY reads an array; the driver would look for quotes in every number."""
    return f"{{{','.join(map(str, keys))}}}"


def _copy(rows: Iterator[tuple]) -> None:
    columns = ", ".join(map(connection.ops.quote_name, COLUMNS))
    table = connection.ops.quote_name(ScoreLine._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
