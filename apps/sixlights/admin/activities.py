from apps.core.admin import VisibleAdmin, register
from apps.sixlights.models import Activity


@register(Activity)
class ActivityAdmin(VisibleAdmin):
    list_display = ("title", "item", "organisation", "held_on")
    list_filter = ("item__campaign",)
    list_select_related = ("item", "organisation")
    search_fields = ("title", "organisation__name")
    autocomplete_fields = ("organisation",)
    date_hierarchy = "held_on"
    fields = ("item", "organisation", "title", "held_on")
