"""问题: whoever found it, it goes through one loop (handbook 9)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.models import Organisation, Unit
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.inspections.choices import (
    AWAITING_ACKNOWLEDGEMENT,
    IN_HAND,
    UNSETTLED,
    IssueKind,
    IssueLevel,
    IssueSource,
    IssueStatus,
)
from apps.inspections.models.checklists import ChecklistItem
from apps.inspections.models.visits import Visit
from apps.inspections.querysets import CommonIssueQuerySet, IssueQuerySet
from apps.meetings.choices import MeetingKind
from apps.meetings.models import Meeting


@tracked
class CommonIssue(EditableModel):
    """R-INS-04: what was found in several units, as one item of the city.

    It is no issue itself, so that no number counts it beside its children; it is open as long as
    one of them is.
    """

    text = models.CharField("共性问题", max_length=300)
    year = models.PositiveSmallIntegerField("年度")
    item = models.ForeignKey(
        ChecklistItem,
        verbose_name="清单条目",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="common_issues",
    )
    measure = models.TextField("市级层面措施", blank=True, help_text="如修订制度、开展专题培训")

    objects = CommonIssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "共性问题"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "text"],
                name="common_issue_once_a_year",
                violation_error_message="当年已有这条共性问题，请把问题归入那一条",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return reverse("inspections:common_detail", args=[self.uuid])


@tracked
class Issue(EditableModel):
    """What an inspection, a life meeting, an observation or a higher body found, and until when
    it must be corrected.

    `first_due_on` is empty until the deadline is extended, and then keeps the first one for good
    (R-INS-03). A relapse is an issue of its own that names the closed one, so that no number of an
    earlier year changes. Being overdue is never stored.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="issues"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues",
        editable=False,
    )
    source = models.CharField(
        "问题来源", max_length=15, choices=IssueSource.choices, default=IssueSource.INSPECTION
    )
    source_text = models.CharField(
        "来源说明", max_length=200, blank=True, help_text="如 省委巡视反馈、2026年组织生活会"
    )
    visit = models.ForeignKey(
        Visit,
        verbose_name="现场督查",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues",
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="组织生活会",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="raised_issues",
    )
    # Observations lie above: their public number is all that this floor knows of them.
    observation_uuid = models.UUIDField("列席旁听编号", null=True, blank=True, editable=False)
    item = models.ForeignKey(
        ChecklistItem,
        verbose_name="清单条目",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issues",
    )
    meeting_kind = models.CharField(
        "缺少的会议", max_length=30, choices=MeetingKind.choices, blank=True
    )
    level = models.CharField(
        "程度", max_length=10, choices=IssueLevel.choices, default=IssueLevel.ORDINARY
    )
    kind = models.CharField(
        "性质", max_length=10, choices=IssueKind.choices, default=IssueKind.INDIVIDUAL
    )
    parent = models.ForeignKey(
        CommonIssue,
        verbose_name="归入共性问题",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    relapse_of = models.ForeignKey(
        "self",
        verbose_name="原问题",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relapses",
        help_text="销号后又出现的，选原来的问题",
    )
    text = models.CharField("问题", max_length=300)
    found_on = models.DateField("发现日期")
    due_on = models.DateField("整改时限")
    # Empty for issues that were raised before the day was kept.
    acknowledge_due_on = models.DateField("签收期限", null=True, blank=True, editable=False)
    first_due_on = models.DateField("最初时限", null=True, blank=True, editable=False)
    status = models.CharField(
        "状态",
        max_length=15,
        choices=IssueStatus.choices,
        default=IssueStatus.OPEN,
        editable=False,
    )
    acknowledged_on = models.DateField("签收日期", null=True, blank=True, editable=False)
    submitted_on = models.DateField("提交日期", null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提交人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    closed_on = models.DateField("销号日期", null=True, blank=True, editable=False)
    reconciled_on = models.DateField("最近对账日期", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查问题"
        permissions = [
            ("correct_issue", "整改问题"),
            ("recheck_issue", "复核销号"),
            ("void_issue", "撤销问题"),
        ]
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("found_on")),
                name="issue_due_after_found",
                violation_error_message="整改时限不能早于发现日期",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_on=None)),
                name="issue_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(kind="common"),
                name="issue_of_common_is_common",
                violation_error_message="归入共性问题的，性质填共性问题",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="issue_by_state_and_day"),
            models.Index(fields=["observation_uuid"], name="issue_of_observation"),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return reverse("inspections:issue_detail", args=[self.uuid])

    @property
    def is_in_hand(self) -> bool:
        """Whether measures, evidence and an extension may be written."""
        return self.status in IN_HAND

    @property
    def was_extended(self) -> bool:
        return self.first_due_on is not None

    @property
    def deadline_at_first(self) -> date:
        """What the body was told when the issue was raised."""
        return self.first_due_on or self.due_on

    def is_unacknowledged(self, day: date) -> bool:
        """Whether the body has let the days for 签收 pass."""
        waits = self.status in AWAITING_ACKNOWLEDGEMENT
        return waits and self.acknowledge_due_on is not None and self.acknowledge_due_on < day

    def is_overdue(self, day: date) -> bool:
        return self.status in UNSETTLED and self.due_on < day
