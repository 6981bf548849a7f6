from apps.core.admin import ReadOnlyAdmin, register
from apps.meetings.admin.filters import PeriodFilter
from apps.meetings.models import Talk


@register(Talk)
class TalkAdmin(ReadOnlyAdmin):
    list_display = ("held_on", "kind", "first", "second", "organisation")
    list_filter = ("kind", PeriodFilter)
    list_select_related = ("first", "second", "organisation")
    search_fields = ("organisation__name", "first__name", "second__name")
    fields = ("organisation", "kind", "held_on", "first", "second")
