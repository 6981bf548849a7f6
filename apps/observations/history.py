"""What belongs to an observation, a cycle or a form when its history is told."""

from apps.core.snapshots import Part, belongs
from apps.observations.models import (
    CycleObserver,
    ItemFinding,
    ObservationItem,
    ObservedProblem,
    Observer,
)

belongs(
    "observations.Observation",
    Part(Observer, "observation", known_by=("person",), told=("is_head",)),
    Part(ItemFinding, "observation", known_by=("item",), told=("grade", "points", "remark")),
    Part(ObservedProblem, "observation", known_by=("text",)),
)
belongs(
    "observations.ObservationCycle",
    Part(CycleObserver, "cycle", known_by=("person",), told=("unit", "may_lead")),
)
belongs(
    "observations.ObservationForm",
    Part(ObservationItem, "form", known_by=("order",), told=("name", "scale", "most")),
)
