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
    """The brands of bodies that are no more are kept and count nowhere; they are asked for."""

    title = "党组织"
    parameter_name = "body"

    def lookups(self, request, model_admin):
        return [("gone", "已撤销"), ("all", "全部")]

    def choices(self, changelist):
        """The list begins with those of today."""
        living, *others = super().choices(changelist)
        yield {**living, "display": "现有"}
        yield from others

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "gone":
                return queryset.filter(organisation__dissolved_on__lte=today)
            case "all":
                return queryset
        return queryset.of_living_bodies(today)
