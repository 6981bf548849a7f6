"""Days that are not always known exactly."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from apps.core.models.records import EditableModel


def day_in_words(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def span_in_words(first: date, last: date | None) -> str:
    """2020年7月20日, 2020年7月 for the whole month, 2019年 for the whole year."""
    if last is None or last == first:
        return day_in_words(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}年" if first.year == last.year else f"{first.year}—{last.year}年"
    is_month = first.day == 1 and (last + timedelta(days=1)).day == 1
    if is_month and (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月"
    return f"{day_in_words(first)}至{day_in_words(last)}"


class SpanModel(EditableModel):
    """Something of one day, or of a span where a source names only the month or the year."""

    starts_on = models.DateField("日期")
    ends_on = models.DateField(
        "到哪一天", null=True, blank=True, help_text="只有一天的留空；只知道年月的填到月底、年底"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_span_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="结束日期不能早于开始日期，请核对两个日期",
            )
        ]

    @property
    def days_in_words(self) -> str:
        return span_in_words(self.starts_on, self.ends_on)
