"""What belongs to a renewal or an election when its history is told."""

from apps.core.snapshots import Part, belongs
from apps.elections.models import ElectionCandidate, ElectionSeat, RenewalPaper

belongs(
    "elections.Renewal",
    Part(RenewalPaper, "renewal", known_by=("kind", "dated_on"), told=("title", "doc_no")),
)
belongs(
    "elections.Election",
    Part(RenewalPaper, "election", known_by=("kind", "dated_on"), told=("title", "doc_no")),
    Part(ElectionSeat, "election", known_by=("post",), told=("seats", "present")),
    Part(
        ElectionCandidate,
        "election",
        known_by=("person", "post"),
        told=("ayes", "is_elected", "duty"),
    ),
)
