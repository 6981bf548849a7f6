"""What people keep of a list: views and workbooks."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from apps.core.models.records import Job, PublicModel


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own and what is shared; whether one may open the list, the list itself asks."""
        return self.filter(Q(owner=user) | Q(is_shared=True))


class SavedView(PublicModel):
    """视图: filters, order and columns of a list under a name; its owner's setting, no record."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="用户", on_delete=models.PROTECT, related_name="+"
    )
    listing = models.CharField("列表", max_length=100)
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=2000, blank=True)
    columns = ArrayField(
        models.CharField(max_length=60), verbose_name="列", default=list, blank=True
    )
    is_shared = models.BooleanField("共享给能看到这个列表的人", default=False)
    is_default = models.BooleanField("打开列表时先显示", default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "视图"
        permissions = [("share_savedview", "共享视图")]
        ordering = ["-is_shared", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "listing", "name"], name="view_name_once"),
            models.UniqueConstraint(
                fields=["owner", "listing"],
                condition=Q(is_default=True, is_shared=False),
                name="view_own_default_once",
            ),
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(is_default=True, is_shared=True),
                name="view_shared_default_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Export(PublicModel):
    """A list as a workbook, made in the background for one person and kept for a day."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="用户", on_delete=models.PROTECT, related_name="+"
    )
    listing = models.CharField("列表", max_length=100)
    query = models.CharField("条件", max_length=2000, blank=True)
    columns = ArrayField(
        models.CharField(max_length=60), verbose_name="列", default=list, blank=True
    )
    title = models.CharField("标题", max_length=200)
    job = models.ForeignKey(
        Job, verbose_name="任务", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("发起时间", auto_now_add=True)
    made_at = models.DateTimeField("生成时间", null=True)
    row_count = models.PositiveIntegerField("行数", default=0)
    path = models.CharField("存放位置", max_length=120, blank=True)
    refusal = models.CharField("没有生成的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导出"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("core:export_detail", args=[self.uuid])

    @property
    def kept_until(self) -> datetime | None:
        return self.made_at and self.made_at + timedelta(hours=settings.EXPORT_HOURS)

    @property
    def is_expired(self) -> bool:
        return self.kept_until is not None and self.kept_until < timezone.now()
