"""Filters of the register of brands."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.brands.rules import recheck_horizon


class WaitingFilter(SimpleListFilter):
    """What the desk's first page counts."""

    title = "复核"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [("due", "到期应复核"), ("late", "整改提升逾期")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "due":
                return queryset.due_for_recheck(recheck_horizon(today))
            case "late":
                return queryset.late_improving(today)
        return queryset


class BodyFilter(SimpleListFilter):
    """The brands of bodies that are no more are kept, and count nowhere."""

    title = "党组织"
    parameter_name = "body"

    def lookups(self, request, model_admin):
        return [("living", "现有"), ("gone", "已撤销")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "living":
                return queryset.of_living_bodies(today)
            case "gone":
                return queryset.filter(organisation__dissolved_on__lte=today)
        return queryset
