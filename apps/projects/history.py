"""What belongs to a project or to an event when its history is told."""

from apps.core.snapshots import Part, belongs
from apps.projects.models import (
    EventProject,
    Milestone,
    Outcome,
    ProjectMeasure,
    Title,
)

belongs(
    "projects.SecretaryProject",
    Part(ProjectMeasure, "project", known_by=("name",), may_be_reworded=True),
    Part(
        Milestone,
        "project",
        known_by=("name",),
        told=("owner", "due_on", "move_reason", "done_on", "dropped_on"),
        may_be_reworded=True,
    ),
    Part(Outcome, "project", known_by=("kind", "ends_on"), told=("value", "value_hedge")),
    Part(Title, "project", known_by=("kind", "year"), told=("awarded_on", "withdrawn_on")),
)
belongs(
    "projects.ProjectEvent",
    Part(EventProject, "event", known_by=("project",), told=("findings",)),
)
