"""What belongs to a project, beside its form."""

from apps.core.admin import StackedInline, TabularInline, ViewInline, display
from apps.projects.models import (
    EventProject,
    Milestone,
    Outcome,
    ProjectCandidacy,
    ProjectMeasure,
    Title,
)

ROWS = 2


class MilestoneInline(StackedInline):
    model = Milestone
    tab = True
    fields = (
        "name",
        "owner",
        ("due_on", "done_on"),
        "result",
        ("first_due_on", "dropped"),
    )
    readonly_fields = ("first_due_on", "dropped")
    autocomplete_fields = ("owner",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("project", "owner")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return shortened(super().formfield_for_dbfield(db_field, request, **kwargs))

    @display(description="取消")
    def dropped(self, milestone) -> str:
        return milestone.drop_reason or "—"


class OutcomeInline(StackedInline):
    model = Outcome
    tab = True
    fields = (
        "kind",
        ("value", "value_hedge"),
        ("starts_on", "ends_on"),
        ("is_ordinal", "reach"),
        "is_target",
        "text",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("project", "kind")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return shortened(super().formfield_for_dbfield(db_field, request, **kwargs))


class MeasureInline(TabularInline):
    model = ProjectMeasure
    tab = True
    hide_title = True
    fields = ("order", "name", "text")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("project")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return shortened(super().formfield_for_dbfield(db_field, request, **kwargs))


def shortened(field):
    """Long texts of a row begin with two lines and grow."""
    if field is not None and "rows" in field.widget.attrs:
        field.widget.attrs["rows"] = ROWS
    return field


class TitleInline(ViewInline):
    model = Title
    fields = ("kind", "year", "awarded_on", "withdrawn_on", "withdrawal_reason")
    readonly_fields = ("withdrawn_on", "withdrawal_reason")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("kind", "project")


class ShownAtInline(ViewInline):
    model = EventProject
    fields = ("event", "findings")
    show_change_link = False
    hide_title = True
    verbose_name_plural = "参加的推进活动"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event", "project")


class CandidacyInline(ViewInline):
    model = ProjectCandidacy
    fields = ("jury", "state")
    readonly_fields = ("jury", "state")
    show_change_link = False
    hide_title = True
    verbose_name_plural = "评审"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("project", "candidate__jury")

    @display(description="评审会")
    def jury(self, candidacy) -> str:
        return str(candidacy.candidate.jury)

    @display(description="进展")
    def state(self, candidacy) -> str:
        candidate = candidacy.candidate
        if candidate.left_on:
            return f"已撤出：{candidate.left_because}"
        return candidate.jury.get_status_display()
