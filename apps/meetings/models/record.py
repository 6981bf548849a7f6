from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation, Person
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.periods import local_day
from apps.meetings.choices import EDITABLE, EFFECTIVE, MeetingKind, MeetingStatus, MinutesStyle
from apps.meetings.models import triggers
from apps.meetings.querysets import MeetingQuerySet


@tracked
class Meeting(EditableModel):
    """One sitting and its record (handbook 3.3). Counts are those of its attendance rows."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="meetings"
    )
    kind = models.CharField("会议类型", max_length=30, choices=MeetingKind.choices)
    title = models.CharField("会议名称", max_length=120)
    seq_no = models.PositiveSmallIntegerField("本年序号", default=1)
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间")
    # The local day of started_at, kept by the services: every period counts by it.
    held_on = models.DateField("日期", editable=False)
    place = models.CharField("地点", max_length=100)
    chair = models.ForeignKey(
        Person, verbose_name="主持人", on_delete=models.PROTECT, related_name="+"
    )
    chair_reason = models.CharField(
        "代为主持的原因", max_length=100, blank=True, help_text="不是书记主持时填写"
    )
    recorder = models.ForeignKey(
        Person, verbose_name="记录人", on_delete=models.PROTECT, related_name="+"
    )
    minutes_style = models.CharField(
        "记录方式", max_length=10, choices=MinutesStyle.choices, default=MinutesStyle.SUMMARY
    )
    minutes = models.TextField("会议记录", blank=True)
    expected_count = models.PositiveSmallIntegerField("应到", default=0, editable=False)
    present_count = models.PositiveSmallIntegerField("实到", default=0, editable=False)
    status = models.CharField(
        "状态",
        max_length=12,
        choices=MeetingStatus.choices,
        default=MeetingStatus.DRAFT,
        editable=False,
    )
    filed_at = models.DateTimeField("提交时间", null=True, blank=True, editable=False)
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True, editable=False)
    signed_by_chair_at = models.DateTimeField("主持人签字", null=True, blank=True)
    signed_by_recorder_at = models.DateTimeField("记录人签字", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    corrects = models.ForeignKey(
        "self",
        verbose_name="更正的记录",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
        editable=False,
    )
    correction_reason = models.CharField("更正原因", max_length=200, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议记录"
        permissions = [
            ("file_meeting", "提交会议记录"),
            ("review_meeting", "审核会议记录"),
            ("archive_meeting", "归档会议记录"),
        ]
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("started_at")),
                name="meeting_ends_after_start",
                violation_error_message="结束时间必须晚于开始时间",
            ),
            models.CheckConstraint(
                condition=Q(present_count__lte=F("expected_count")),
                name="meeting_present_within_expected",
                violation_error_message="实到人数不能多于应到人数",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(status=MeetingStatus.VOID),
                name="meeting_one_correction",
                violation_error_message="这条记录已有一份更正",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-held_on", "-id"], name="meeting_of_organisation"
            ),
            models.Index(fields=["held_on"], name="meeting_by_day"),
            models.Index(
                fields=["-held_on", "-id"], name="meeting_to_review", condition=Q(status="filed")
            ),
        ]
        triggers = triggers.of_records()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting_detail", args=[self.uuid])

    @property
    def can_be_signed(self) -> bool:
        """A filed record whose signatures on paper have not been noted yet."""
        return self.status in EFFECTIVE and self.signed_by_chair_at is None

    @property
    def taken_back_until(self) -> datetime | None:
        """Up to this moment its own secretary takes a filed record back, asking nobody."""
        if self.status != MeetingStatus.FILED or self.filed_at is None:
            return None
        return self.filed_at + timedelta(minutes=settings.TAKE_BACK_MINUTES)

    @property
    def can_be_taken_back(self) -> bool:
        until = self.taken_back_until
        return until is not None and timezone.now() < until

    @property
    def notes_until(self) -> date | None:
        """The last day on which notes may follow a filed record without a correction."""
        if self.status != MeetingStatus.FILED or self.filed_at is None:
            return None
        return local_day(self.filed_at) + timedelta(days=settings.NOTES_DAYS)

    @property
    def can_be_completed(self) -> bool:
        until = self.notes_until
        return until is not None and timezone.localdate() <= until

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE
