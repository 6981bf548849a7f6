from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.branches.models import Unit
from apps.core.history import tracked_without
from apps.core.models import Document, EditableModel, Job
from apps.core.periods import QUARTER_NAMES, Period
from apps.indicators.models import Closing
from apps.reports.choices import IN_HAND, SENT_OUT, UNCLOSED, ReportStatus
from apps.reports.querysets import QuarterlyReportQuerySet
from apps.zones.models import Zone

QUARTERS = list(enumerate(QUARTER_NAMES, start=1))
ONE_PLACE = ("year", "quarter", "zone", "unit")


@tracked_without("frame", "paper")
class QuarterlyReport(EditableModel):
    """季度报告 of the city, a zone or a unit: frozen numbers, and the part that staff type
    (handbook 11.3).

    `frame` names the places and rows that the numbers were counted for and from on the day of
    closing; `paper` are the plain values of the issued report, the same on screen, in the PDF and
    in Word. Both are written once.
    """

    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度", choices=QUARTERS)
    zone = models.ForeignKey(
        Zone,
        verbose_name="联系片",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quarterly_reports",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quarterly_reports",
    )
    status = models.CharField(
        "状态",
        max_length=12,
        choices=ReportStatus.choices,
        default=ReportStatus.CLOSING,
        editable=False,
    )
    # None until the numbers are frozen, and in what was typed before quarters were closed.
    closing = models.OneToOneField(
        Closing,
        verbose_name="结账",
        null=True,
        on_delete=models.PROTECT,
        related_name="report",
        editable=False,
    )
    corrects = models.ForeignKey(
        "self",
        verbose_name="更正的报告",
        null=True,
        on_delete=models.PROTECT,
        related_name="corrections",
        editable=False,
    )
    reason = models.CharField("重新结账的原因", max_length=300, blank=True)
    problems = models.TextField("存在问题", blank=True, help_text="每段一行")
    next_steps = models.TextField("下步安排", blank=True, help_text="每段一行")
    frame = models.JSONField("结账口径", default=dict, editable=False)
    paper = models.JSONField("印发内容", null=True, editable=False)
    issued_at = models.DateTimeField("印发时间", null=True, editable=False)
    # The latest: its closing, then its printing; reports that go together share one.
    job = models.ForeignKey(
        Job,
        verbose_name="任务",
        null=True,
        on_delete=models.PROTECT,
        related_name="quarterly_reports",
        editable=False,
    )
    document = models.ForeignKey(
        Document,
        verbose_name="文件",
        null=True,
        on_delete=models.PROTECT,
        related_name="quarterly_reports",
        editable=False,
    )

    objects = QuarterlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "季度报告"
        permissions = [
            ("check_quarterlyreport", "核对季度报告"),
            ("issue_quarterlyreport", "印发季度报告"),
        ]
        ordering = ["-year", "-quarter", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=ONE_PLACE,
                condition=Q(status__in=[s.value for s in IN_HAND]),
                nulls_distinct=False,
                name="report_in_hand_once",
            ),
            models.UniqueConstraint(
                fields=ONE_PLACE,
                condition=Q(status="issued"),
                nulls_distinct=False,
                name="report_issued_once",
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="report_quarter_in_year"
            ),
            models.CheckConstraint(
                condition=Q(zone=None) | Q(unit=None),
                name="report_of_one_place",
                violation_error_message="联系片和单位只能选一个，全市的两个都不选",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in UNCLOSED]) | Q(closing__isnull=False),
                name="report_has_its_closing",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[s.value for s in SENT_OUT]) | Q(paper__isnull=False),
                name="issued_report_has_its_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period.label}{self.place}报告"

    def get_absolute_url(self) -> str:
        return reverse("reports:report_detail", args=[self.uuid])

    @property
    def period(self) -> Period:
        return Period.quarter(self.year, self.quarter)

    @property
    def place(self) -> str:
        return str(self.zone or self.unit or "全市")

    @property
    def is_closing(self) -> bool:
        return self.status == ReportStatus.CLOSING

    @property
    def is_issued(self) -> bool:
        return self.status == ReportStatus.ISSUED

    @property
    def is_in_hand(self) -> bool:
        return self.status in IN_HAND

    @property
    def was_sent_out(self) -> bool:
        return self.status in SENT_OUT

    @property
    def awaits_work(self) -> bool:
        """Whether its numbers or its paper are still to be made in the background."""
        return self.is_closing or self.was_sent_out and self.document_id is None
