"""Scores from plain values: no database, no clock, no floats.

Points are exact fractions until the total is rounded once, half-up, to two decimals (R-ASM-05);
a sum of thirds that should be 80 is 80 and not 79.99.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from apps.assessments.scoring.grades import capped_grade, grade_of, vetoes_held
from apps.assessments.scoring.lines import (
    NOT_APPLICABLE,
    NOT_ENTERED,
    adjusting_lines,
    weighted_lines,
)
from apps.assessments.scoring.plain import (
    CriterionRule,
    Finding,
    Findings,
    GradeRule,
    Line,
    Manual,
    OfficeRule,
    PartRule,
    SchemeRules,
    Score,
    StepRule,
    VetoHeld,
    VetoRule,
)
from apps.core.exact import ZERO, exact_sum, half_up

NOTHING_FOUND: Mapping[int, Finding] = MappingProxyType({})

__all__ = [
    "NOT_APPLICABLE",
    "NOT_ENTERED",
    "CriterionRule",
    "Finding",
    "Findings",
    "GradeRule",
    "Line",
    "Manual",
    "OfficeRule",
    "PartRule",
    "PartTotal",
    "SchemeRules",
    "Score",
    "StepRule",
    "VetoHeld",
    "VetoRule",
    "capped_grade",
    "grade_of",
    "part_totals",
    "score",
]


def score(
    rules: SchemeRules,
    findings: Findings,
    manual: Sequence[Manual] = (),
    vetoes: Mapping[int, Finding] = NOTHING_FOUND,
) -> Score | None:
    """The score of one organisation; None where nothing of the scheme applied to it."""
    lines = weighted_lines(rules, findings)
    if not any(line.finding.is_applicable for line in lines):
        return None
    for part in rules.parts:
        if not part.is_weighted:
            lines += adjusting_lines(part, findings, manual)
    total = half_up(max(exact_sum(line.points for line in lines), ZERO), 2)
    by_score = grade_of(total, rules.grades)
    held = tuple(vetoes_held(rules, lines, vetoes))
    grade, reason = capped_grade(by_score, rules.grades, manual, held)
    return Score(tuple(lines), total, by_score, grade, reason, held)


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
