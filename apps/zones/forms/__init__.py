"""What people type about zones, made clean."""

from apps.zones.forms.plan import PlanForm
from apps.zones.forms.record import RecordForm
from apps.zones.forms.suggestions import AdoptionForm, AnswerForm, SuggestionForm

__all__ = ["AdoptionForm", "AnswerForm", "PlanForm", "RecordForm", "SuggestionForm"]
