"""案例: written by a unit, submitted upward, sometimes with a prize (S1)."""

from django.db import models
from django.db.models import Q

from apps.branches.models import Unit
from apps.core.history import tracked
from apps.core.models import SpanModel
from apps.news.models.articles import Article
from apps.news.querysets import CaseQuerySet


@tracked
class Case(SpanModel):
    """`starts_on` is the day of its submission, or of its writing while it is not submitted."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="cases"
    )
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("案例名称", max_length=200)
    summary = models.TextField("案例内容", blank=True)
    submitted_to = models.CharField(
        "报送给", max_length=100, blank=True, help_text="没有上报的留空"
    )
    prize = models.CharField("获奖等次", max_length=60, blank=True, help_text="如 一等奖")
    awarded_by = models.CharField("颁奖单位", max_length=100, blank=True)
    awarded_on = models.DateField("获奖日期", null=True, blank=True)
    article = models.OneToOneField(
        Article,
        verbose_name="发布的文章",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="case",
        editable=False,
    )

    objects = CaseQuerySet.as_manager()

    class Meta(SpanModel.Meta):
        verbose_name = verbose_name_plural = "案例"
        ordering = ["-starts_on", "title"]
        constraints = [
            *SpanModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit", "year", "title"],
                name="case_once",
                violation_error_message="这个单位本年度已有同名的案例",
            ),
            # Awarded ≤ submitted (handbook 15.3).
            models.CheckConstraint(
                name="case_prize_of_submitted",
                condition=Q(prize="") | ~Q(submitted_to=""),
                violation_error_message="上报的案例才会获奖：请先填写报送给谁，再填获奖等次",
            ),
            models.CheckConstraint(
                name="case_prize_has_name",
                condition=~Q(prize="") | Q(awarded_on=None, awarded_by=""),
                violation_error_message="填写了获奖日期或颁奖单位，请一并填写获奖等次",
            ),
        ]

    def __str__(self) -> str:
        return self.title
