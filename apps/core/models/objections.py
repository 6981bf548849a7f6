"""异议: what somebody says against a result, and the answer to it. Juries and grades have their own."""

from django.conf import settings
from django.db import models

from apps.core.models.records import EditableModel


class ObjectionStatus(models.TextChoices):
    RAISED = "raised", "待答复"
    UPHELD = "upheld", "异议成立"
    DISMISSED = "dismissed", "异议不成立"
    WITHDRAWN = "withdrawn", "已撤回"


class ObjectionModel(EditableModel):
    """Kept for ever; its steps are those of core.objections."""

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
    answered_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]

    @property
    def spoken_by(self) -> str:
        return self.speaker or str(self.raised_by)
