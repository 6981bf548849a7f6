"""The desk of reminders: on which days, and which chat groups hear of them."""

from apps.core.admin import VisibleAdmin, register
from apps.duties.models import ReminderGroup, ReminderRule


@register(ReminderRule)
class ReminderRuleAdmin(VisibleAdmin):
    list_display = ("__str__", "days", "is_active", "updated_at")
    list_filter = ("is_active",)
    fields = ("days", "is_active")


@register(ReminderGroup)
class ReminderGroupAdmin(VisibleAdmin):
    list_display = ("channel", "zone", "organisation")
    list_filter = ("zone",)
    list_select_related = ("channel", "zone", "organisation")
    autocomplete_fields = ("organisation",)
    fields = ("channel", "zone", "organisation")
