"""A scheme as the plain rules that scoring works with, and what is wrong with a draft."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from django.db.models import Prefetch

from apps.assessments.choices import ADJUSTING, ENTERED, Measure, PartSource
from apps.assessments.models import Criterion, GradeThreshold, Part, Scheme
from apps.assessments.scoring import CriterionRule, GradeRule, PartRule, SchemeRules
from apps.duties.models import DutyRule
from apps.indicators import catalogue

FULL_TOTAL = 100
BALLOT_COLUMNS = 4


def rules_of(scheme: Scheme) -> SchemeRules:
    parts = scheme.parts.order_by("order").prefetch_related(
        Prefetch("criteria", Criterion.objects.order_by("order"))
    )
    grades = scheme.thresholds.order_by("-minimum")
    return SchemeRules(tuple(map(_part, parts)), tuple(map(_grade, grades)))


def _part(part: Part) -> PartRule:
    return PartRule(
        part.pk,
        part.name,
        PartSource(part.source),
        Fraction(part.weight),
        tuple(map(_criterion, part.criteria.all())),
    )


def _criterion(criterion: Criterion) -> CriterionRule:
    return CriterionRule(
        criterion.pk,
        criterion.label,
        Measure(criterion.measure),
        Fraction(criterion.points),
        criterion.duty_key,
        criterion.indicator,
        criterion.target,
    )


def _grade(threshold: GradeThreshold) -> GradeRule:
    limit = threshold.share_limit
    return GradeRule(
        threshold.grade,
        threshold.minimum,
        None if limit is None else Fraction(limit) / 100,
        Fraction(threshold.ballot_value) / 100,
    )


def faults_of(scheme: Scheme) -> list[str]:
    """What must be put right before a scheme can be used; Chinese sentences."""
    rules = rules_of(scheme)
    return [*_faults_of_parts(rules), *_faults_of_grades(rules), *_unknown_keys(rules)]


def _faults_of_parts(rules: SchemeRules) -> Iterator[str]:
    if rules.full_total != FULL_TOTAL:
        yield f"各部分权重之和是 {float(rules.full_total):g}，应为 {FULL_TOTAL}"
    sources = Counter(part.source for part in rules.parts)
    for source in ADJUSTING:
        if sources[source] != 1:
            yield f"“{source.label}”部分必须有且只有一个（不用时上限填 0）"
    for source in ENTERED:
        if sources[source] > 1:
            yield f"“{source.label}”部分最多一个"
    for part in rules.parts:
        if part.is_weighted and bool(part.criteria) == (part.source in ENTERED):
            yield f"“{part.name}”" + ("不需要考核指标" if part.criteria else "还没有考核指标")


def _faults_of_grades(rules: SchemeRules) -> Iterator[str]:
    if not rules.grades or rules.grades[-1].minimum != 0:
        yield "等次标准中必须有一个最低分为 0 的等次"
    has_ballot = any(part.source == PartSource.BALLOT for part in rules.parts)
    if has_ballot and len(rules.grades) != BALLOT_COLUMNS:
        yield f"有民主测评时，等次必须是 {BALLOT_COLUMNS} 个"


def _unknown_keys(rules: SchemeRules) -> Iterator[str]:
    duties = set(DutyRule.objects.values_list("key", flat=True))
    numbers = catalogue.known(c.indicator for c in rules.criteria if c.indicator)
    for criterion in rules.criteria:
        if criterion.duty_key and criterion.duty_key not in duties:
            yield f"“{criterion.label}”的应办事项 {criterion.duty_key} 不存在"
        if criterion.indicator and criterion.indicator not in numbers:
            yield f"“{criterion.label}”的指标 {criterion.indicator} 不存在"
