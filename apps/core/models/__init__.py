"""The portal's own tables."""

from apps.core.models.calendar import CalendarDay
from apps.core.models.imports import ImportBatch
from apps.core.models.lists import Export, SavedView
from apps.core.models.objections import ObjectionModel, ObjectionStatus
from apps.core.models.policy import Bound, PolicyNumber
from apps.core.models.records import (
    AuditEvent,
    Document,
    EditableModel,
    FormDraft,
    Job,
    JobItem,
    PublicModel,
    StatusChange,
    Submission,
)
from apps.core.models.spans import SpanModel
from apps.core.models.stored import OptionalFileModel, StoredFileModel

__all__ = [
    "AuditEvent",
    "Bound",
    "CalendarDay",
    "Document",
    "EditableModel",
    "Export",
    "FormDraft",
    "ImportBatch",
    "Job",
    "JobItem",
    "ObjectionModel",
    "ObjectionStatus",
    "OptionalFileModel",
    "PolicyNumber",
    "PublicModel",
    "SavedView",
    "SpanModel",
    "StatusChange",
    "StoredFileModel",
    "Submission",
]
