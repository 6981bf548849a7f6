"""From a total to a grade: thresholds first, then what caps it."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from apps.assessments.choices import ManualKind, VetoTest
from apps.assessments.scoring.plain import (
    Finding,
    GradeRule,
    Line,
    Manual,
    SchemeRules,
    VetoFindings,
    VetoHeld,
    VetoRule,
)
from apps.core.exact import exact_sum, half_up, shown


def grade_of(total: Decimal, grades: Sequence[GradeRule]) -> str:
    return next(grade.name for grade in grades if total >= grade.minimum)


def capped_grade(
    grade: str,
    grades: Sequence[GradeRule],
    manual: Iterable[Manual],
    vetoes: Iterable[VetoHeld] = (),
) -> tuple[str, str]:
    """The grade after vetoes, and why it is lower than the score says."""
    order = [g.name for g in grades]
    caps = [(v.reason, v.grade_cap) for v in manual if v.kind == ManualKind.VETO]
    caps += [(f"{v.name}：{v.reason}", v.grade_cap) for v in vetoes]
    lowered, reasons = grade, []
    for reason, cap in caps:
        if cap in order:
            reasons.append(f"否决（{reason}），最高为“{cap}”")
            lowered = max(lowered, cap, key=order.index)
    return lowered, "；".join(reasons)


def vetoes_held(
    rules: SchemeRules, lines: Sequence[Line], found: VetoFindings
) -> Iterator[VetoHeld]:
    for veto in rules.vetoes:
        if veto.test == VetoTest.PART_BELOW:
            finding, reason = Finding(Decimal(0)), _of_part(veto, lines)
        else:
            finding = found.get(veto.pk, Finding(Decimal(0)))
            reason = _of_number(veto, finding)
        if reason:
            yield VetoHeld(veto.name, reason, veto.grade_cap, veto.indicator, finding.evidence)


def _of_number(veto: VetoRule, finding: Finding) -> str:
    """Why it holds, in words; whoever is not asked for the number is not judged by it."""
    is_below = veto.test == VetoTest.BELOW
    if not finding.is_applicable:
        return ""
    if (finding.number < veto.limit) if is_below else (finding.number >= veto.limit):
        word = "少于" if is_below else "达到"
        return f"{shown(finding.number)}{finding.unit}，{word}{shown(veto.limit)}{finding.unit}"
    return ""


def _of_part(veto: VetoRule, lines: Sequence[Line]) -> str:
    """A part that did not apply says nothing."""
    own = [line for line in lines if line.part.pk == veto.part]
    whole = exact_sum(line.max_points for line in own)
    if not whole:
        return ""
    share = 100 * exact_sum(line.points for line in own) / whole
    if share >= Fraction(veto.limit):
        return ""
    name = own[0].part.name
    return f"{name}得分率{shown(half_up(share, 2))}%，低于{shown(veto.limit)}%"
