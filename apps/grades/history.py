"""What belongs to a rating and to a measure when their history is told."""

from apps.core.snapshots import Part, belongs
from apps.grades.models import GradeItem, GradeLevel, GradeVeto, RatingLine, RatingVeto

belongs(
    "grades.Rating",
    Part(
        RatingLine,
        "rating",
        known_by=("item",),
        told=("number", "self_points", "committee_points", "staff_points"),
    ),
    Part(RatingVeto, "rating", known_by=("veto",), told=("number", "reason")),
)
belongs(
    "grades.GradeScheme",
    Part(GradeItem, "scheme", known_by=("order",), told=("name", "most", "feed")),
    Part(GradeLevel, "scheme", known_by=("order",), told=("name", "minimum", "quota")),
    Part(GradeVeto, "scheme", known_by=("order",), told=("name", "test", "effect", "level")),
)
