"""督查方案 at the desk: foci, units and team on one page, steps above it."""

from django.contrib import messages
from django.utils import timezone

from apps.core.admin import (
    LongTextField,
    TabularInline,
    VerbForm,
    ViewInline,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
)
from apps.inspections import services
from apps.inspections.choices import InspectionStatus
from apps.inspections.models import (
    InspectedUnit,
    Inspection,
    InspectionFocus,
    Inspector,
    Visit,
)

TONES = {
    InspectionStatus.DRAFT: "info",
    InspectionStatus.OPEN: "warning",
    InspectionStatus.CLOSED: "success",
    InspectionStatus.CANCELLED: "danger",
}


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因", max_length=500, error_messages={"required": "请写明取消的原因"}
    )


class PlanInline(TabularInline):
    """Part of the plan: taken out and put in as long as the inspection is not over."""

    tab = True
    hide_title = True
    can_delete = True

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_add_permission(request, obj) and _may_edit(obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and _may_edit(obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        """The history keeps what was taken out; what a visit names cannot be."""
        return self.has_change_permission(request, obj)


class FocusInline(PlanInline):
    model = InspectionFocus
    fields = ("focus",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("inspection", "focus")


class UnitInline(PlanInline):
    model = InspectedUnit
    fields = ("unit",)
    autocomplete_fields = ("unit",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("inspection", "unit")


class InspectorInline(PlanInline):
    model = Inspector
    fields = ("person", "is_head")
    autocomplete_fields = ("person",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("inspection", "person")


class VisitInline(ViewInline):
    model = Visit
    fields = ("unit", "held_on", "place", "summary")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("inspection", "unit")


def _may_edit(inspection: Inspection | None) -> bool:
    return inspection is None or inspection.is_being_planned


@register(Inspection)
class InspectionAdmin(VisibleAdmin):
    list_display = (
        *("title", "year", "purpose", "starts_on", "ends_on", "units", "issues", "state"),
    )
    list_filter = ("year", "status", "purpose", "zone__name")
    list_select_related = ("zone", "checklist")
    search_fields = ("title",)
    autocomplete_fields = ("checklist", "zone")
    readonly_fields = ("status", "opened_on", "closed_on")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    ("year", "purpose"),
                    ("starts_on", "ends_on"),
                    ("checklist", "zone"),
                    "text",
                    "status",
                    ("opened_on", "closed_on"),
                )
            },
        ),
    )
    inlines = (FocusInline, UnitInline, InspectorInline, VisitInline)
    actions_detail = ("open", "close", "cancel")

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and _may_edit(obj)

    def has_conduct_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("inspections.conduct_inspection")

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.created_by = request.user
        super().perform(request, obj, form, change)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if "zone" in form.base_fields:
            form.base_fields["zone"].help_text = "没有另选单位的，列入这个联系片的全部单位"
        return form

    def get_changeform_initial_data(self, request) -> dict:
        today = timezone.localdate()
        return {"year": today.year, **super().get_changeform_initial_data(request)}

    def save_related(self, request, form, formsets, change) -> None:
        """A zone without units means all of its units; the inlines were asked first."""
        super().save_related(request, form, formsets, change)
        if taken := services.take_zone(inspection=form.instance, by=request.user):
            zone = form.instance.zone
            messages.info(request, f"没有另选单位，已列入{zone}的全部 {taken} 个单位")

    @display(description="到过的单位")
    def units(self, inspection) -> str:
        return f"{inspection.visited_count}/{inspection.unit_count}"

    @display(description="已销号的问题")
    def issues(self, inspection) -> str:
        return f"{inspection.closed_count}/{inspection.issue_count}"

    @display(description="状态", ordering="status", label=TONES)
    def state(self, inspection) -> tuple[str, str]:
        return inspection.status, inspection.get_status_display()

    def _step(self, request, object_id, step: str, title: str, form_class=VerbForm):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission="conduct",
        )

    @action(description="启动督查", url_path="open", icon="play_arrow", permissions=["conduct"])
    def open(self, request, object_id):
        return self._step(request, object_id, "open", "启动督查")

    @action(description="办结督查", url_path="close", icon="task_alt", permissions=["conduct"])
    def close(self, request, object_id):
        return self._step(request, object_id, "close", "办结督查")

    @action(description="取消督查", url_path="cancel", icon="block", permissions=["conduct"])
    def cancel(self, request, object_id):
        return self._step(request, object_id, "cancel", "取消督查", ReasonForm)
