"""Campaigns and their items: data with a start and an end, never code."""

from django.db import models
from django.db.models import F, Q

from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


class SharedQuerySet(VisibleQuerySet):
    """Campaigns are the same for everybody who may see any of them."""

    def in_scope(self, where: Scope):
        return self if where else self.none()


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
