from apps.core.admin import TabularInline, VisibleAdmin, register
from apps.sixlights.forms.desk import ItemRowForm
from apps.sixlights.models import Campaign, CampaignItem, ItemMetric, Metric
from apps.sixlights.services import set_countables


class CampaignItemInline(TabularInline):
    model = CampaignItem
    form = ItemRowForm
    fields = ("order", "code", "name", "session_unit", "has_lecturers", "counted")
    show_change_link = True


class ItemMetricInline(TabularInline):
    model = ItemMetric
    fields = ("metric", "order", "is_asked")


@register(Campaign)
class CampaignAdmin(VisibleAdmin):
    """A new campaign needs no more than this page."""

    list_display = ("name", "code", "starts_on", "ends_on", "source")
    search_fields = ("name", "code")
    fields = ("code", "name", ("starts_on", "ends_on"), "source")
    inlines = (CampaignItemInline,)

    def save_formset(self, request, form, formset, change) -> None:
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if row.instance.pk and "counted" in row.cleaned_data:
                set_countables(item=row.instance, metrics=row.cleaned_data["counted"])


@register(CampaignItem)
class CampaignItemAdmin(VisibleAdmin):
    list_display = ("name", "campaign", "order", "session_unit", "minutes_from", "minutes_to")
    list_filter = ("campaign",)
    list_select_related = ("campaign",)
    search_fields = ("name", "campaign__name")
    fields = (
        "campaign",
        ("order", "code"),
        ("name", "session_unit"),
        "has_lecturers",
        ("minutes_from", "minutes_to"),
        "forms",
    )
    inlines = (ItemMetricInline,)


@register(Metric)
class MetricAdmin(VisibleAdmin):
    list_display = ("name", "code", "unit", "kind", "known_from")
    search_fields = ("name", "code")
    fields = (("code", "name"), ("unit", "kind"), "known_from")
