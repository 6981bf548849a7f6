"""What the ledger is narrowed by, beside its columns."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.inspections.rules import reconciliation_of


class StageFilter(SimpleListFilter):
    """What waits: the first page of the desk leads here."""

    title = "待办"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [
            ("open", "未销号"),
            ("acknowledgement", "待签收"),
            ("unacknowledged", "逾期未签收"),
            ("recheck", "待复核"),
            ("closing", "待销号"),
            ("overdue", "逾期"),
            ("reconciling", "本季度待对账"),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "open":
                return queryset.unsettled()
            case "acknowledgement":
                return queryset.awaiting_acknowledgement()
            case "unacknowledged":
                return queryset.unacknowledged(today)
            case "recheck":
                return queryset.awaiting_recheck()
            case "closing":
                return queryset.awaiting_closing()
            case "overdue":
                return queryset.overdue(today)
            case "reconciling":
                return queryset.unreconciled(reconciliation_of(today))
        return queryset


class RelapseFilter(SimpleListFilter):
    title = "反弹"
    parameter_name = "relapse"

    def lookups(self, request, model_admin):
        return [("yes", "销号后又出现")]

    def queryset(self, request, queryset):
        return queryset.filter(relapse_of__isnull=False) if self.value() else queryset
