"""Campaigns, their items and what is counted under them: data with a start and an end."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.sixlights.choices import KnownFrom, MetricKind
from apps.sixlights.querysets import (
    CampaignItemQuerySet,
    CampaignQuerySet,
    MetricQuerySet,
    SharedQuerySet,
)

CODE_HINT = "英文小写字母、数字和下划线，如 green_city"


@tracked
class Metric(EditableModel):
    """What activities count: a name and a unit. 人 and 人次 are two of them (trap 7)."""

    code = models.SlugField("代码", max_length=30, unique=True, help_text=CODE_HINT)
    name = models.CharField("名称", max_length=30)
    unit = models.CharField("单位", max_length=10, help_text="如 人、人次、个、元、本、家")
    kind = models.CharField(
        "数值", max_length=10, choices=MetricKind.choices, default=MetricKind.WHOLE
    )
    known_from = models.CharField(
        "取自",
        max_length=10,
        choices=KnownFrom.choices,
        blank=True,
        default=KnownFrom.NOTHING,
        help_text="会议记录里已有的数不再询问",
    )

    objects = MetricQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计数项"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def takes(self, value: Decimal) -> bool:
        return self.kind != MetricKind.WHOLE or value == int(value)


@tracked
class Campaign(EditableModel):
    """A campaign such as 六亮 or 六微: data with a start and an end, never code."""

    code = models.SlugField("代码", max_length=30, unique=True, help_text=CODE_HINT)
    name = models.CharField("名称", max_length=50)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主题行动"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="campaign_days_in_order",
                violation_error_message="结束日期不能早于开始日期",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        # Numbers stand on a higher floor, and so does the page that shows them.
        return reverse("portal:campaign_detail", args=[self.uuid])

    def covers(self, day) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@tracked
class CampaignItem(EditableModel):
    campaign = models.ForeignKey(
        Campaign, verbose_name="主题行动", on_delete=models.PROTECT, related_name="items"
    )
    order = models.PositiveSmallIntegerField("序号")
    code = models.SlugField("代码", max_length=30, help_text=CODE_HINT)
    name = models.CharField("名称", max_length=50)
    metrics = models.ManyToManyField(
        Metric, verbose_name="计数项", through="ItemMetric", related_name="items"
    )
    forms = ArrayField(
        models.CharField(max_length=20),
        verbose_name="形式",
        default=list,
        blank=True,
        help_text="几种形式用逗号隔开，如 讲授,研讨,案例",
    )
    session_unit = models.CharField(
        "场次单位", max_length=5, default="次", help_text="一次活动怎么称：次、期、堂、场"
    )
    has_lecturers = models.BooleanField("有主讲人", default=False)
    # Outside of them an activity is noted, never refused (handbook 15, 8).
    minutes_from = models.PositiveSmallIntegerField(
        "每人每次最少分钟", null=True, blank=True, help_text="不在范围内只作提示，照常登记"
    )
    minutes_to = models.PositiveSmallIntegerField("每人每次最多分钟", null=True, blank=True)

    objects = CampaignItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行动项目"
        ordering = ["campaign", "order"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="campaign_item_code_once"),
            models.UniqueConstraint(fields=["campaign", "order"], name="campaign_item_order_once"),
            models.CheckConstraint(
                condition=Q(minutes_from=None)
                | Q(minutes_to=None)
                | Q(minutes_to__gte=F("minutes_from")),
                name="campaign_item_minutes_in_order",
                violation_error_message="最多分钟不能少于最少分钟",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asks_minutes(self) -> bool:
        return self.minutes_from is not None or self.minutes_to is not None


@tracked
class ItemMetric(models.Model):
    """A countable of an item; what is not asked for is known from elsewhere or rarely stated."""

    item = models.ForeignKey(
        CampaignItem, verbose_name="行动项目", on_delete=models.PROTECT, related_name="countables"
    )
    metric = models.ForeignKey(
        Metric, verbose_name="计数项", on_delete=models.PROTECT, related_name="uses"
    )
    order = models.PositiveSmallIntegerField("序号", default=1)
    is_asked = models.BooleanField("登记时询问", default=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目的计数项"
        ordering = ["item", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "metric"],
                name="item_metric_once",
                violation_error_message="这个项目已有这个计数项",
            ),
        ]

    def __str__(self) -> str:
        return str(self.metric)
