from django.db import models
from django.db.models import F, Q

from apps.branches.models import Organisation
from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.periods import Period


class SharedQuerySet(VisibleQuerySet):
    """Campaigns are the same for everybody who may see any of them."""

    def in_scope(self, where: Scope):
        return self if where else self.none()


class ActivityQuerySet(VisibleQuerySet):
    def held_in(self, period: Period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)


class HonourQuerySet(VisibleQuerySet):
    def granted_in(self, period: Period):
        return self.filter(granted_on__gte=period.start, granted_on__lt=period.end)


@tracked
class Campaign(EditableModel):
    """A campaign such as 六亮 or 六微: data with a start and an end, never code."""

    code = models.SlugField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=50)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)

    objects = SharedQuerySet.as_manager()

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


@tracked
class CampaignItem(EditableModel):
    campaign = models.ForeignKey(
        Campaign, verbose_name="主题行动", on_delete=models.PROTECT, related_name="items"
    )
    order = models.PositiveSmallIntegerField("序号")
    code = models.SlugField("代码", max_length=30)
    name = models.CharField("名称", max_length=50)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行动项目"
        ordering = ["campaign", "order"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="campaign_item_code_once"),
            models.UniqueConstraint(fields=["campaign", "order"], name="campaign_item_order_once"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Activity(EditableModel):
    """One act of an organisation under a campaign item."""

    item = models.ForeignKey(
        CampaignItem, verbose_name="行动项目", on_delete=models.PROTECT, related_name="activities"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="activities"
    )
    title = models.CharField("活动名称", max_length=120)
    held_on = models.DateField("日期")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行动活动"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["held_on"])]

    def __str__(self) -> str:
        return self.title


class HonourLevel(models.TextChoices):
    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    CITY = "city", "市级"
    UNIT = "unit", "单位级"


@tracked
class Honour(EditableModel):
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="honours"
    )
    name = models.CharField("荣誉名称", max_length=100)
    level = models.CharField("级别", max_length=12, choices=HonourLevel.choices)
    granted_by = models.CharField("授予机关", max_length=80)
    granted_on = models.DateField("授予日期")

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "荣誉"
        ordering = ["-granted_on", "-pk"]

    def __str__(self) -> str:
        return self.name
