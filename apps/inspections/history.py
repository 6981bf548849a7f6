"""What belongs to an inspection, a visit or an issue when its history is told."""

from apps.core.snapshots import Part, belongs
from apps.inspections.models import (
    Evidence,
    Extension,
    InspectedUnit,
    Inspector,
    Measure,
    Recheck,
    RecordSeen,
)

belongs(
    "inspections.Inspection",
    Part(InspectedUnit, "inspection", known_by=("unit",)),
    Part(Inspector, "inspection", known_by=("person",), told=("is_head",)),
)
belongs("inspections.Visit", Part(RecordSeen, "visit", known_by=("meeting", "activity", "text")))
belongs(
    "inspections.Issue",
    Part(Measure, "issue", known_by=("text",), told=("owner", "due_on", "done_on")),
    Part(Evidence, "issue", known_by=("meeting", "activity", "file_name", "text")),
    Part(Recheck, "issue", known_by=("held_on", "by"), told=("outcome", "findings")),
    Part(Extension, "issue", known_by=("asked_until",), told=("status", "reason")),
)
