"""Filters that the lists of meetings and talks share."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.core.periods import Cycle, Period


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
