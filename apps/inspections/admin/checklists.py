"""Foci and checklists: edited until an inspection opens with one, then copied."""

from django.db.models import Count
from django.shortcuts import redirect

from apps.core.admin import (
    StackedInline,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    register,
    verb_page,
)
from apps.inspections import services
from apps.inspections.models import Checklist, ChecklistItem, Focus


@register(Focus)
class FocusAdmin(VisibleAdmin):
    list_display = ("name", "order", "source")
    search_fields = ("name",)
    fields = ("name", "order", "source")


class ItemInline(StackedInline):
    model = ChecklistItem
    fields = (
        ("order", "head"),
        "text",
        ("focus", "level"),
        ("meeting_kind", "is_common_hint"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("checklist", "focus")

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_add_permission(request, obj) and _may_edit(obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and _may_edit(obj)


def _may_edit(checklist: Checklist | None) -> bool:
    return checklist is None or checklist.is_editable


@register(Checklist)
class ChecklistAdmin(VisibleAdmin):
    list_display = ("name", "number", "valid_from", "item_count", "source")
    search_fields = ("name", "source")
    readonly_fields = ("number",)
    fields = (("name", "number"), "valid_from", "source")
    inlines = (ItemInline,)
    actions_detail = ("copy",)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(item_count=Count("items"))

    @display(description="条目", ordering="item_count")
    def item_count(self, checklist) -> int:
        return checklist.item_count

    def has_change_permission(self, request, obj=None) -> bool:
        """What an inspection has opened with keeps its words."""
        return super().has_change_permission(request, obj) and _may_edit(obj)

    @action(description="另建新版", url_path="copy", icon="content_copy", permissions=["act"])
    def copy(self, request, object_id):
        made = []
        response = verb_page(
            self,
            request,
            object_id,
            title="另建新版",
            form_class=VerbForm,
            permission="add",
            run=lambda checklist, _: made.append(services.new_version(checklist=checklist)),
            done="已建新版，请修改；以后的督查选用新版",
        )
        return redirect("admin:inspections_checklist_change", made[0].pk) if made else response
