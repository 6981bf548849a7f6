"""考核指标: how a number becomes points, and the steps and offices that belong to it."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from apps.assessments.choices import (
    BY_SHARE,
    NEEDING_EACH,
    OF_INDICATOR_ONLY,
    Measure,
    PartSource,
)
from apps.assessments.models.schemes import Part
from apps.assessments.querysets import CriterionQuerySet, OfSchemeQuerySet
from apps.core.history import tracked
from apps.core.models import PublicModel


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
    item_key = models.SlugField(
        "部门评分项", max_length=40, blank=True, help_text="由部门评分的，起一个英文代号，各版相同"
    )
    each = models.DecimalField(
        "每项（分）",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="逐项得分的部分：每缺一项扣几分，或每项得几分",
    )
    at_most = models.DecimalField(
        "最多（分）",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="这一条最多扣几分或加几分",
    )
    least = models.DecimalField(
        "最低保留（分）",
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text="每缺一项扣分的，扣到这个分数为止",
    )

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核指标"
        ordering = ["part", "order"]
        constraints = [
            models.UniqueConstraint(fields=["part", "order"], name="criterion_order_once"),
            models.CheckConstraint(
                condition=(Q(item_key="") & (~Q(duty_key="") ^ ~Q(indicator="")))
                | (~Q(item_key="") & Q(duty_key="", indicator="")),
                name="criterion_has_one_number",
                violation_error_message="应办事项、指标和部门评分项必须且只能填一个",
            ),
            models.CheckConstraint(
                condition=Q(measure=Measure.GIVEN) ^ Q(item_key=""),
                name="criterion_given_names_its_item",
                violation_error_message="由部门评分的请填写部门评分项，其他的不要填",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str, int, int, int]:
        return *self.part.natural_key(), self.order

    natural_key.dependencies = ["assessments.part"]  # type: ignore[attr-defined]

    @property
    def is_editable(self) -> bool:
        return self.part.is_editable

    def clean(self) -> None:
        self._refuse_other_numbers()
        self._refuse_other_parts()
        if self.measure == Measure.REACHES_TARGET and not self.target:
            raise ValidationError({"target": "请填写大于 0 的目标值"})
        if self.measure == Measure.PER_MISSING and self.indicator and not self.target:
            raise ValidationError({"target": "按指标算缺项的，请填写应达到的目标值"})
        if self.measure in NEEDING_EACH and not self.part.takes and not self.each:
            raise ValidationError({"each": "请填写每项几分；分值填这一条的满分"})

    def _refuse_other_numbers(self) -> None:
        if self.measure == Measure.SHARE_DONE and not self.duty_key:
            raise ValidationError({"duty_key": "按完成比例得分的内容，请选择应办事项"})
        if self.measure in OF_INDICATOR_ONLY and not self.indicator:
            raise ValidationError({"indicator": "这种计分方式请选择指标"})

    def _refuse_other_parts(self) -> None:
        if self.measure in BY_SHARE and self.part.takes:
            raise ValidationError(
                {
                    "measure": "加分、扣分和满分起扣的部分，请选每项计分、每缺一项扣分、分档或部门评分"
                }
            )
        if self.measure == Measure.PER_MISSING and self.part.source == PartSource.BONUS:
            raise ValidationError({"measure": "加分部分不能每缺一项扣分"})


@tracked
class Step(PublicModel):
    """一档: so many points from a value on; in per cent where the criterion has a target."""

    criterion = models.ForeignKey(
        Criterion, verbose_name="考核指标", on_delete=models.PROTECT, related_name="steps"
    )
    at_least = models.DecimalField(
        "达到",
        max_digits=8,
        decimal_places=2,
        help_text="应办事项和有目标值的指标填完成率（%），其他指标填数量",
    )
    points = models.DecimalField(
        "得分", max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分档"
        ordering = ["criterion", "-at_least"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "at_least"], name="step_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.at_least} 以上得 {self.points} 分"


@tracked
class OfficeShare(PublicModel):
    """评分部门: an office that gives points on a criterion, and how many it may give."""

    criterion = models.ForeignKey(
        Criterion, verbose_name="考核指标", on_delete=models.PROTECT, related_name="offices"
    )
    order = models.PositiveSmallIntegerField("序号", default=1)
    office = models.CharField("部门", max_length=30)
    most = models.DecimalField(
        "最多（分）", max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评分部门"
        ordering = ["criterion", "order"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "office"], name="office_share_once")
        ]

    def __str__(self) -> str:
        return self.office
