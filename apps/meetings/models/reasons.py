from django.db import models

from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.meetings.querysets import ReturnReasonQuerySet


@tracked
class ReturnReason(EditableModel):
    """A reason for sending a record back that the staff need not type each time."""

    text = models.CharField(
        "原因", max_length=100, unique=True, help_text="写明缺什么、怎么补，支部书记会看到"
    )
    order = models.PositiveSmallIntegerField("序号", default=1)

    objects = ReturnReasonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "退回原因"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[str]:
        return (self.text,)
