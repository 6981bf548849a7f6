from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from apps.assessments.choices import (
    ADJUSTING,
    PartBasis,
    PartSource,
    SchemeStatus,
    SchemeSubject,
)
from apps.assessments.querysets import OfSchemeQuerySet, PartQuerySet, SchemeQuerySet
from apps.branches.choices import OrganisationKind
from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel


@tracked
class Scheme(EditableModel):
    """A versioned measure of assessment; frozen once results of it are issued (R-ASM-01)."""

    name = models.CharField("名称", max_length=80)
    number = models.PositiveSmallIntegerField("版次", default=1)
    subject = models.CharField(
        "考核对象",
        max_length=14,
        choices=SchemeSubject.choices,
        default=SchemeSubject.ORGANISATIONS,
        help_text="考核单位时，单位内下列类别党组织的数合在一起计算，结果记在党组（党委）名下",
    )
    kinds = ArrayField(
        models.CharField(max_length=20, choices=OrganisationKind.choices),
        verbose_name="考核的组织类别",
    )
    full_total = models.DecimalField(
        "满分",
        max_digits=6,
        decimal_places=2,
        default=100,
        validators=[MinValueValidator(1)],
        help_text="各部分权重之和，不含加分",
    )
    status = models.CharField(
        "状态",
        max_length=10,
        choices=SchemeStatus.choices,
        default=SchemeStatus.DRAFT,
        editable=False,
    )
    note = models.TextField("说明", blank=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核方案"
        ordering = ["name", "-number"]
        permissions = [("activate_scheme", "启用考核方案")]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="scheme_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.number}版）"

    def natural_key(self) -> tuple[str, int]:
        return self.name, self.number

    @property
    def is_editable(self) -> bool:
        """R-ASM-01: a scheme in use is changed only as a new version."""
        return self.status == SchemeStatus.DRAFT


@tracked
class Part(PublicModel):
    """Weighted parts share 100 points; for bonus and deduction the weight is a cap (11.2)."""

    scheme = models.ForeignKey(
        Scheme, verbose_name="考核方案", on_delete=models.PROTECT, related_name="parts"
    )
    order = models.PositiveSmallIntegerField("序号")
    name = models.CharField("名称", max_length=40)
    source = models.CharField("来源", max_length=12, choices=PartSource.choices)
    weight = models.DecimalField(
        "权重（分）", max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )
    basis = models.CharField(
        "计分办法", max_length=10, choices=PartBasis.choices, default=PartBasis.EARNED
    )
    least = models.DecimalField(
        "最低保留（分）",
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text="满分起扣的部分，扣到这个分数为止",
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核部分"
        ordering = ["scheme", "order"]
        constraints = [models.UniqueConstraint(fields=["scheme", "order"], name="part_order_once")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, int, int]:
        return *self.scheme.natural_key(), self.order

    natural_key.dependencies = ["assessments.scheme"]  # type: ignore[attr-defined]

    @property
    def is_editable(self) -> bool:
        return self.scheme.is_editable

    @property
    def takes(self) -> bool:
        """Whether its lines count so many points each instead of sharing its weight."""
        return self.source in ADJUSTING or self.basis == PartBasis.DEDUCTED


@tracked
class GradeThreshold(PublicModel):
    """等次: the lowest total of a grade and, optionally, the share it should not exceed."""

    scheme = models.ForeignKey(
        Scheme, verbose_name="考核方案", on_delete=models.PROTECT, related_name="thresholds"
    )
    grade = models.CharField("等次", max_length=10)
    minimum = models.DecimalField("最低分", max_digits=6, decimal_places=2)
    share_limit = models.DecimalField(
        "比例上限（%）", max_digits=5, decimal_places=2, null=True, blank=True
    )
    # What a ballot for this grade is worth (民主测评); the order of grades is that of the ballot.
    ballot_value = models.DecimalField(
        "一张测评票折算（%）",
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "等次标准"
        ordering = ["scheme", "-minimum"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "minimum"], name="threshold_minimum_once"),
            models.UniqueConstraint(fields=["scheme", "grade"], name="threshold_grade_once"),
        ]

    def __str__(self) -> str:
        return f"{self.grade}（{self.minimum} 分以上）"
