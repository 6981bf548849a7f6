from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from apps.assessments.choices import ADJUSTING, Measure, PartSource, SchemeStatus
from apps.assessments.querysets import OfSchemeQuerySet, SchemeQuerySet
from apps.branches.choices import OrganisationKind
from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel


@tracked
class Scheme(EditableModel):
    """A versioned measure of assessment; frozen once results of it are issued (R-ASM-01)."""

    name = models.CharField("名称", max_length=80)
    number = models.PositiveSmallIntegerField("版次", default=1)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=OrganisationKind.choices),
        verbose_name="考核的组织类别",
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

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核部分"
        ordering = ["scheme", "order"]
        constraints = [models.UniqueConstraint(fields=["scheme", "order"], name="part_order_once")]

    def __str__(self) -> str:
        return self.name


@tracked
class Criterion(PublicModel):
    """One line of a part. `points` are relative inside a weighted part: what applies is scaled to
    the part's weight, so a duty that does not apply leaves the denominator (R-ASM-04)."""

    part = models.ForeignKey(
        Part, verbose_name="部分", on_delete=models.PROTECT, related_name="criteria"
    )
    order = models.PositiveSmallIntegerField("序号")
    label = models.CharField("考核内容", max_length=80)
    measure = models.CharField("计分方式", max_length=20, choices=Measure.choices)
    points = models.DecimalField("分值", max_digits=6, decimal_places=2)
    duty_key = models.SlugField("应办事项", max_length=40, blank=True)
    indicator = models.CharField("指标", max_length=60, blank=True)
    target = models.DecimalField("目标值", max_digits=8, decimal_places=2, null=True, blank=True)

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核指标"
        ordering = ["part", "order"]
        constraints = [
            models.UniqueConstraint(fields=["part", "order"], name="criterion_order_once"),
            models.CheckConstraint(
                condition=~Q(duty_key="") ^ ~Q(indicator=""),
                name="criterion_has_one_number",
                violation_error_message="应办事项和指标必须且只能填一个",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.measure == Measure.SHARE_DONE and not self.duty_key:
            raise ValidationError({"duty_key": "按完成比例得分的内容，请选择应办事项"})
        if self.measure != Measure.SHARE_DONE and not self.indicator:
            raise ValidationError({"indicator": "这种计分方式请选择指标"})
        if self.measure == Measure.REACHES_TARGET and not self.target:
            raise ValidationError({"target": "请填写大于 0 的目标值"})
        if (self.measure == Measure.PER_ROW) != (self.part.source in ADJUSTING):
            raise ValidationError({"measure": "“每项计分”只用于加分和扣分，加分和扣分也只用它"})


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
