from django.contrib.admin import EmptyFieldListFilter

from apps.core.admin import VisibleAdmin, register
from apps.inspections.models import Issue


@register(Issue)
class IssueAdmin(VisibleAdmin):
    list_display = ("text", "organisation", "found_on", "due_on", "closed_on")
    list_filter = (("closed_on", EmptyFieldListFilter),)
    list_select_related = ("organisation",)
    search_fields = ("text", "organisation__name")
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "text", "found_on", "due_on", "closed_on")
