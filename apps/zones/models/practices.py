"""What units showed each other, and who took it up."""

from django.db import models

from apps.branches.models import Unit
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.zones.models.activities import ZoneActivity
from apps.zones.querysets import OfActivityQuerySet, PracticeAdoptionQuerySet


@tracked
class Practice(EditableModel):
    """做法（品牌） named at an activity. A certified brand is a row of `brands` and none of these."""

    activity = models.ForeignKey(
        ZoneActivity, verbose_name="活动", on_delete=models.PROTECT, related_name="practices"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="所属单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shown_practices",
        help_text="材料没有写明的留空",
    )
    name = models.CharField("做法（品牌）名称", max_length=100)
    gist = models.TextField("做法要点", blank=True)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "展示的做法"
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "name"],
                name="practice_once",
                violation_error_message="这项做法在这次活动中已经登记",
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class PracticeAdoption(EditableModel):
    """Who copied which practice."""

    practice = models.ForeignKey(
        Practice, verbose_name="做法", on_delete=models.PROTECT, related_name="adoptions"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="学用单位",
        on_delete=models.PROTECT,
        related_name="adopted_practices",
    )
    since = models.DateField("开始学用日期")
    result = models.TextField("成效", blank=True)

    objects = PracticeAdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "做法学用"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "unit"],
                name="practice_adopted_once",
                violation_error_message="这个单位学用这项做法已经登记，请打开原来的一条修改",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}学用“{self.practice}”"
