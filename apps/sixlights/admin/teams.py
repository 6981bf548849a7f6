"""The desk of the volunteer teams."""

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import VisibleAdmin, emptiness, register
from apps.sixlights.models import VolunteerTeam


@register(VolunteerTeam)
class VolunteerTeamAdmin(VisibleAdmin):
    list_display = ("name", "level", "parent", "organisation", "leader", "valid_from", "valid_to")
    extra_columns = ("unit",)
    list_filter = (
        "level",
        AreaFilter,
        ("valid_to", emptiness("状态", empty="现有", filled="有结束日期")),
    )
    list_select_related = ("parent", "organisation", "leader")
    search_fields = ("name", "organisation__name", "unit__name")
    autocomplete_fields = ("parent", "organisation", "unit", "leader")
    fields = (
        ("name", "level"),
        ("parent", "organisation"),
        ("unit", "leader"),
        ("valid_from", "valid_to"),
    )
