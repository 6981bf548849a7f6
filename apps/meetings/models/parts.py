"""The parts of a record: what was on the agenda, who was there, what was decided."""

import uuid

from django.db import models
from django.db.models import F, Q

from apps.branches.choices import MembershipKind
from apps.branches.models import Person
from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.meetings.choices import AttendanceStatus, FollowUpOutcome, MeetingKind
from apps.meetings.models import triggers
from apps.meetings.models.record import Meeting
from apps.meetings.querysets import (
    AgendaItemQuerySet,
    AttendanceQuerySet,
    FollowUpQuerySet,
    OfMeetingQuerySet,
    ResolutionQuerySet,
)


@tracked
class AgendaItem(PublicModel):
    """A topic. With a kind it also discharges that duty: one sitting, several duties (trap 10)."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="会议", on_delete=models.PROTECT, related_name="agenda_items"
    )
    order = models.PositiveSmallIntegerField("序号")
    topic = models.CharField("议题", max_length=200)
    kind = models.CharField(
        "计入", max_length=30, choices=MeetingKind.choices, blank=True, default=""
    )
    # R-MTG-13: the first item studies a named text.
    is_first_topic = models.BooleanField("第一议题", default=False)
    source_text = models.CharField("学习内容", max_length=300, blank=True)
    lecturer = models.ForeignKey(
        Person,
        verbose_name="主讲人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lectures",
    )
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1, null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="agenda_order_once"),
            models.UniqueConstraint(
                fields=["meeting", "kind"], condition=~Q(kind=""), name="agenda_kind_once"
            ),
            models.CheckConstraint(
                condition=Q(is_first_topic=False) | Q(order=1),
                name="first_topic_comes_first",
                violation_error_message="第一议题必须排在第一位",
            ),
        ]
        triggers = triggers.of_parts()

    def __str__(self) -> str:
        return self.topic


@tracked
class Attendance(models.Model):
    """One member of the roll on the day, with what he was then; the roll is never shrunk."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="会议", on_delete=models.PROTECT, related_name="attendances"
    )
    person = models.ForeignKey(
        Person, verbose_name="党员", on_delete=models.PROTECT, related_name="attendances"
    )
    status = models.CharField(
        "出席情况",
        max_length=12,
        choices=AttendanceStatus.choices,
        default=AttendanceStatus.PRESENT,
    )
    reason = models.CharField("原因", max_length=100, blank=True)
    member_kind = models.CharField("党员类别", max_length=20, choices=MembershipKind.choices)
    has_vote = models.BooleanField("有表决权", default=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出席"
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_status_display()}"


@tracked
class Guest(models.Model):
    """列席: present without a vote."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField("姓名", max_length=50)
    post = models.CharField("职务", max_length=80, blank=True)
    reason = models.CharField("列席事由", max_length=100, blank=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列席人员"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


@tracked
class Speech(models.Model):
    """发言要点; differing views must be recorded."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="speeches")
    person = models.ForeignKey(
        Person, verbose_name="发言人", on_delete=models.PROTECT, related_name="+"
    )
    gist = models.TextField("发言要点")

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发言"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person}：{self.gist[:20]}"


@tracked
class Vote(models.Model):
    """表决: `eligible` counts the voting members who should attend (R-VOTE-02, R-VOTE-06)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="votes")
    matter = models.CharField("表决事项", max_length=200)
    eligible = models.PositiveSmallIntegerField("应到有表决权人数")
    present = models.PositiveSmallIntegerField("实到有表决权人数")
    ayes = models.PositiveSmallIntegerField("赞成")
    nays = models.PositiveSmallIntegerField("反对", default=0)
    abstentions = models.PositiveSmallIntegerField("弃权", default=0)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表决"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(present__lte=F("eligible")),
                name="vote_present_within_eligible",
                violation_error_message="实到有表决权人数不能多于应到",
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("ayes") + F("nays") + F("abstentions")),
                name="vote_sum_within_present",
                violation_error_message="赞成、反对、弃权之和不能多于实到有表决权人数",
            ),
        ]

    def __str__(self) -> str:
        return self.matter

    @property
    def has_quorum(self) -> bool:
        """R-VOTE-01: at least half of the members with the vote are present."""
        return 2 * self.present >= self.eligible

    @property
    def is_passed(self) -> bool:
        """R-VOTE-02: more than half of those who should attend, not of those present."""
        return self.has_quorum and 2 * self.ayes > self.eligible


@tracked
class Resolution(models.Model):
    """`key` names the resolution itself: it outlives the row when a record is written anew or
    corrected, so that its follow-up still belongs to it."""

    key = models.UUIDField("决议编号", default=uuid.uuid4, editable=False, db_index=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    text = models.TextField("决议")
    owner = models.ForeignKey(
        Person,
        verbose_name="责任人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    due_on = models.DateField("完成期限", null=True, blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "决议"
        ordering = ["pk"]
        triggers = triggers.of_parts()

    def __str__(self) -> str:
        return self.text[:30]


@tracked
class FollowUp(models.Model):
    """上次决议落实: how an earlier resolution stood at this meeting. `text` is what was resolved."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="follow_ups")
    key = models.UUIDField("决议编号", db_index=True)
    text = models.TextField("决议")
    outcome = models.CharField("落实情况", max_length=10, choices=FollowUpOutcome.choices)
    words = models.CharField("说明", max_length=200, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "决议落实"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="follow_up_once"),
        ]

    def __str__(self) -> str:
        return f"{self.text[:30]}：{self.get_outcome_display()}"


@tracked
class Attachment(PublicModel):
    """A file beside the record; always optional (handbook 3.5)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField("文件名", max_length=150)
    content_type = models.CharField("类型", max_length=100)
    path = models.CharField("存放位置", max_length=120)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveIntegerField("字节数")

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


@tracked
class MemberReview(EditableModel):
    """Totals of the anonymous review of members; never who voted what (handbook 3.4)."""

    meeting = models.OneToOneField(
        Meeting, verbose_name="评议会议", on_delete=models.PROTECT, related_name="member_review"
    )
    excellent = models.PositiveSmallIntegerField("优秀")
    qualified = models.PositiveSmallIntegerField("合格")
    basically_qualified = models.PositiveSmallIntegerField("基本合格", default=0)
    unqualified = models.PositiveSmallIntegerField("不合格", default=0)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "民主评议结果"

    def __str__(self) -> str:
        return f"{self.meeting}评议结果"
