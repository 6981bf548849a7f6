"""Verbs on records, talks and study topics."""

from apps.meetings.services.notes import complete_meeting
from apps.meetings.services.records import (
    CORRECTABLE,
    correct_meeting,
    discard_meeting,
    log_meeting,
    paths_of_attachments,
    sign_meeting,
    update_meeting,
    withdraw_meeting,
)
from apps.meetings.services.talks import log_talk
from apps.meetings.services.topics import write_topic

__all__ = [
    "CORRECTABLE",
    "complete_meeting",
    "correct_meeting",
    "discard_meeting",
    "log_meeting",
    "log_talk",
    "paths_of_attachments",
    "sign_meeting",
    "update_meeting",
    "withdraw_meeting",
    "write_topic",
]
