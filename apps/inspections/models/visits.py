"""现场督查: what was looked at in a unit, and with whom the inspectors spoke."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.branches.models import Grade, Organisation, Unit
from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.core.models.spans import day_in_words
from apps.inspections.models.inspections import Inspection, Inspector
from apps.inspections.querysets import OfVisitQuerySet, VisitQuerySet
from apps.meetings.models import Meeting
from apps.sixlights.models import Activity


@tracked
class Visit(EditableModel):
    inspection = models.ForeignKey(
        Inspection, verbose_name="督查方案", on_delete=models.PROTECT, related_name="visits"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="visits"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="党组织",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspection_visits",
        help_text="只看其中一个党组织的填写",
    )
    held_on = models.DateField("督查日期")
    place = models.CharField("地点", max_length=100, blank=True)
    inspectors = models.ManyToManyField(
        Inspector, verbose_name="督查人员", through="VisitInspector", related_name="visits"
    )
    grade = models.ForeignKey(
        Grade,
        verbose_name="复审的等级",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="review_visits",
        help_text="督导复审星级党支部等的填写",
    )
    talked_with = models.CharField(
        "谈话人员", max_length=200, blank=True, help_text="如 支部书记、党员代表 3 人"
    )
    summary = models.TextField("督查情况", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场督查"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["inspection", "unit"], name="visit_of_inspection")]

    def __str__(self) -> str:
        return f"{self.unit} {day_in_words(self.held_on)}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:visit_detail", args=[self.uuid])


@tracked
class VisitInspector(models.Model):
    visit = models.ForeignKey(
        Visit, verbose_name="现场督查", on_delete=models.PROTECT, related_name="present"
    )
    inspector = models.ForeignKey(
        Inspector, verbose_name="督查人员", on_delete=models.PROTECT, related_name="attended"
    )

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "到场人员"
        ordering = ["visit", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "inspector"], name="visit_inspector_once")
        ]

    def __str__(self) -> str:
        return str(self.inspector)


@tracked
class RecordSeen(PublicModel):
    """What was read: a record of the portal first, words only for what stands nowhere else."""

    visit = models.ForeignKey(
        Visit, verbose_name="现场督查", on_delete=models.PROTECT, related_name="records_seen"
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="会议记录",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seen_in",
    )
    activity = models.ForeignKey(
        Activity,
        verbose_name="行动活动",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seen_in",
    )
    text = models.CharField("材料名称", max_length=200, blank=True)

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "查阅材料"
        ordering = ["visit", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="", meeting=None, activity=None),
                name="record_seen_not_empty",
                violation_error_message="请选择门户里的记录；门户里没有的写材料名称",
            ),
            models.UniqueConstraint(
                fields=["visit", "meeting"],
                name="meeting_seen_once",
                violation_error_message="这条会议记录已经列过了",
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting or self.activity or self.text)
