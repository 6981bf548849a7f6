from apps.core.admin import TabularInline, VisibleAdmin, register
from apps.sixlights.models import Campaign, CampaignItem


class CampaignItemInline(TabularInline):
    model = CampaignItem
    fields = ("order", "code", "name")


@register(Campaign)
class CampaignAdmin(VisibleAdmin):
    list_display = ("name", "code", "starts_on", "ends_on", "source")
    search_fields = ("name", "code")
    fields = ("code", "name", ("starts_on", "ends_on"), "source")
    inlines = (CampaignItemInline,)
