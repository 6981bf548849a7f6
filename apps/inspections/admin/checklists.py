"""Foci and checklists: edited until an inspection opens with one, then copied."""

from django.db.models import Count

from apps.core.admin import (
    PartOfVersion,
    StackedInline,
    VersionAdmin,
    VisibleAdmin,
    display,
    register,
)
from apps.inspections import services
from apps.inspections.models import Checklist, ChecklistItem, Focus


@register(Focus)
class FocusAdmin(VisibleAdmin):
    list_display = ("name", "order", "source")
    search_fields = ("name",)
    fields = ("name", "order", "source")


class ItemInline(PartOfVersion, StackedInline):
    model = ChecklistItem
    fields = (
        ("order", "head"),
        "text",
        ("focus", "level"),
        ("meeting_kind", "is_common_hint"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("checklist", "focus")


@register(Checklist)
class ChecklistAdmin(VersionAdmin):
    list_display = ("name", "number", "valid_from", "item_count", "source")
    search_fields = ("name", "source")
    fields = (("name", "number"), "valid_from", "source")
    inlines = (ItemInline,)
    copied = "已建新版，请修改；以后的督查选用新版"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(item_count=Count("items"))

    @display(description="条目", ordering="item_count")
    def item_count(self, checklist) -> int:
        return checklist.item_count

    def next_version(self, version):
        return services.new_version(checklist=version)
