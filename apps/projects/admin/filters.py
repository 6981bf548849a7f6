"""What the list of projects is narrowed by, beside its columns."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone


class LateFilter(SimpleListFilter):
    title = "节点"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [("yes", "有逾期节点"), ("no", "没有逾期节点")]

    def queryset(self, request, queryset):
        late = queryset.late(timezone.localdate())
        match self.value():
            case "yes":
                return late
            case "no":
                return queryset.exclude(pk__in=late.order_by().values("pk"))
        return queryset


class StageFilter(SimpleListFilter):
    """What waits for the committee: the first page of the desk leads here."""

    title = "待办"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [
            ("pre_review", "待预审"),
            ("panel", "待送立项评审"),
            ("decision", "评审结果待办理"),
            ("evaluation", "待评价"),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "pre_review":
                return queryset.awaiting_pre_review()
            case "panel":
                return queryset.awaiting_panel()
            case "decision":
                return queryset.awaiting_decision()
            case "evaluation":
                return queryset.awaiting_evaluation()
        return queryset
