from apps.core.admin import VisibleAdmin, register
from apps.reports.models import QuarterlyReport


@register(QuarterlyReport)
class QuarterlyReportAdmin(VisibleAdmin):
    list_display = ("__str__", "year", "quarter", "updated_at")
    list_filter = ("year",)
    fields = (("year", "quarter"), "problems", "next_steps")
