from apps.core.admin import VisibleAdmin, register
from apps.sixlights.forms.desk import LecturerForm
from apps.sixlights.models import Lecturer


@register(Lecturer)
class LecturerAdmin(VisibleAdmin):
    form = LecturerForm
    list_display = ("name", "unit", "organisation", "topics", "valid_from", "valid_to")
    list_filter = ("organisation",)
    list_select_related = ("unit", "organisation")
    search_fields = ("name", "unit__name", "topics")
    autocomplete_fields = ("organisation", "person", "unit")
    fields = (
        "organisation",
        ("person", "name"),
        ("unit", "post"),
        "topics",
        "booking",
        ("valid_from", "valid_to"),
    )
