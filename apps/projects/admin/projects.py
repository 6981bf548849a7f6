"""The register of projects at the desk: everything of one project on one page, steps above it."""

from functools import partial

from django.urls import path
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import RelatedDropdownFilter, VisibleAdmin, action, display, register
from apps.juries.choices import Light
from apps.projects import services
from apps.projects.admin.filters import LateFilter, StageFilter
from apps.projects.admin.inlines import (
    CandidacyInline,
    MeasureInline,
    MilestoneInline,
    OutcomeInline,
    ShownAtInline,
    TitleInline,
)
from apps.projects.admin.panels import send_page, settle_page
from apps.projects.admin.steps import buttons, project_step
from apps.projects.choices import ProjectStatus
from apps.projects.models import Milestone, SecretaryProject
from apps.projects.services.rights import REVIEW

TONES = {
    ProjectStatus.DRAFT: "info",
    ProjectStatus.SUBMITTED: "warning",
    ProjectStatus.PRE_REVIEWED: "warning",
    ProjectStatus.PANEL: "warning",
    ProjectStatus.APPROVED: "info",
    ProjectStatus.RETURNED: "danger",
    ProjectStatus.REFUSED: "danger",
    ProjectStatus.IN_PROGRESS: "info",
    ProjectStatus.MIDTERM: "info",
    ProjectStatus.CONCLUDED: "warning",
    ProjectStatus.EVALUATED: "success",
    ProjectStatus.TITLED: "success",
    ProjectStatus.STOPPED: "danger",
}
LIGHTS = {Light.GREEN: "success", Light.YELLOW: "warning", Light.RED: "danger"}
DAYS = (
    ("reported_on", "approved_on", "started_on"),
    ("concluded_on", "evaluated_on", "stopped_on"),
)


@register(SecretaryProject)
class SecretaryProjectAdmin(VisibleAdmin):
    list_display = (
        *("title", "year", "organisation", "secretary", "state", "judged", "late", "titles_named"),
    )
    extra_columns = ("kind", "contact", "starts_on", "ends_on", "reported_on", "concluded_on")
    list_filter = (
        StageFilter,
        "year",
        "status",
        "kind",
        AreaFilter,
        ("organisation__unit", RelatedDropdownFilter),
        "light",
        LateFilter,
    )
    list_select_related = ("organisation", "secretary")
    search_fields = ("title", "organisation__name", "organisation__unit__name")
    autocomplete_fields = ("organisation", "secretary", "contact")
    change_form_before_template = "admin/_steps.html"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("status", "light"),
                    ("year", "kind"),
                    "title",
                    "organisation",
                    ("secretary", "contact"),
                    ("starts_on", "ends_on"),
                )
            },
        ),
        (
            "申报",
            {
                "classes": ("tab",),
                "fields": ("background", "problem", "measures", "schedule", "expected_effect"),
            },
        ),
        (
            "中期、结项和评价",
            {
                "classes": ("tab",),
                "fields": ("midterm_on", "midterm_findings", "conclusion", "evaluation", *DAYS),
            },
        ),
    )
    readonly_fields = ("status", "light", *(day for row in DAYS for day in row))
    written = (MilestoneInline, OutcomeInline, MeasureInline)
    inlines = (*written, TitleInline, ShownAtInline, CandidacyInline)
    actions_list = ("send", "settle")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.with_late_count(timezone.localdate()).with_titles()

    def get_inlines(self, request, obj):
        """A new one has nothing yet that others say of it."""
        return self.inlines if obj else self.written

    def get_changeform_initial_data(self, request) -> dict:
        return {"year": timezone.localdate().year, **super().get_changeform_initial_data(request)}

    def get_urls(self):
        step = self.admin_site.admin_view(partial(project_step, self))
        step.model_admin = self
        own = path("<path:object_id>/step/", step, name="projects_secretaryproject_step")
        return [own, *super().get_urls()]

    def narrow(self, db_field, queryset):
        if db_field.name == "organisation":
            owners = services.possible_owners(timezone.localdate())
            return queryset.filter(pk__in=owners.order_by().values("pk"))
        return queryset

    def picked(self, obj) -> str:
        return f"{obj.year}年 {obj}（{obj.organisation}）"

    @display(description="状态", ordering="status", label=TONES)
    def state(self, project) -> tuple[str, str]:
        return project.status, project.get_status_display()

    @display(description="评审意见", ordering="light", label=LIGHTS)
    def judged(self, project) -> tuple[str, str] | None:
        return (project.light, project.get_light_display()) if project.light else None

    @display(description="逾期节点", ordering="late_count")
    def late(self, project) -> int | str:
        return project.late_count or "—"

    @display(description="称号")
    def titles_named(self, project) -> str:
        return "、".join(str(title) for title in project.titles_held) or "—"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        project = self.get_object(request, object_id)
        shown = {"steps": buttons(project, request.user) if project else []}
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.created_by = request.user
        super().perform(request, obj, form, change)

    def save_formset(self, request, form, formset, change) -> None:
        """A milestone whose day is moved keeps the first one."""
        for row in formset.forms:
            if isinstance(row.instance, Milestone) and "due_on" in row.changed_data:
                services.keep_first_day(row.instance, row.initial.get("due_on"))
        super().save_formset(request, form, formset, change)

    def has_review_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm(REVIEW)

    @action(description="送评审", url_path="send", icon="gavel", permissions=["review"])
    def send(self, request):
        return send_page(self, request)

    @action(description="按评审结果办理", url_path="settle", icon="rule", permissions=["review"])
    def settle(self, request):
        return settle_page(self, request)
