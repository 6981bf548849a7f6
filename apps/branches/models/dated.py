"""Facts that hold for a span of days, and the columns that they share."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q

from apps.core.models import EditableModel

# Chinese names in the order that people expect.
PINYIN_ORDER = "zh-x-icu"


class DaySpan(Func):
    """The half-open days from one column up to another."""

    function = "daterange"
    output_field = DateRangeField()


def no_overlap(name: str, *columns: str, condition: Q | None = None) -> ExclusionConstraint:
    """Rows that agree in `columns` never hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (DaySpan(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
            *((OpClass(F(c), name="gist_int8_ops"), RangeOperators.EQUAL) for c in columns),
        ],
        condition=condition,
    )


class DatedModel(EditableModel):
    """A fact that holds from `valid_from` up to but not including `valid_to`."""

    valid_from = models.DateField("开始日期")
    valid_to = models.DateField(
        "结束日期", null=True, blank=True, help_text="从这一天起不再有效；长期有效的留空"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                violation_error_message="结束日期必须晚于开始日期",
            )
        ]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
