"""The lines of a score: what each part gives and takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from apps.assessments.choices import PartSource
from apps.assessments.scoring.measures import earned, points, taken
from apps.assessments.scoring.plain import (
    CriterionRule,
    Finding,
    Findings,
    Line,
    Manual,
    PartRule,
    SchemeRules,
)
from apps.core.exact import ZERO

NOT_APPLICABLE = "不适用，不计入分母"
NOT_ENTERED = "未录入，不计入分母"
FULL_AT_FIRST = "从满分起扣"
MISSING_ENTRY = Finding(Decimal(0), explanation=NOT_ENTERED, is_applicable=False)
NO_ROWS = Finding(Decimal(0))


@dataclass(frozen=True, slots=True)
class _Row:
    """A line to be, before it is known what it is worth."""

    part: PartRule
    criterion: CriterionRule | None
    finding: Finding


def weighted_lines(rules: SchemeRules, findings: Findings) -> list[Line]:
    rows = [row for part in rules.parts if part.is_weighted for row in _of_part(part, findings)]
    worths = rules.worths_of(tuple(row.finding.is_applicable for row in rows))
    return [
        line
        for row, worth in zip(rows, worths, strict=True)
        for line in _lines_of(row, worth, findings)
    ]


def _of_part(part: PartRule, findings: Findings) -> list[_Row]:
    if part.is_deducted:
        applies = any(findings[criterion.pk].is_applicable for criterion in part.criteria)
        words = FULL_AT_FIRST if applies else NOT_APPLICABLE
        return [_Row(part, None, Finding(Decimal(1), None, (), words, is_applicable=applies))]
    if part.criteria:
        return [_Row(part, criterion, findings[criterion.pk]) for criterion in part.criteria]
    return [_Row(part, None, findings.get(part.source, MISSING_ENTRY))]


def _lines_of(row: _Row, worth: Fraction, findings: Findings) -> Iterator[Line]:
    criterion, finding = row.criterion, row.finding
    if worth:
        share, words = earned(criterion, finding)
        finding = _explained(finding, words)
    else:
        share = ZERO
    yield Line(
        row.part,
        criterion.label if criterion else row.part.name,
        finding,
        worth * share,
        worth,
        criterion.pk if criterion else None,
    )
    if row.part.is_deducted:
        yield from _deductions(row.part, worth, findings)


def _deductions(part: PartRule, worth: Fraction, findings: Findings) -> Iterator[Line]:
    """What is taken from a part that begins full, until only its floor is left; in points of the
    part, which weigh more where other parts do not apply (R-ASM-04)."""
    scale = worth / part.weight if part.weight else ZERO
    room = max(part.weight - part.least, ZERO)
    for criterion in part.criteria:
        finding = findings[criterion.pk]
        wanted = taken(criterion, finding)
        given = min(wanted, room)
        room -= given
        if given < wanted:
            finding = _explained(finding, f"{part.name}最低保留{points(part.least)}分")
        yield Line(part, criterion.label, finding, -given * scale, ZERO, criterion.pk)


def adjusting_lines(part: PartRule, findings: Findings, manual: Iterable[Manual]) -> list[Line]:
    """Bonus or deduction: so many points a row or entry, cut where the part's cap is reached."""
    room, lines = part.weight, []
    sign = -1 if part.source == PartSource.DEDUCTION else 1
    for line in (*_counted(part, findings), *_entered(part, manual)):
        given = min(line.points, room)
        room -= given
        if given < line.points:
            line = replace(line, finding=_cut(line.finding, part))
        lines.append(replace(line, points=sign * given, max_points=sign * line.max_points))
    return lines


def _counted(part: PartRule, findings: Findings) -> list[Line]:
    lines = []
    for criterion in part.criteria:
        finding = findings.get(criterion.pk, NO_ROWS)
        worth = taken(criterion, finding)
        if worth:
            lines.append(Line(part, criterion.label, finding, worth, worth, criterion.pk))
    return lines


def _entered(part: PartRule, manual: Iterable[Manual]) -> list[Line]:
    return [
        Line(
            part,
            f"人工{part.name}",
            Finding(Decimal(1), explanation=entry.reason, unit="项"),
            Fraction(entry.points),
            Fraction(entry.points),
            manual_pk=entry.pk,
        )
        for entry in manual
        if entry.kind == part.source
    ]


def _cut(finding: Finding, part: PartRule) -> Finding:
    return _explained(finding, f"{part.name}合计以{points(part.weight)}分为限")


def _explained(finding: Finding, words: str) -> Finding:
    if not words:
        return finding
    return replace(finding, explanation="；".join(filter(None, [finding.explanation, words])))
