from apps.core.admin import VisibleAdmin, register
from apps.sixlights.models import Activity


@register(Activity)
class ActivityAdmin(VisibleAdmin):
    list_display = ("title", "organisation", "starts_on")
    list_filter = ("items__campaign",)
    list_select_related = ("organisation",)
    search_fields = ("title", "organisation__name")
    autocomplete_fields = ("organisation",)
    date_hierarchy = "starts_on"
    fields = ("organisation", "title", ("starts_on", "ends_on"))
