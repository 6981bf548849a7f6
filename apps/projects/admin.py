from apps.core.admin import VisibleAdmin, register
from apps.projects.models import SecretaryProject


@register(SecretaryProject)
class SecretaryProjectAdmin(VisibleAdmin):
    list_display = ("title", "year", "organisation", "secretary", "reported_on", "status")
    list_filter = ("year", "status")
    list_select_related = ("organisation", "secretary")
    search_fields = ("title", "organisation__name")
    autocomplete_fields = ("organisation", "secretary")
    fields = ("year", "title", "organisation", "secretary")
    view_on_site = False
