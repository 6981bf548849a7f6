"""Numbers as they were at one moment: written once, never counted again."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation, Unit
from apps.core.models import PublicModel
from apps.core.periods import Period
from apps.core.quantities import Qualifier, Quantity, hedge_field
from apps.zones.models import Zone


class Level(models.TextChoices):
    """What a number was counted for; the whole is what the closing was about."""

    WHOLE = "whole", "总计"
    ZONE = "zone", "联系片"
    UNIT = "unit", "单位"
    KIND = "kind", "党组织类别"
    ORGANISATION = "organisation", "党组织"


WRITTEN_ONCE = pgtrigger.Update | pgtrigger.Delete


class Closing(PublicModel):
    """Numbers that were frozen together, about the days from `start` up to but not including
    `end` and what they are compared with."""

    label = models.CharField("结账内容", max_length=200)
    start = models.DateField("开始")
    end = models.DateField("结束（不含）")
    closed_at = models.DateTimeField("结账时间", auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="结账人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "结账"
        ordering = ["-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=WRITTEN_ONCE)]

    def __str__(self) -> str:
        return self.label

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


class Reading(models.Model):
    """A number of a closing: what was counted, for what and over which days, and of which rows.

    Label and measure word are those of the day; the hash tells whether the rows are still the
    same ones (see freezing.py).
    """

    closing = models.ForeignKey(
        Closing, verbose_name="结账", on_delete=models.PROTECT, related_name="readings"
    )
    indicator = models.CharField("指标", max_length=160)
    label = models.CharField("名称", max_length=200)
    start = models.DateField("开始")
    end = models.DateField("结束（不含）")
    level = models.CharField("层级", max_length=12, choices=Level.choices)
    zone = models.ForeignKey(
        Zone, verbose_name="联系片", null=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind.choices, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", null=True, on_delete=models.PROTECT, related_name="+"
    )
    value = models.DecimalField("数", max_digits=16, decimal_places=2)
    value_hedge = hedge_field()
    measure_word = models.CharField("计量单位", max_length=20)
    row_count = models.PositiveIntegerField("记录数")
    rows_hash = models.CharField("记录摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "结账数"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("closing", "indicator", "start", "end", "level"),
                    *("zone", "unit", "kind", "organisation"),
                ],
                nulls_distinct=False,
                name="reading_once",
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=WRITTEN_ONCE)]

    def __str__(self) -> str:
        return f"{self.label}：{self.quantity}"

    @property
    def quantity(self) -> Quantity:
        return Quantity(Decimal(self.value), self.measure_word, Qualifier(self.value_hedge))

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)
