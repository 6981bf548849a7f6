"""Numbers by the month, kept beside the rows that they count (decision 0039)."""

from django.db import models
from django.db.models import Q

from apps.branches.models import Organisation


class Cell(models.Model):
    """What an indicator counts for one organisation in one month; zeroes have no row.

    Written by `cells.upkeep` alone. A cell says nothing while a mark lies on it.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="党组织",
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    month = models.DateField("月份")
    key = models.CharField("指标", max_length=60)
    number = models.DecimalField("数值", max_digits=14, decimal_places=1)

    class Meta:
        verbose_name = verbose_name_plural = "月度汇总"
        ordering = ["organisation", "month", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key", "month"], include=["number"], name="cell_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["key", "month"], include=["organisation", "number"], name="cell_of_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.month:%Y-%m}：{self.number}"


class Mark(models.Model):
    """Rows of this organisation and month have changed since its cells were written.

    Database triggers append marks in the transaction of the change, so that nobody waits for anybody;
    none are ever updated. Without a month it means every month, without an organisation everybody.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="党组织",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    month = models.DateField("月份", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "待重算的月份"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__day=1),
                name="mark_on_first_day",
                violation_error_message="月份写当月第一天",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id or '全部'} {self.month or '全部'}"
