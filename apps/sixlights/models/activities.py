"""What organisations do under the items of a campaign."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.models import Organisation, Person
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.quantities import Qualifier, Quantity, hedge_field
from apps.meetings.models import Meeting
from apps.sixlights.choices import ActivityStatus
from apps.sixlights.models.campaigns import CampaignItem, Metric
from apps.sixlights.models.lecturers import Lecturer
from apps.sixlights.models.teams import VolunteerTeam
from apps.sixlights.querysets import ActivityQuerySet, OfActivityQuerySet


@tracked
class Activity(EditableModel):
    """One act of an organisation under one or several items, whoever held it.

    A row `is_summary` where only the total of a series was published: it stands for so many
    `sessions` that were never recorded one by one, or for none.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="activities"
    )
    team = models.ForeignKey(
        VolunteerTeam,
        verbose_name="志愿服务队伍",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
        help_text="由志愿服务队伍开展的填写",
    )
    items = models.ManyToManyField(
        CampaignItem, verbose_name="行动项目", through="ActivityItem", related_name="activities"
    )
    title = models.CharField("活动名称", max_length=120)
    starts_on = models.DateField("日期")
    ends_on = models.DateField("结束日期", null=True, blank=True, help_text="当天结束的不用填")
    is_day_open = models.BooleanField(
        "只知道大致时间", default=False, help_text="日期和结束日期之间的某一天，材料没有写明"
    )
    minutes = models.PositiveSmallIntegerField("每人讲授分钟", null=True, blank=True)
    form = models.CharField("形式", max_length=20, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    series = models.CharField("系列名称", max_length=60, blank=True, help_text="如 组工讲坛")
    number = models.PositiveSmallIntegerField("第几期", null=True, blank=True)
    edition = models.PositiveSmallIntegerField(
        "第几届", null=True, blank=True, help_text="首届填 1"
    )
    text = models.TextField("活动情况", blank=True)
    # Entered once: what the record of the meeting tells is taken from there and follows it.
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="会议记录",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
    )
    is_summary = models.BooleanField(
        "汇总行", default=False, help_text="只公布了总数、没有逐场登记的，一行记总数"
    )
    sessions = models.PositiveSmallIntegerField("场次", default=1)
    sessions_hedge = hedge_field()
    status = models.CharField(
        "状态",
        max_length=10,
        choices=ActivityStatus.choices,
        default=ActivityStatus.LOGGED,
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行动活动"
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["starts_on"], name="activity_by_day"),
            models.Index(
                fields=["organisation", "-starts_on", "-id"], name="activity_of_organisation"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="activity_days_in_order",
                violation_error_message="结束日期不能早于开始日期",
            ),
            models.CheckConstraint(
                condition=Q(is_day_open=False) | Q(ends_on__isnull=False),
                name="activity_open_day_has_end",
                violation_error_message="只知道大致时间的，请填写结束日期",
            ),
            models.CheckConstraint(
                condition=Q(is_summary=True) | Q(sessions=1, sessions_hedge=Qualifier.EXACT),
                name="activity_is_one_session",
                violation_error_message="不是汇总行的活动只算一场",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=~Q(status=ActivityStatus.VOID),
                name="activity_of_meeting_once",
                violation_error_message="这次会议已经计入主题行动",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（汇总，没有逐场登记）" if self.is_summary else self.title

    def get_absolute_url(self) -> str:
        return reverse("sixlights:activity_detail", args=[self.uuid])

    @property
    def last_day(self) -> date:
        return self.ends_on or self.starts_on

    @property
    def is_void(self) -> bool:
        return self.status == ActivityStatus.VOID


@tracked
class ActivityItem(models.Model):
    """Under which item an activity counts."""

    activity = models.ForeignKey(
        Activity, verbose_name="活动", on_delete=models.PROTECT, related_name="placements"
    )
    item = models.ForeignKey(
        CampaignItem, verbose_name="行动项目", on_delete=models.PROTECT, related_name="placements"
    )

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动计入的项目"
        ordering = ["activity", "item"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "item"], name="activity_item_once"),
        ]

    def __str__(self) -> str:
        return str(self.item)


@tracked
class ActivityCount(models.Model):
    """One number of an activity, as exact as it was stated."""

    activity = models.ForeignKey(
        Activity, verbose_name="活动", on_delete=models.PROTECT, related_name="counts"
    )
    metric = models.ForeignKey(
        Metric, verbose_name="计数项", on_delete=models.PROTECT, related_name="counts"
    )
    value = models.DecimalField("数值", max_digits=14, decimal_places=2)
    value_hedge = hedge_field()
    # Taken from the record of the meeting and kept equal to it.
    is_of_meeting = models.BooleanField("取自会议记录", default=False)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动计数"
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "metric"], name="activity_metric_once"),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="activity_count_not_negative",
                violation_error_message="数值不能小于 0",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric.name} {self.quantity}"

    def clean(self) -> None:
        """A row of the desk; what a branch states is looked at by `entries.check`."""
        if self.metric_id and self.value is not None and not self.metric.takes(self.value):
            raise ValidationError({"value": f"“{self.metric.name}”只填整数"})

    @property
    def quantity(self) -> Quantity:
        return Quantity(self.value, self.metric.unit, self.value_hedge)


@tracked
class ActivityLecturer(models.Model):
    """主讲人: as many as there were (trap 9), with the office each came from on that day."""

    activity = models.ForeignKey(
        Activity, verbose_name="活动", on_delete=models.PROTECT, related_name="lecturers"
    )
    order = models.PositiveSmallIntegerField("序号", default=1)
    person = models.ForeignKey(
        Person,
        verbose_name="党员",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lectures_given",
    )
    lecturer = models.ForeignKey(
        Lecturer,
        verbose_name="宣讲团成员",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lectures",
    )
    name = models.CharField("姓名", max_length=50)
    office = models.CharField("科室或单位", max_length=60, blank=True)
    is_of_meeting = models.BooleanField("取自会议记录", default=False)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主讲人"
        ordering = ["activity", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"],
                name="activity_lecturer_once",
                violation_error_message="主讲人里这个人写了两次",
            ),
            models.UniqueConstraint(
                fields=["activity", "name", "office"],
                condition=Q(person=None),
                name="activity_named_lecturer_once",
                violation_error_message="主讲人里这个人写了两次",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.office}）" if self.office else self.name
