"""Forms of the portal: what a body writes about its correction, what a team writes of a visit."""

from apps.inspections.forms.correction import (
    AnswerForm,
    DoneForm,
    EvidenceForm,
    ExtensionForm,
    MeasureForm,
    RecheckForm,
)
from apps.inspections.forms.visits import FindingForm, MeetingFindingForm, VisitForm

__all__ = [
    "AnswerForm",
    "DoneForm",
    "EvidenceForm",
    "ExtensionForm",
    "FindingForm",
    "MeasureForm",
    "MeetingFindingForm",
    "RecheckForm",
    "VisitForm",
]
