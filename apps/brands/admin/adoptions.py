"""Who copied what from whom."""

from apps.branches.admin.filters import AreaFilter
from apps.brands.models import Adoption
from apps.brands.services import adopt_brand, rewrite_adoption
from apps.core.admin import VisibleAdmin, display, register

ASKED = ("since", "what", "result")


@register(Adoption)
class AdoptionAdmin(VisibleAdmin):
    list_display = ("organisation", "brand", "owner", "since", "what")
    list_filter = (AreaFilter,)
    list_select_related = ("organisation", "brand__organisation")
    search_fields = ("organisation__name", "brand__name", "brand__organisation__name")
    date_hierarchy = "since"
    autocomplete_fields = ("organisation", "brand")
    fields = (("brand", "organisation"), *ASKED)

    @display(description="学自", ordering="brand__organisation__name")
    def owner(self, adoption) -> str:
        return str(adoption.brand.organisation)

    def narrow(self, db_field, queryset):
        """What is not certified yet is nobody else's to copy."""
        return queryset.public() if db_field.name == "brand" else queryset

    def get_readonly_fields(self, request, obj=None):
        return ("brand", "organisation") if obj else ()

    def perform(self, request, obj, form, change) -> None:
        given = {name: getattr(obj, name) for name in ASKED}
        if change:
            # The form has claimed the next version, which is not stored yet.
            rewrite_adoption(adoption=obj, expected_version=obj.version - 1, **given)
        else:
            made = adopt_brand(
                brand=obj.brand, organisation=obj.organisation, by=request.user, **given
            )
            obj.__dict__.update(made.__dict__)
