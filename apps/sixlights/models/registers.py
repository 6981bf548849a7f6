"""Registers beside the campaigns: honours."""

from django.db import models

from apps.branches.models import Organisation
from apps.branches.scope import VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.periods import Period


class HonourQuerySet(VisibleQuerySet):
    def granted_in(self, period: Period):
        return self.filter(granted_on__gte=period.start, granted_on__lt=period.end)


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
