"""What became of each duty, kept beside the rows that discharge it (decision 0039)."""

from django.db import models

from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.duties.models.rules import DutyRule


class Outcome(models.Model):
    """A duty that applies: what it asks, what was done. Its state follows from the day.

    Written by `outcomes.upkeep` alone. It says nothing while a mark lies on its organisation and year.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="党组织",
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    rule = models.ForeignKey(
        DutyRule,
        verbose_name="规则",
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    starts_on = models.DateField("期间开始")
    ends_on = models.DateField("期间结束（不含）")
    due_on = models.DateField("最后一天")
    required = models.DecimalField("应办", max_digits=8, decimal_places=1)
    done = models.DecimalField("已办", max_digits=8, decimal_places=1)
    is_waived = models.BooleanField("免办")

    class Meta:
        verbose_name = verbose_name_plural = "应办结果"
        ordering = ["organisation", "ends_on", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "starts_on", "rule", "ends_on"], name="outcome_once"
            ),
        ]
        indexes = [models.Index(fields=["starts_on", "organisation"], name="outcome_by_day")]

    def __str__(self) -> str:
        return f"{self.rule} {self.period.label}：{self.done}/{self.required}"

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)


class OutcomeMark(models.Model):
    """Something that duties of this organisation and year depend on has changed. As the marks of
    numbers: appended by triggers, without a year on all of them, without an organisation on all."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="党组织",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    year = models.PositiveSmallIntegerField("年度", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "待重算的应办结果"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.organisation_id or '全部'} {self.year or '全部'}"
