"""What belongs to a meeting record when its history is told and when a version comes back."""

from apps.core.snapshots import Part, belongs
from apps.meetings.models import (
    AgendaItem,
    Attachment,
    Attendance,
    FollowUp,
    Guest,
    MemberReview,
    Resolution,
    Speech,
    Vote,
)

GRADES = ("excellent", "qualified", "basically_qualified", "unqualified")

belongs(
    "meetings.Meeting",
    Part(
        AgendaItem,
        "meeting",
        known_by=("topic",),
        told=("kind", "is_first_topic", "lecturer", "hours"),
        may_be_reworded=True,
    ),
    Part(
        Attendance,
        "meeting",
        known_by=("person",),
        state="status",
        told=("reason", "member_kind", "has_vote"),
    ),
    Part(Guest, "meeting", known_by=("name",), told=("post", "reason")),
    Part(Speech, "meeting", known_by=("person",), told=("gist",)),
    Part(
        Vote,
        "meeting",
        known_by=("matter",),
        told=("eligible", "present", "ayes", "nays", "abstentions"),
        may_be_reworded=True,
    ),
    Part(
        Resolution,
        "meeting",
        known_by=("text",),
        told=("owner", "due_on"),
        may_be_reworded=True,
    ),
    Part(FollowUp, "meeting", known_by=("text",), told=("outcome", "words")),
    Part(MemberReview, "meeting", known_by=(), told=GRADES),
    Part(Attachment, "meeting", known_by=("name",)),
)
