from apps.branches.admin.filters import AreaFilter
from apps.core.admin import VisibleAdmin, emptiness, register
from apps.inspections.models import Issue


@register(Issue)
class IssueAdmin(VisibleAdmin):
    list_display = ("text", "organisation", "found_on", "due_on", "closed_on")
    list_filter = (("closed_on", emptiness("销号", empty="未销号", filled="已销号")), AreaFilter)
    list_select_related = ("organisation",)
    search_fields = ("text", "organisation__name")
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "text", "found_on", "due_on")
