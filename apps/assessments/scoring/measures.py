"""From a number to points: what a criterion earns of its worth, and what it takes or gives."""

from fractions import Fraction

from apps.assessments.choices import Measure
from apps.assessments.scoring.plain import ONE, CriterionRule, Finding, StepRule
from apps.core.exact import ZERO, half_up, shown


def share_of(finding: Finding) -> Fraction:
    """How much of the target was reached, from 0 to 1."""
    if finding.target is None or finding.number >= finding.target:
        return ONE
    if not finding.number:
        return ZERO
    return Fraction(finding.number) / Fraction(finding.target)


def missing(finding: Finding) -> Fraction:
    """How many units the number is short of its target."""
    if not finding.is_applicable or finding.target is None:
        return ZERO
    return max(Fraction(finding.target) - Fraction(finding.number), ZERO)


def earned(criterion: CriterionRule | None, finding: Finding) -> tuple[Fraction, str]:
    """The share of its worth that a line of an earned part reaches, and what a reader must know
    of the way there."""
    if criterion is None or not criterion.points:
        return share_of(finding), ""
    if criterion.measure == Measure.STEPS:
        return _of_steps(criterion, finding)
    if criterion.measure == Measure.PER_MISSING and criterion.each:
        return _of_missing(criterion, criterion.each, finding)
    if criterion.measure == Measure.PER_ROW and criterion.each:
        given = min(criterion.each * Fraction(finding.number), criterion.points)
        return given / criterion.points, f"每项{points(criterion.each)}分"
    return share_of(finding), ""


def _of_steps(criterion: CriterionRule, finding: Finding) -> tuple[Fraction, str]:
    step = step_of(criterion, finding)
    if step is None:
        return ZERO, f"{_measured(finding)}，没有达到最低一档"
    words = f"{_measured(finding)}，达到“{shown(step.at_least)}”档，该档{points(step.points)}分"
    return min(step.points / criterion.points, ONE), words


def step_of(criterion: CriterionRule, finding: Finding) -> StepRule | None:
    """The highest step that is reached: in per cent where there is a target, else by the number."""
    value = Fraction(finding.number)
    if finding.target:
        value = 100 * value / Fraction(finding.target)
    return next((step for step in criterion.steps if value >= step.at_least), None)


def _measured(finding: Finding) -> str:
    if finding.target:
        percent = 100 * Fraction(finding.number) / Fraction(finding.target)
        return f"完成率{points(percent)}%"
    return f"{shown(finding.number)}{finding.unit}"


def _of_missing(criterion: CriterionRule, each: Fraction, finding: Finding) -> tuple[Fraction, str]:
    taken = _capped(criterion, each * missing(finding))
    rest = max(criterion.points - taken, criterion.least, ZERO)
    words = f"缺{points(missing(finding))}项，每项扣{points(each)}分" if taken else ""
    return rest / criterion.points, words


def taken(criterion: CriterionRule, finding: Finding) -> Fraction:
    """The points that a line of a deducted part, of bonus or deduction counts: so many a row or
    a missing unit, those of the step, or those that the offices gave."""
    if criterion.measure == Measure.PER_MISSING:
        return _capped(criterion, criterion.points * missing(finding))
    if criterion.measure == Measure.GIVEN:
        return _capped(criterion, Fraction(finding.number))
    if criterion.measure == Measure.STEPS:
        step = step_of(criterion, finding)
        return _capped(criterion, step.points if step and finding.is_applicable else ZERO)
    return _capped(criterion, criterion.points * Fraction(finding.number))


def _capped(criterion: CriterionRule, value: Fraction) -> Fraction:
    return value if criterion.at_most is None else min(value, criterion.at_most)


def points(value: Fraction) -> str:
    return shown(half_up(value, 2))
