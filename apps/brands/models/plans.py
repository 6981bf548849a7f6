"""Plans of three years, and the batches in which brands are certified and made models."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from apps.brands.choices import BatchKind
from apps.brands.querysets import BatchQuerySet, SharedQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.models.spans import day_in_words
from apps.core.numerals import ordinal


@tracked
class BrandPlan(EditableModel):
    """三年规划: a campaign, so rows with dates; its brands outlive it."""

    name = models.CharField("规划名称", max_length=100)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", help_text="规划的最后一天")
    source = models.CharField("依据", max_length=200, blank=True, help_text="如 文件名称和文号")

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌规划"
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "starts_on"],
                name="brand_plan_once",
                violation_error_message="同一天开始的同名规划已登记过",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="brand_plan_days_in_order",
                violation_error_message="规划的结束日期必须晚于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class PlanStage(EditableModel):
    """阶段 of a plan: nurturing, improving, showing."""

    plan = models.ForeignKey(
        BrandPlan, verbose_name="规划", on_delete=models.PROTECT, related_name="stages"
    )
    order = models.PositiveSmallIntegerField("序号")
    name = models.CharField("阶段", max_length=60)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", help_text="阶段的最后一天")
    goal = models.TextField("目标", blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规划阶段"
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "order"],
                name="plan_stage_order_once",
                violation_error_message="这个序号的阶段已有了，请改用别的序号",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_stage_days_in_order",
                violation_error_message="阶段的结束日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Within its plan; what is missing is asked for at its own field."""
        plan = getattr(self, "plan", None)
        if not (plan and plan.starts_on and plan.ends_on and self.starts_on and self.ends_on):
            return
        if self.starts_on < plan.starts_on or plan.ends_on < self.ends_on:
            raise ValidationError(
                f"“{self}”要在规划的起止日期之内，请改为{day_in_words(plan.starts_on)}至{day_in_words(plan.ends_on)}之间的日期"
            )


@tracked
class Batch(EditableModel):
    """第…批: what was certified, or made a model for others, by one decision."""

    plan = models.ForeignKey(
        BrandPlan,
        verbose_name="所属规划",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="batches",
    )
    kind = models.CharField("类别", max_length=15, choices=BatchKind.choices)
    number = models.PositiveSmallIntegerField("第几批")
    title = models.CharField(
        "名称", max_length=120, blank=True, help_text="如 2019年度党建品牌认定"
    )
    decided_on = models.DateField(
        "决定日期", null=True, blank=True, help_text="品牌从这一天起算；还没有决定的留空"
    )
    places = models.PositiveSmallIntegerField(
        "名额", null=True, blank=True, help_text="不限名额的留空"
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "品牌批次"
        ordering = ["kind", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "number"],
                name="brand_batch_once",
                nulls_distinct=False,
                violation_error_message="这个规划的同类批次已有这个序号，请改用下一个序号",
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, 99)),
                name="brand_batch_number_in_words",
                violation_error_message="批次从第 1 批到第 99 批",
            ),
        ]

    def __str__(self) -> str:
        return f"{ordinal(self.number)}批{self.get_kind_display()}"

    @property
    def is_used(self) -> bool:
        return self.layer_spans.exists()
