"""The states of a meeting record: draft → filed → returned / reviewed → archived."""

from apps.core.lifecycle import Lifecycle, Transition, register
from apps.meetings.choices import MeetingStatus as Status

FILE = "meetings.file_meeting"
REVIEW = "meetings.review_meeting"

MEETING = register(
    Lifecycle(
        "meetings.Meeting",
        (
            Transition(
                "file",
                "提交",
                (Status.DRAFT, Status.RETURNED),
                Status.FILED,
                FILE,
                required=("place", "chair", "recorder"),
                stamp="filed_at",
            ),
            Transition("withdraw", "撤回修改", (Status.FILED,), Status.DRAFT, FILE),
            Transition(
                "return", "退回", (Status.FILED,), Status.RETURNED, REVIEW, note_required=True
            ),
            Transition(
                "review", "审核通过", (Status.FILED,), Status.REVIEWED, REVIEW, stamp="reviewed_at"
            ),
            Transition(
                "archive", "归档", (Status.REVIEWED,), Status.ARCHIVED, "meetings.archive_meeting"
            ),
            Transition(
                "supersede",
                "以更正代替",
                (Status.REVIEWED, Status.ARCHIVED),
                Status.SUPERSEDED,
                REVIEW,
                note_required=True,
            ),
            Transition(
                "discard",
                "作废",
                (Status.DRAFT, Status.RETURNED),
                Status.VOID,
                FILE,
                note_required=True,
            ),
        ),
    )
)
