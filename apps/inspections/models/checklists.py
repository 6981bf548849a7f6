"""What inspections look at: foci, and checklists as rows with a version."""

import uuid

from django.db import models

from apps.core.history import tracked
from apps.core.models import EditableModel, PublicModel
from apps.inspections.choices import IssueLevel
from apps.inspections.querysets import ChecklistItemQuerySet, ChecklistQuerySet, FocusQuerySet
from apps.meetings.choices import MeetingKind


@tracked
class Focus(EditableModel):
    """督查重点: the four of the source to begin with (handbook 6.3)."""

    name = models.CharField("名称", max_length=30, unique=True)
    order = models.PositiveSmallIntegerField("序号", default=1)
    source = models.CharField("依据", max_length=200, blank=True)

    objects = FocusQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查重点"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


@tracked
class Checklist(EditableModel):
    """督查清单; copied once an inspection has opened with it, so that its findings keep their words."""

    name = models.CharField("名称", max_length=80)
    number = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    valid_from = models.DateField("启用日期")
    source = models.CharField("依据", max_length=200, blank=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查清单"
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="checklist_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.number}版）"

    def natural_key(self) -> tuple[str, int]:
        return self.name, self.number

    @property
    def is_editable(self) -> bool:
        """An inspection that has opened looks at what it opened with."""
        return not self.inspections.opened().exists()


@tracked
class ChecklistItem(PublicModel):
    """One question. `key` stays from version to version: by it a relapse is known (handbook 9)."""

    checklist = models.ForeignKey(
        Checklist, verbose_name="督查清单", on_delete=models.PROTECT, related_name="items"
    )
    key = models.UUIDField("条目编号", default=uuid.uuid4, editable=False)
    order = models.PositiveSmallIntegerField("序号")
    head = models.CharField("类别", max_length=30, help_text="如 组织生活、制度落实")
    text = models.CharField("查看内容", max_length=200)
    focus = models.ForeignKey(
        Focus,
        verbose_name="督查重点",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    level = models.CharField(
        "问题程度", max_length=10, choices=IssueLevel.choices, default=IssueLevel.ORDINARY
    )
    is_common_hint = models.BooleanField(
        "多为共性问题", default=False, help_text="登记问题时先按共性问题填，可以改"
    )
    meeting_kind = models.CharField(
        "查的会议",
        max_length=30,
        choices=MeetingKind.choices,
        blank=True,
        help_text="查会议有没有开的填写：整改时可以直接选后来开的会议作佐证",
    )

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清单条目"
        ordering = ["checklist", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "order"],
                name="checklist_order_once",
                violation_error_message="这份清单里已有这个序号，请换一个",
            ),
            models.UniqueConstraint(fields=["checklist", "key"], name="checklist_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"

    def natural_key(self) -> tuple[str, int, int]:
        return (*self.checklist.natural_key(), self.order)

    natural_key.dependencies = ["inspections.checklist"]  # type: ignore[attr-defined]
