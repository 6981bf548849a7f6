"""One 换届, from the reminder to the new term, and the papers that it leaves."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.branches.models import Organisation, Term
from apps.core.history import tracked
from apps.core.models import Document, EditableModel, OptionalFileModel
from apps.elections.choices import OPEN, ElectionBody, PaperKind, RenewalStatus
from apps.elections.querysets import PaperQuerySet, RenewalQuerySet


@tracked
class Renewal(EditableModel):
    """The election at the end of one term; the days of its steps are columns."""

    term = models.ForeignKey(
        Term, verbose_name="届满的一届", on_delete=models.PROTECT, related_name="renewals"
    )
    status = models.CharField(
        "状态",
        max_length=15,
        choices=RenewalStatus.choices,
        default=RenewalStatus.DUE,
        editable=False,
    )
    planned_on = models.DateField("拟召开日期", null=True, blank=True)
    body = models.CharField(
        "大会形式", max_length=10, choices=ElectionBody.choices, default=ElectionBody.MEETING
    )
    seats = models.PositiveSmallIntegerField(
        "拟设委员名额", null=True, blank=True, help_text="不设委员会的填书记、副书记的名额"
    )
    next_term_years = models.PositiveSmallIntegerField("下一届任期（年）", null=True, blank=True)
    next_term = models.OneToOneField(
        Term,
        verbose_name="新一届",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="begun_by",
        editable=False,
    )
    noticed_on = models.DateField("提醒日期", null=True, blank=True, editable=False)
    requested_on = models.DateField("请示日期", null=True, blank=True, editable=False)
    approved_on = models.DateField("批复日期", null=True, blank=True, editable=False)
    list_approved_on = models.DateField("名单批复日期", null=True, blank=True, editable=False)
    held_on = models.DateField("选举日期", null=True, blank=True, editable=False)
    confirmed_on = models.DateField("结果批复日期", null=True, blank=True, editable=False)

    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "换届"
        ordering = ["term__ends_on", "pk"]
        permissions = [
            ("prepare_renewal", "办理本组织的换届"),
            ("guide_renewal", "提醒和指导换届"),
            ("decide_renewal", "批复换届"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["term"],
                condition=~Q(status="cancelled"),
                name="renewal_once_a_term",
                violation_error_message="这一届的换届已登记，请打开原来的一条",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term}换届"

    def get_absolute_url(self) -> str:
        return reverse("elections:renewal_detail", args=[self.uuid])

    @property
    def organisation(self) -> Organisation:
        return self.term.organisation

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_overdue(self, day: date) -> bool:
        return self.is_open and self.term.closed_on is None and self.term.ends_on < day


@tracked
class RenewalPaper(OptionalFileModel, EditableModel):
    """One paper of R-TERM-03: a file, a document that the portal printed, or a number on paper.
    It belongs to a renewal, or to a by-election within the term."""

    renewal = models.ForeignKey(
        Renewal,
        verbose_name="换届",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
    )
    election = models.ForeignKey(
        "elections.Election",
        verbose_name="补选",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
    )
    kind = models.CharField("种类", max_length=20, choices=PaperKind.choices)
    title = models.CharField("标题", max_length=120, blank=True)
    doc_no = models.CharField(
        "文号", max_length=60, blank=True, help_text="如 市直工委〔2026〕12号；没有文号的留空"
    )
    dated_on = models.DateField("成文日期")
    document = models.ForeignKey(
        Document,
        verbose_name="系统印制的文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
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

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "换届材料"
        ordering = ["dated_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="", doc_no="", path="", document=None),
                name="renewal_paper_not_empty",
                violation_error_message="请填写标题或文号，或上传文件",
            ),
            models.CheckConstraint(
                condition=Q(renewal__isnull=False, election=None)
                | Q(renewal=None, election__isnull=False),
                name="renewal_paper_of_one",
                violation_error_message="材料属于一次换届，或属于一次补选",
            ),
        ]

    def __str__(self) -> str:
        named = self.title or self.kind_label
        return f"{named}（{self.doc_no}）" if self.doc_no else named

    def get_absolute_url(self) -> str:
        return self.subject.get_absolute_url()

    @property
    def kind_label(self) -> str:
        return PaperKind(self.kind).told(is_within_term=self.renewal_id is None)

    @property
    def subject(self) -> Any:
        """The renewal or the by-election that it belongs to."""
        return self.renewal or self.election
