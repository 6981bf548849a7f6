"""Who copied which practice, and how a year was divided."""

from apps.core.admin import VisibleAdmin, display, register
from apps.zones.models import Division, Practice, PracticeAdoption


@register(Practice)
class PracticeAdmin(VisibleAdmin):
    list_display = ("name", "unit", "activity")
    list_filter = ("activity__zone__year", "activity__zone__name")
    list_select_related = ("unit", "activity")
    search_fields = ("name", "gist", "unit__name")
    autocomplete_fields = ("unit", "activity")
    fields = ("activity", "name", "unit", "gist")


@register(PracticeAdoption)
class PracticeAdoptionAdmin(VisibleAdmin):
    list_display = ("practice", "unit", "since", "result")
    list_select_related = ("practice", "unit")
    search_fields = ("practice__name", "unit__name")
    autocomplete_fields = ("practice", "unit")
    date_hierarchy = "since"
    fields = ("practice", "unit", "since", "result")


@register(Division)
class DivisionAdmin(VisibleAdmin):
    list_display = ("year", "organisation", "published", "decided_on", "source")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)
    fields = (
        ("year", "decided_on"),
        "organisation",
        ("units", "units_hedge"),
        "principle",
        "source",
    )

    @display(description="公布的单位总数")
    def published(self, division) -> str:
        return str(division.units_stated or "")
