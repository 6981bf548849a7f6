"""Scores from plain values: no database, no clock, no floats.

Points are exact fractions until the total is rounded once, half-up, to two decimals (R-ASM-05);
a sum of thirds that should be 80 is 80 and not 79.99.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from apps.assessments.choices import WEIGHTED, ManualKind, Measure, PartSource
from apps.core.exact import ZERO, exact_sum, half_up, shown

ONE = Fraction(1)
NOT_APPLICABLE = "不适用，不计入分母"
NOT_ENTERED = "未录入，不计入分母"


@dataclass(frozen=True, slots=True)
class CriterionRule:
    pk: int
    label: str
    measure: Measure
    points: Fraction
    duty_key: str = ""
    indicator: str = ""
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PartRule:
    """`weight` is the part's share of the full total, or the cap of a bonus or deduction."""

    pk: int
    name: str
    source: PartSource
    weight: Fraction
    criteria: tuple[CriterionRule, ...] = ()

    @property
    def is_weighted(self) -> bool:
        return self.source in WEIGHTED

    @property
    def points_of_lines(self) -> list[Fraction]:
        """By which its lines share the weight; an entered part is one line."""
        return [criterion.points for criterion in self.criteria] or [ONE]


@dataclass(frozen=True, slots=True)
class GradeRule:
    """`share_limit` is the largest share (0 to 1) of a class that may have this grade."""

    name: str
    minimum: Decimal
    share_limit: Fraction | None = None
    ballot_value: Fraction = ZERO


@dataclass(frozen=True, slots=True)
class SchemeRules:
    """`grades` from the highest to the lowest, whose minimum is 0."""

    parts: tuple[PartRule, ...]
    grades: tuple[GradeRule, ...]
    # Most organisations are alike in what applies to them; fractions are slow.
    _worths: dict[tuple[bool, ...], list[Fraction]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def worths_of(self, applies: tuple[bool, ...]) -> list[Fraction]:
        """What each weighted line is worth, given which apply. What does not apply leaves the
        denominator: of its part first, then of the whole (R-ASM-04)."""
        if applies not in self._worths:
            self._worths[applies] = self._worked_out(applies)
        return self._worths[applies]

    def _worked_out(self, applies: tuple[bool, ...]) -> list[Fraction]:
        asked = iter(applies)
        points = [
            (part, [p if next(asked) else ZERO for p in part.points_of_lines])
            for part in self.parts
            if part.is_weighted
        ]
        present = sum((part.weight for part, own in points if any(own)), ZERO)
        scale = self.full_total / present if present else ZERO
        return [
            part.weight * scale * p / sum(own) if any(own) else ZERO
            for part, own in points
            for p in own
        ]

    @property
    def full_total(self) -> Fraction:
        return sum((p.weight for p in self.parts if p.is_weighted), ZERO)

    @property
    def criteria(self) -> list[CriterionRule]:
        return [criterion for part in self.parts for criterion in part.criteria]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one criterion at one organisation, with the keys of the rows behind it."""

    number: Decimal
    target: Decimal | None = None
    evidence: tuple[int, ...] = ()
    explanation: str = ""
    rule_code: str = ""
    unit: str = ""
    indicator: str = ""
    is_applicable: bool = True


@dataclass(frozen=True, slots=True)
class Manual:
    """An approved entry by hand (R-ASM-06); `points` are positive for bonus and deduction."""

    pk: int
    kind: ManualKind
    points: Decimal
    reason: str
    grade_cap: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    part: PartRule
    label: str
    finding: Finding
    points: Fraction
    max_points: Fraction
    criterion_pk: int | None = None
    manual_pk: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """`grade` differs from `grade_by_score` where a veto or a share limit lowers it."""

    lines: tuple[Line, ...]
    total: Decimal
    grade_by_score: str
    grade: str
    grade_reason: str = ""


# A criterion by its key, an entered part by its source.
Findings = Mapping[int | PartSource, Finding]
MISSING_ENTRY = Finding(Decimal(0), explanation=NOT_ENTERED, is_applicable=False)
NO_ROWS = Finding(Decimal(0))


def score(rules: SchemeRules, findings: Findings, manual: Sequence[Manual] = ()) -> Score | None:
    """The score of one organisation; None where nothing of the scheme applied to it."""
    lines = weighted_lines(rules, findings)
    if not any(line.finding.is_applicable for line in lines):
        return None
    for part in rules.parts:
        if not part.is_weighted:
            lines += adjusting_lines(part, findings, manual)
    total = half_up(max(exact_sum(line.points for line in lines), ZERO), 2)
    by_score = grade_of(total, rules.grades)
    grade, reason = capped_grade(by_score, rules.grades, manual)
    return Score(tuple(lines), total, by_score, grade, reason)


def weighted_lines(rules: SchemeRules, findings: Findings) -> list[Line]:
    rows = [row for part in rules.parts if part.is_weighted for row in _of_part(part, findings)]
    worths = rules.worths_of(tuple(finding.is_applicable for *_, finding in rows))
    return [
        Line(
            part,
            criterion.label if criterion else part.name,
            finding,
            worth * share_of(finding) if worth else ZERO,
            worth,
            criterion.pk if criterion else None,
        )
        for (part, criterion, finding), worth in zip(rows, worths, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class PartTotal:
    """A part as it went into the total: its weight after R-ASM-04, and what was reached of it."""

    name: str
    weight: Fraction
    points: Fraction


def part_totals(score: Score) -> list[PartTotal]:
    """The weighted parts, those that did not apply with a weight of 0."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in score.lines:
        if line.part.is_weighted:
            lines[line.part.pk].append(line)
    return [
        PartTotal(
            own[0].part.name,
            exact_sum(line.max_points for line in own),
            exact_sum(line.points for line in own),
        )
        for own in lines.values()
    ]


def _of_part(part: PartRule, findings: Findings):
    if part.criteria:
        return [(part, criterion, findings[criterion.pk]) for criterion in part.criteria]
    return [(part, None, findings.get(part.source, MISSING_ENTRY))]


def share_of(finding: Finding) -> Fraction:
    """How much of the target was reached, from 0 to 1."""
    if finding.target is None or finding.number >= finding.target:
        return ONE
    if not finding.number:
        return ZERO
    return Fraction(finding.number) / Fraction(finding.target)


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
        if finding.number:
            worth = criterion.points * Fraction(finding.number)
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
    cap = f"{part.name}合计以{shown(half_up(part.weight, 2))}分为限"
    return replace(finding, explanation="；".join(filter(None, [finding.explanation, cap])))


def grade_of(total: Decimal, grades: Sequence[GradeRule]) -> str:
    return next(grade.name for grade in grades if total >= grade.minimum)


def capped_grade(
    grade: str, grades: Sequence[GradeRule], manual: Iterable[Manual]
) -> tuple[str, str]:
    """The grade after vetoes, and why it is lower than the score says."""
    order = [g.name for g in grades]
    lowered, reasons = grade, []
    for entry in manual:
        if entry.kind == ManualKind.VETO and entry.grade_cap in order:
            reasons.append(f"否决（{entry.reason}），最高为“{entry.grade_cap}”")
            lowered = max(lowered, entry.grade_cap, key=order.index)
    return lowered, "；".join(reasons)
