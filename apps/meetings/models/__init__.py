"""Records of organisational life: the sitting, its parts, and talks."""

from apps.meetings.models.papers import PaperOrder
from apps.meetings.models.parts import (
    AgendaItem,
    Attachment,
    Attendance,
    Guest,
    MemberReview,
    Resolution,
    Speech,
    Vote,
)
from apps.meetings.models.reasons import ReturnReason
from apps.meetings.models.record import Meeting
from apps.meetings.models.talks import Talk
from apps.meetings.models.texts import MeetingText

__all__ = [
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Guest",
    "Meeting",
    "MeetingText",
    "MemberReview",
    "PaperOrder",
    "Resolution",
    "ReturnReason",
    "Speech",
    "Talk",
    "Vote",
]
