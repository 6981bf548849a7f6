"""A scheme as the plain rules that scoring works with."""

from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch

from apps.assessments.choices import Measure, PartBasis, PartSource, VetoTest
from apps.assessments.classes import ClassRule
from apps.assessments.models import (
    ComparisonClass,
    Criterion,
    GradeThreshold,
    OfficeShare,
    Part,
    Scheme,
    Step,
    Veto,
)
from apps.assessments.scoring import (
    CriterionRule,
    GradeRule,
    OfficeRule,
    PartRule,
    SchemeRules,
    StepRule,
    VetoRule,
)


def rules_of(scheme: Scheme) -> SchemeRules:
    criteria = Criterion.objects.order_by("order").prefetch_related(
        Prefetch("steps", Step.objects.order_by("-at_least")),
        Prefetch("offices", OfficeShare.objects.order_by("order", "pk")),
    )
    parts = scheme.parts.order_by("order").prefetch_related(Prefetch("criteria", criteria))
    grades = scheme.thresholds.order_by("-minimum")
    vetoes = scheme.vetoes.order_by("order")
    return SchemeRules(
        tuple(map(_part, parts)), tuple(map(_grade, grades)), tuple(map(_veto, vetoes))
    )


def classes_of(scheme: Scheme) -> list[ClassRule]:
    """R-ASM-07, in the order in which they are tried."""
    return [_class(row) for row in scheme.classes.order_by("order")]


def _part(part: Part) -> PartRule:
    return PartRule(
        part.pk,
        part.name,
        PartSource(part.source),
        Fraction(part.weight),
        tuple(map(_criterion, part.criteria.all())),
        PartBasis(part.basis),
        Fraction(part.least),
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
        criterion.item_key,
        _fraction(criterion.each),
        _fraction(criterion.at_most),
        Fraction(criterion.least),
        tuple(StepRule(step.at_least, Fraction(step.points)) for step in criterion.steps.all()),
        tuple(OfficeRule(share.office, share.most) for share in criterion.offices.all()),
    )


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _grade(threshold: GradeThreshold) -> GradeRule:
    limit = threshold.share_limit
    return GradeRule(
        threshold.grade,
        threshold.minimum,
        None if limit is None else Fraction(limit) / 100,
        Fraction(threshold.ballot_value) / 100,
    )


def _veto(veto: Veto) -> VetoRule:
    return VetoRule(
        veto.pk,
        veto.name,
        VetoTest(veto.test),
        veto.limit,
        veto.grade_cap,
        veto.indicator,
        veto.part_id,
    )


def _class(row: ComparisonClass) -> ClassRule:
    return ClassRule(
        row.name,
        frozenset(row.kinds),
        frozenset(row.unit_kinds),
        row.members_from,
        row.members_to,
        row.is_per_zone,
    )
