"""Filters that the lists of meetings and talks share."""

from django.conf import settings
from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.core.desk import days_ago, this_week
from apps.core.periods import Cycle, Period
from apps.meetings.desk import STEPS_OF_THE_WEEK


class PeriodFilter(SimpleListFilter):
    """By the day of the sitting, in the periods that the staff ask for."""

    title = "期间"
    parameter_name = "period"

    def lookups(self, request, model_admin):
        today = timezone.localdate()
        month, quarter, year = (Period.containing(today, cycle) for cycle in Cycle)
        periods = (month, month.previous, quarter, quarter.previous, year, year.previous)
        return [(period.key, period.label) for period in periods]

    def queryset(self, request, queryset):
        try:
            return queryset.held_in(Period.parse(self.value())) if self.value() else queryset
        except ValueError:
            return queryset.none()


class LateFilter(SimpleListFilter):
    """Records with which somebody takes too long."""

    title = "逾期"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [
            ("returned", f"退回超 {settings.DESK_RETURNED_DAYS} 天未改"),
            ("filed", f"提交超 {settings.DESK_REVIEW_DAYS} 天未审核"),
        ]

    def queryset(self, request, queryset):
        if self.value() == "returned":
            return queryset.returned_before(days_ago(settings.DESK_RETURNED_DAYS))
        if self.value() == "filed":
            return queryset.filed_before(days_ago(settings.DESK_REVIEW_DAYS))
        return queryset


class WeekFilter(SimpleListFilter):
    """What happened to the records since Monday."""

    title = "本周动态"
    parameter_name = "week"

    def lookups(self, request, model_admin):
        return STEPS_OF_THE_WEEK.items()

    def queryset(self, request, queryset):
        if self.value() in STEPS_OF_THE_WEEK:
            return queryset.stepped_since(self.value(), this_week())
        return queryset


class NotesFilter(SimpleListFilter):
    """Records that were filed before their notes were written."""

    title = "记录内容"
    parameter_name = "notes"

    def lookups(self, request, model_admin):
        return [("missing", "待补全")]

    def queryset(self, request, queryset):
        return queryset.without_notes() if self.value() == "missing" else queryset
