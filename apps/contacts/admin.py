from apps.contacts.models import ContactPoint
from apps.core.admin import VisibleAdmin, register


@register(ContactPoint)
class ContactPointAdmin(VisibleAdmin):
    list_display = ("person", "organisation", "valid_from", "valid_to")
    list_select_related = ("person", "organisation")
    search_fields = ("person__name", "organisation__name")
    autocomplete_fields = ("person", "organisation")
    fields = ("person", "organisation", "valid_from", "valid_to")
