"""Files that were brought in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.core.history import tracked_without
from apps.core.models.records import Job, PublicModel


@tracked_without("findings")
class ImportBatch(PublicModel):
    """One file that somebody wanted to bring in: what it is, what was found, what became of it."""

    class Source(models.TextChoices):
        FILE = "file", "文件"
        PASTE = "paste", "粘贴"

    name = models.CharField("文件名", max_length=150)
    source = models.CharField("来源", max_length=10, choices=Source.choices, default=Source.FILE)
    # The user's word for a file of one table; empty where names or headers tell.
    kind = models.CharField("工作表", max_length=20, blank=True)
    path = models.CharField("存放位置", max_length=120)
    sha256 = models.CharField("文件摘要", max_length=64)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    job = models.ForeignKey(
        Job, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="后台任务"
    )
    refusal = models.TextField("未能读取的原因", blank=True)
    checked_at = models.DateTimeField("核对时间", null=True)
    findings = models.JSONField("核对结果", default=dict)
    new_count = models.PositiveIntegerField("新增", default=0)
    changed_count = models.PositiveIntegerField("更新", default=0)
    wrong_count = models.PositiveIntegerField("有误", default=0)
    saved_at = models.DateTimeField("导入时间", null=True)
    # The context under which the history holds every row that the batch wrote.
    history = models.UUIDField("历史编号", null=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤销人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(saved_at=None) | Q(history__isnull=False),
                name="saved_batch_has_history",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(saved_at__isnull=False),
                name="withdrawn_batch_was_saved",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """In words; a batch has no status of its own, only what has happened to it."""
        if self.withdrawn_at:
            return "已撤销"
        if self.saved_at:
            return "已导入"
        if self.refusal:
            return "没有读取"
        return "没有导入" if self.checked_at else "核对中"
