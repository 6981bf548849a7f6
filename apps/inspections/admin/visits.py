"""现场督查 at the desk: read here, written down on the page of the team."""

from django.db.models import Count, Q

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import ReadOnlyAdmin, ViewInline, display, register
from apps.inspections.choices import IssueStatus
from apps.inspections.models import Issue, RecordSeen, Visit, VisitInspector


class VisitAreaFilter(AreaFilter):
    unit_lookup = "unit"


class PresentInline(ViewInline):
    model = VisitInspector
    fields = ("inspector",)
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("visit__unit", "inspector__person")


class SeenInline(ViewInline):
    model = RecordSeen
    fields = ("meeting", "activity", "text")
    show_change_link = False

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("visit__unit", "meeting", "activity")


class FoundInline(ViewInline):
    model = Issue
    fields = ("text", "level", "due_on", "status")
    readonly_fields = ("status",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("visit__unit")


@register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    list_display = ("unit", "held_on", "inspection", "place", "found")
    list_filter = ("inspection__year", VisitAreaFilter)
    list_select_related = ("inspection", "unit", "organisation")
    search_fields = ("unit__name", "inspection__title", "place")
    date_hierarchy = "held_on"
    fields = (
        "inspection",
        ("unit", "organisation"),
        "grade",
        ("held_on", "place"),
        "talked_with",
        "summary",
    )
    inlines = (PresentInline, SeenInline, FoundInline)

    def get_queryset(self, request):
        standing = ~Q(issues__status=IssueStatus.VOID) & Q(issues__isnull=False)
        return super().get_queryset(request).annotate(found=Count("issues", filter=standing))

    @display(description="问题", ordering="found")
    def found(self, visit) -> int:
        return visit.found
