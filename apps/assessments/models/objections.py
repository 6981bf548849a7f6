"""异议 against a result that is under notice, the answer to it, and what was changed for it."""

from django.conf import settings
from django.db import models

from apps.assessments.choices import ObjectionStatus
from apps.assessments.models.entries import ManualEntry
from apps.assessments.models.results import Result, ScoreLine
from apps.assessments.querysets import ObjectionQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel


@tracked
class Objection(EditableModel):
    """Against one line or the whole; one that is upheld says what was changed, and where."""

    result = models.ForeignKey(
        Result, verbose_name="考核结果", on_delete=models.PROTECT, related_name="objections"
    )
    line = models.ForeignKey(
        ScoreLine,
        verbose_name="考核内容",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="objections",
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    speaker = models.CharField(
        "提出人", max_length=80, blank=True, help_text="来电、来信提出、由工委代为登记的填写"
    )
    text = models.TextField("异议内容")
    status = models.CharField(
        "状态",
        max_length=10,
        choices=ObjectionStatus.choices,
        default=ObjectionStatus.RAISED,
        editable=False,
    )
    answer = models.TextField("答复", blank=True)
    # R-ASM-06: a number is never written over; it changes by a record put right or by an entry.
    change = models.TextField("作了什么改动", blank=True)
    entry = models.ForeignKey(
        ManualEntry,
        verbose_name="据此录入的人工计分",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="objections",
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核异议"
        permissions = [
            ("answer_objection", "答复考核异议"),
            ("withdraw_objection", "撤回考核异议"),
        ]
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"对{self.result}的异议"

    def get_absolute_url(self) -> str:
        return self.result.get_absolute_url()
