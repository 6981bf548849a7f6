"""批示: a leader's word on what he read, which becomes a to-do of whoever works for the zone."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.duties.querysets import RemarkQuerySet
from apps.zones.models import Zone


class RemarkStatus(models.TextChoices):
    OPEN = "asked", "待答复"
    ANSWERED = "answered", "已答复"


@tracked
class Remark(EditableModel):
    """Without a zone it is about the whole city. `link` leads to the page that was read."""

    zone = models.ForeignKey(
        Zone,
        verbose_name="联系片",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remarks",
    )
    about = models.CharField("关于", max_length=120)
    link = models.CharField("页面", max_length=500, blank=True)
    text = models.CharField("批示", max_length=300)
    status = models.CharField(
        "状态",
        max_length=10,
        choices=RemarkStatus.choices,
        default=RemarkStatus.OPEN,
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="批示人",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="答复人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True, editable=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批示"
        permissions = [("answer_remark", "答复批示")]
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "zone"], name="remark_by_status")]

    def __str__(self) -> str:
        return f"关于{self.about}的批示"

    def get_absolute_url(self) -> str:
        return reverse("duties:remark_detail", args=[self.uuid])

    @property
    def place(self) -> str:
        return str(self.zone) if self.zone else "全市"
