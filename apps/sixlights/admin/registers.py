from apps.core.admin import VisibleAdmin, register
from apps.sixlights.models import Honour


@register(Honour)
class HonourAdmin(VisibleAdmin):
    list_display = ("name", "organisation", "level", "granted_by", "granted_on")
    list_filter = ("level",)
    list_select_related = ("organisation",)
    search_fields = ("name", "organisation__name")
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "name", "level", "granted_by", "granted_on")
