from apps.branches.admin.filters import AreaFilter
from apps.brands.models import Brand
from apps.core.admin import VisibleAdmin, register


@register(Brand)
class BrandAdmin(VisibleAdmin):
    list_display = ("name", "organisation", "status", "certified_on")
    list_filter = ("status", AreaFilter)
    list_select_related = ("organisation",)
    search_fields = ("name", "organisation__name")
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "name", "meaning", "business_link", "measures", "effects")
