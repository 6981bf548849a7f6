"""Offices inside a unit, and what the higher body has approved about the set-up of a body."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F

from apps.branches.choices import SetUpRule
from apps.branches.models.dated import PINYIN_ORDER, DatedModel, DaySpan
from apps.branches.models.organisations import Organisation, Unit
from apps.branches.querysets import OfficeQuerySet, SetUpExceptionQuerySet
from apps.core.history import tracked


def once_at_a_time(name: str, column: str, text: str, told: str) -> ExclusionConstraint:
    """Rows that agree in a relation and in a text never hold on the same day."""
    return ExclusionConstraint(
        name=name,
        violation_error_message=told,
        expressions=[
            (DaySpan(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
            (OpClass(F(column), name="gist_int8_ops"), RangeOperators.EQUAL),
            (OpClass(F(text), name="gist_text_ops"), RangeOperators.EQUAL),
        ],
    )


@tracked
class Office(DatedModel):
    """科室（中心）: under R-ORG-10 a few of them join in one branch. Moving to another branch ends
    the row and begins the next, so that the past stays."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="offices"
    )
    name = models.CharField("科室名称", max_length=60, db_collation=PINYIN_ORDER)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="所属党支部",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offices",
        help_text="科室的党员编在哪个党支部；还没有编入的留空",
    )

    objects = OfficeQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "科室"
        ordering = ["unit__name", "name"]
        constraints = [
            *DatedModel.Meta.constraints,
            once_at_a_time(
                "office_once_at_a_time",
                "unit",
                "name",
                "这个科室在这段日期已有登记。换了党支部的，请先给原来的一行填结束日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class SetUpException(DatedModel):
    """Every number of the set-up rules has “一般” or “经批准” beside it: this is the approval."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="党组织",
        on_delete=models.PROTECT,
        related_name="set_up_exceptions",
    )
    rule = models.CharField("规则", max_length=12, choices=SetUpRule.choices)
    reason = models.CharField("理由", max_length=200)
    approved_by = models.CharField("批准机关", max_length=80)
    document_number = models.CharField("批文文号", max_length=60, blank=True)

    objects = SetUpExceptionQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "组织设置例外"
        ordering = ["organisation__name", "rule"]
        constraints = [
            *DatedModel.Meta.constraints,
            once_at_a_time(
                "set_up_exception_once_at_a_time",
                "organisation",
                "rule",
                "这个党组织的这条规则在这段日期已有例外，请改原来的一行",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}：{self.get_rule_display()}"
