"""整改: measures with owner and deadline, evidence, recheck by another person, extensions."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.branches.models import Person
from apps.core.history import tracked
from apps.core.models import EditableModel, OptionalFileModel
from apps.core.models.spans import day_in_words
from apps.inspections.choices import ExtensionStatus, RecheckOutcome
from apps.inspections.models.issues import Issue
from apps.inspections.querysets import ExtensionQuerySet, MeasureQuerySet, OfIssueQuerySet
from apps.meetings.models import Meeting
from apps.sixlights.models import Activity


@tracked
class Measure(EditableModel):
    """整改措施: what is done, by whom and until when (R-INS-05: 一事一账)."""

    issue = models.ForeignKey(
        Issue, verbose_name="问题", on_delete=models.PROTECT, related_name="measures"
    )
    text = models.CharField("整改措施", max_length=300)
    owner = models.ForeignKey(
        Person, verbose_name="责任人", on_delete=models.PROTECT, related_name="measures"
    )
    due_on = models.DateField("完成期限")
    done_on = models.DateField("完成日期", null=True, blank=True)
    result = models.TextField("完成情况", blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改措施"
        ordering = ["issue", "due_on", "pk"]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return self.issue.get_absolute_url()

    def is_late(self, day: date) -> bool:
        return self.done_on is None and self.issue.is_in_hand and self.due_on < day


@tracked
class Evidence(OptionalFileModel, EditableModel):
    """佐证材料: something that the portal knows already, words, or a file if there is none."""

    issue = models.ForeignKey(
        Issue, verbose_name="问题", on_delete=models.PROTECT, related_name="evidence"
    )
    text = models.TextField("说明", blank=True)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="会议记录",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issue_evidence",
    )
    activity = models.ForeignKey(
        Activity,
        verbose_name="行动活动",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issue_evidence",
    )

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["issue", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="", path="", meeting=None, activity=None),
                name="issue_evidence_not_empty",
                violation_error_message="请选择会议记录、行动活动；门户里没有的写说明或上传文件",
            ),
            models.UniqueConstraint(
                fields=["issue", "meeting"],
                name="issue_evidence_meeting_once",
                violation_error_message="这条会议记录已经作为佐证了",
            ),
        ]

    def __str__(self) -> str:
        return str(self.file_name or self.meeting or self.activity or self.text)


@tracked
class Recheck(EditableModel):
    """复核, by somebody else than whoever corrected (R-INS-01)."""

    issue = models.ForeignKey(
        Issue, verbose_name="问题", on_delete=models.PROTECT, related_name="rechecks"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="复核人",
        on_delete=models.PROTECT,
        related_name="issue_rechecks",
    )
    held_on = models.DateField("复核日期")
    outcome = models.CharField("结果", max_length=10, choices=RecheckOutcome.choices)
    findings = models.TextField("复核意见", blank=True)

    objects = OfIssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复核"
        ordering = ["issue", "-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="pass") | ~Q(findings=""),
                name="issue_recheck_returned_with_words",
                violation_error_message="退回整改的，请写明复核意见：还差什么",
            )
        ]

    def __str__(self) -> str:
        return f"{day_in_words(self.held_on)} {self.get_outcome_display()}"


@tracked
class Extension(EditableModel):
    """延期申请: moves the deadline only once it has been approved (R-INS-03)."""

    issue = models.ForeignKey(
        Issue, verbose_name="问题", on_delete=models.PROTECT, related_name="extensions"
    )
    asked_until = models.DateField("申请延至")
    reason = models.CharField("延期理由", max_length=300)
    status = models.CharField(
        "状态",
        max_length=10,
        choices=ExtensionStatus.choices,
        default=ExtensionStatus.ASKED,
        editable=False,
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="申请人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_on = models.DateField("批复日期", null=True, blank=True, editable=False)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        permissions = [("decide_extension", "批复延期")]
        ordering = ["issue", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue"],
                condition=Q(status="asked"),
                name="extension_one_at_a_time",
                violation_error_message="这个问题已有一份延期申请在等批准，请等批复或先撤回",
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue} 延至{day_in_words(self.asked_until)}"

    def get_absolute_url(self) -> str:
        return self.issue.get_absolute_url()
