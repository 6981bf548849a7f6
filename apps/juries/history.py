"""What belongs to a jury when its history is told; sheets do not: marks have no history to read."""

from apps.core.snapshots import Part, belongs
from apps.juries.models import Candidate, Juror, JuryCriterion

belongs(
    "juries.Jury",
    Part(Juror, "jury", known_by=("name",), told=("is_chair",)),
    Part(Candidate, "jury", known_by=("label",), told=("left_because",)),
)
belongs("juries.JuryScheme", Part(JuryCriterion, "scheme", known_by=("name",), state="most"))
