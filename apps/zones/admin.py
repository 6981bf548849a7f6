from apps.core.admin import TabularInline, VisibleAdmin, register
from apps.zones.models import Zone, ZoneMembership


class ZoneMembershipInline(TabularInline):
    model = ZoneMembership
    fields = ("unit", "valid_from", "valid_to")
    autocomplete_fields = ("unit",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("unit", "zone")


@register(Zone)
class ZoneAdmin(VisibleAdmin):
    list_display = ("name", "year", "number", "leader", "convening_unit", "convenor")
    list_filter = ("year",)
    list_select_related = ("leader", "convening_unit", "convenor")
    search_fields = ("name", "convening_unit__name")
    autocomplete_fields = ("leader", "convening_unit", "convenor")
    fieldsets = (
        (None, {"fields": (("year", "number", "name"), "leader", "convening_unit", "convenor")}),
    )
    inlines = (ZoneMembershipInline,)
