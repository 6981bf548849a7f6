"""Secretary projects: their states, milestones, events, outcomes and titles."""

from collections.abc import Callable

from django.db.models import QuerySet

from apps.core.periods import Period
from apps.indicators.sources.base import Source, stock_day
from apps.projects.models import (
    Milestone,
    Outcome,
    ProjectEvent,
    ProjectMeasure,
    SecretaryProject,
    Title,
)

OF_A_PROJECT = "project__organisation"
Rows = Callable[[Period], QuerySet]


def part(model, rows: Rows, day: str = "", shown_with: tuple[str, ...] = ()) -> Source:
    """Rows that belong to a project and count where it does."""
    return Source(
        model,
        rows,
        day=day,
        owner=OF_A_PROJECT,
        record="project",
        shown_with=(OF_A_PROJECT, *shown_with),
        holder=OF_A_PROJECT,
    )


# Those of the year, and earlier ones that have not come to their end.
STATES = Source(SecretaryProject, lambda period: SecretaryProject.objects.on(stock_day(period)))
REPORTED = Source(
    SecretaryProject,
    lambda period: SecretaryProject.objects.reported_in(period),
    day="reported_on",
)
MEASURES = part(
    ProjectMeasure,
    lambda period: ProjectMeasure.objects.filter(
        project__in=SecretaryProject.objects.on(stock_day(period)).values("pk")
    ),
)
LATE_MILESTONES = part(Milestone, lambda period: Milestone.objects.late_in(period), "due_on")
OVERDUE_MILESTONES = part(Milestone, lambda period: Milestone.objects.overdue_on(stock_day(period)))
EVENTS = Source(ProjectEvent, lambda period: ProjectEvent.objects.held_in(period), day="starts_on")
OUTCOMES = part(Outcome, lambda period: Outcome.objects.counted_in(period), "ends_on", ("kind",))
TARGETS = part(Outcome, lambda period: Outcome.objects.aimed_at_in(period), "ends_on", ("kind",))
TITLES = part(
    Title, lambda period: Title.objects.valid().awarded_in(period), "awarded_on", ("kind",)
)
