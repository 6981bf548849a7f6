from django.db import models

from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.periods import Period


class QuarterlyReportQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        return self if where.is_everywhere else self.none()


@tracked
class QuarterlyReport(EditableModel):
    """季度报告 of the whole city; the part that staff type (handbook 11.3, chapter 11)."""

    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField(
        "季度", choices=[(n, f"{name}季度") for n, name in enumerate("一二三四", start=1)]
    )
    problems = models.TextField("存在问题", blank=True)
    next_steps = models.TextField("下步安排", blank=True)

    objects = QuarterlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "季度报告"
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["year", "quarter"], name="report_quarter_once"),
            models.CheckConstraint(
                condition=models.Q(quarter__gte=1, quarter__lte=4), name="report_quarter_in_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period.label}报告"

    @property
    def period(self) -> Period:
        return Period.quarter(self.year, self.quarter)
