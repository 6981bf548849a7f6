"""延期: a term that runs on, with the approval of the higher body."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.models import Term
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.models.spans import day_in_words
from apps.elections.choices import ExtensionStatus
from apps.elections.querysets import TermExtensionQuerySet


@tracked
class TermExtension(EditableModel):
    """Asked by the body, decided by the higher one; the first day stays beside the new one."""

    term = models.ForeignKey(
        Term, verbose_name="届次", on_delete=models.PROTECT, related_name="extensions"
    )
    ended_on = models.DateField("原届满日期", editable=False)
    asked_until = models.DateField("申请延至")
    reason = models.TextField("延期原因")
    status = models.CharField(
        "状态",
        max_length=10,
        choices=ExtensionStatus.choices,
        default=ExtensionStatus.ASKED,
        editable=False,
    )
    doc_no = models.CharField("批复文号", max_length=60, blank=True)
    decided_on = models.DateField("批复日期", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="申请人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = TermExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期换届"
        ordering = ["-created_at", "-pk"]
        permissions = [("decide_termextension", "批复延期换届")]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_until__gt=F("ended_on")),
                name="term_extension_later",
                violation_error_message="延期后的日期必须晚于原来的届满日期",
            ),
            models.UniqueConstraint(
                fields=["term"],
                condition=Q(status="asked"),
                name="term_extension_one_open",
                violation_error_message="这一届已有一份延期申请待批复，请等待批复或先撤回",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | ~Q(doc_no="") & Q(decided_on__isnull=False),
                name="term_extension_approved_in_writing",
                violation_error_message="批准延期须有上级的批复：请填写批复文号和日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term}延期至{day_in_words(self.asked_until)}"

    def get_absolute_url(self) -> str:
        return reverse("elections:term_detail", args=[self.term.uuid])
