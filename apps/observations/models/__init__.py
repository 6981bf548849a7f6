"""Centre groups and their sessions; cycles, observers, forms and what was observed."""

from apps.observations.models.cycles import CycleObserver, ObservationCycle
from apps.observations.models.forms import ObservationForm, ObservationItem
from apps.observations.models.groups import GroupSession, StudyGroup
from apps.observations.models.observations import (
    ItemFinding,
    Observation,
    ObservedProblem,
    Observer,
)

__all__ = [
    "CycleObserver",
    "GroupSession",
    "ItemFinding",
    "Observation",
    "ObservationCycle",
    "ObservationForm",
    "ObservationItem",
    "ObservedProblem",
    "Observer",
    "StudyGroup",
]
