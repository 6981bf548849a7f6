"""异议 against a result that is under notice, the answer to it, and what was changed for it."""

from django.db import models

from apps.assessments.choices import RunStatus
from apps.assessments.models.entries import ManualEntry
from apps.assessments.models.results import Result, ScoreLine
from apps.assessments.querysets import ObjectionQuerySet
from apps.core.history import tracked
from apps.core.models import ObjectionModel, ObjectionStatus


@tracked
class Objection(ObjectionModel):
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

    objects = ObjectionQuerySet.as_manager()

    class Meta(ObjectionModel.Meta):
        verbose_name = verbose_name_plural = "考核异议"
        permissions = [
            ("answer_objection", "答复考核异议"),
            ("withdraw_objection", "撤回考核异议"),
        ]

    def __str__(self) -> str:
        return f"对{self.result}的异议"

    @property
    def awaits_computing(self) -> bool:
        """Upheld, and the year stands as it was computed before."""
        is_upheld = self.status == ObjectionStatus.UPHELD
        return is_upheld and self.result.run.status == RunStatus.ANNOUNCED

    def get_absolute_url(self) -> str:
        return self.result.get_absolute_url()
