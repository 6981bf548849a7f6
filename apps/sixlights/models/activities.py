"""What organisations do under the items of a campaign."""

from django.db import models

from apps.branches.models import Organisation
from apps.branches.scope import VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.periods import Period
from apps.sixlights.models.campaigns import CampaignItem


class ActivityQuerySet(VisibleQuerySet):
    def held_in(self, period: Period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)


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
