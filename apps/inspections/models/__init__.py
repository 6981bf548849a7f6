"""Inspections, what they saw, what they found, and how it is put right."""

from apps.inspections.models.checklists import Checklist, ChecklistItem, Focus
from apps.inspections.models.correction import Evidence, Extension, Measure, Recheck
from apps.inspections.models.inspections import (
    InspectedUnit,
    Inspection,
    InspectionFocus,
    Inspector,
)
from apps.inspections.models.issues import CommonIssue, Issue
from apps.inspections.models.visits import RecordSeen, Visit, VisitInspector

__all__ = [
    "Checklist",
    "ChecklistItem",
    "CommonIssue",
    "Evidence",
    "Extension",
    "Focus",
    "InspectedUnit",
    "Inspection",
    "InspectionFocus",
    "Inspector",
    "Issue",
    "Measure",
    "Recheck",
    "RecordSeen",
    "Visit",
    "VisitInspector",
]
