from apps.core.admin import TabularInline, VisibleAdmin, register
from apps.sixlights.models import Activity, Campaign, CampaignItem, Honour


class CampaignItemInline(TabularInline):
    model = CampaignItem
    fields = ("order", "code", "name")


@register(Campaign)
class CampaignAdmin(VisibleAdmin):
    list_display = ("name", "code", "starts_on", "ends_on", "source")
    search_fields = ("name", "code")
    fields = ("code", "name", ("starts_on", "ends_on"), "source")
    inlines = (CampaignItemInline,)


@register(Activity)
class ActivityAdmin(VisibleAdmin):
    list_display = ("title", "item", "organisation", "held_on")
    list_filter = ("item__campaign",)
    list_select_related = ("item", "organisation")
    search_fields = ("title", "organisation__name")
    autocomplete_fields = ("organisation",)
    date_hierarchy = "held_on"
    fields = ("item", "organisation", "title", "held_on")


@register(Honour)
class HonourAdmin(VisibleAdmin):
    list_display = ("name", "organisation", "level", "granted_by", "granted_on")
    list_filter = ("level",)
    list_select_related = ("organisation",)
    search_fields = ("name", "organisation__name")
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "name", "level", "granted_by", "granted_on")
