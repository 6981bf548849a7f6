"""Records of organisational life: the sitting, its parts, and talks."""

from apps.meetings.models.papers import PaperOrder
from apps.meetings.models.parts import (
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
from apps.meetings.models.reasons import ReturnReason
from apps.meetings.models.record import Meeting
from apps.meetings.models.talks import Talk
from apps.meetings.models.texts import MeetingText
from apps.meetings.models.topics import Addressee, StudyTopic

__all__ = [
    "Addressee",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "FollowUp",
    "Guest",
    "Meeting",
    "MeetingText",
    "MemberReview",
    "PaperOrder",
    "Resolution",
    "ReturnReason",
    "Speech",
    "StudyTopic",
    "Talk",
    "Vote",
]
