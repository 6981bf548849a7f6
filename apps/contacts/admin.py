from apps.branches.admin.filters import AreaFilter
from apps.contacts.models import ContactPoint
from apps.core.admin import VisibleAdmin, emptiness, register


@register(ContactPoint)
class ContactPointAdmin(VisibleAdmin):
    list_display = ("person", "organisation", "valid_from", "valid_to")
    list_filter = (AreaFilter, ("valid_to", emptiness("期间", empty="现有", filled="已结束")))
    list_select_related = ("person", "organisation")
    search_fields = ("person__name", "organisation__name")
    autocomplete_fields = ("person", "organisation")
    fields = ("person", "organisation", "valid_from", "valid_to")
