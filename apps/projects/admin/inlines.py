"""What belongs to a project, beside its form."""

from apps.core.admin import TabularInline, ViewInline, display
from apps.projects.models import (
    EventProject,
    Milestone,
    Outcome,
    ProjectCandidacy,
    ProjectMeasure,
    Title,
)


class OfProjectInline(TabularInline):
    tab = True

    def get_queryset(self, request):
        relations = [name for name in self.autocomplete_fields if name]
        return super().get_queryset(request).select_related("project", *relations)


class MilestoneInline(OfProjectInline):
    model = Milestone
    fields = ("name", "owner", "due_on", "first_due_on", "done_on", "result", "standing")
    readonly_fields = ("first_due_on", "standing")
    autocomplete_fields = ("owner",)

    @display(description="取消")
    def standing(self, milestone) -> str:
        return f"已取消：{milestone.drop_reason}" if milestone.dropped_on else "—"


class MeasureInline(OfProjectInline):
    model = ProjectMeasure
    fields = ("order", "name", "text")


class OutcomeInline(OfProjectInline):
    model = Outcome
    fields = (
        *("kind", "value", "value_hedge", "is_ordinal", "reach", "is_target"),
        *("starts_on", "ends_on", "text"),
    )


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
    verbose_name_plural = "参加的推进活动"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event", "project")


class CandidacyInline(ViewInline):
    model = ProjectCandidacy
    fields = ("jury", "state")
    readonly_fields = ("jury", "state")
    show_change_link = False
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
