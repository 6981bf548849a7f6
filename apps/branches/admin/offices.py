"""Offices of units, and approved exceptions of the set-up."""

from apps.branches.admin.filters import AreaFilter
from apps.branches.models import Office, SetUpException
from apps.core.admin import RelatedDropdownFilter, VisibleAdmin, emptiness, register


class AreaOfOfficeFilter(AreaFilter):
    unit_lookup = "unit"


IN_USE = ("valid_to", emptiness("有效", empty="现有", filled="有结束日期"))


@register(Office)
class OfficeAdmin(VisibleAdmin):
    list_display = ("name", "unit", "organisation", "valid_from", "valid_to")
    list_filter = (
        ("unit", RelatedDropdownFilter),
        AreaOfOfficeFilter,
        ("organisation", emptiness("党支部", empty="未编入", filled="已编入")),
        IN_USE,
    )
    list_select_related = ("unit", "organisation")
    search_fields = ("name", "unit__name", "organisation__name")
    autocomplete_fields = ("unit", "organisation")
    fields = (("unit", "name"), "organisation", ("valid_from", "valid_to"))


@register(SetUpException)
class SetUpExceptionAdmin(VisibleAdmin):
    list_display = ("organisation", "rule", "reason", "approved_by", "valid_from", "valid_to")
    list_filter = ("rule", AreaFilter, IN_USE)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "reason", "document_number")
    autocomplete_fields = ("organisation",)
    fields = (
        ("organisation", "rule"),
        "reason",
        ("approved_by", "document_number"),
        ("valid_from", "valid_to"),
    )
