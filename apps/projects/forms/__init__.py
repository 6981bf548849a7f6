"""What the unit fills in: the application, its milestones, outcomes and reports."""

from apps.projects.forms.application import ApplicationForm
from apps.projects.forms.milestones import DoneForm, DropForm, MoveForm, PlanForm
from apps.projects.forms.outcomes import OutcomeForm
from apps.projects.forms.reports import ConclusionForm, MidtermForm

__all__ = [
    "ApplicationForm",
    "ConclusionForm",
    "DoneForm",
    "DropForm",
    "MidtermForm",
    "MoveForm",
    "OutcomeForm",
    "PlanForm",
]
