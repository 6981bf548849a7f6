"""共性问题 at the desk: one item of the city, its children beside it (R-INS-04)."""

from django.utils.formats import date_format

from apps.core.admin import ViewInline, VisibleAdmin, display, register
from apps.inspections import services
from apps.inspections.models import CommonIssue, Issue

KEPT = ("text", "year", "measure")


class ChildInline(ViewInline):
    model = Issue
    fields = ("organisation", "text", "due_on", "status", "closed_on")
    readonly_fields = ("status", "closed_on")
    verbose_name_plural = "各单位的问题"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation", "parent")


@register(CommonIssue)
class CommonIssueAdmin(VisibleAdmin):
    """Begun from the ledger (归入共性问题), where its children are chosen."""

    list_display = ("text", "year", "unit_count", "children_closed", "last_due_on")
    list_filter = ("year",)
    search_fields = ("text", "measure")
    fields = ("text", ("year", "item"), "measure")
    readonly_fields = ("item",)
    inlines = (ChildInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    def has_add_permission(self, request) -> bool:
        return False

    def perform(self, request, obj, form, change) -> None:
        services.update_common_issue(
            common=obj,
            expected_version=obj.version - 1,
            by=request.user,
            **{name: form.cleaned_data[name] for name in KEPT},
        )

    @display(description="单位", ordering="unit_count")
    def unit_count(self, common) -> int:
        return common.unit_count

    @display(description="已销号")
    def children_closed(self, common) -> str:
        return f"{common.child_count - common.open_count}/{common.child_count}"

    @display(description="最后时限", ordering="last_due_on")
    def last_due_on(self, common) -> str:
        return date_format(common.last_due_on) if common.last_due_on else "—"
