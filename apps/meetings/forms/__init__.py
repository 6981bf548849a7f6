"""What people type about meetings and talks, made clean."""

from apps.meetings.forms.notes import NotesForm
from apps.meetings.forms.record import MeetingForm
from apps.meetings.forms.talk import TalkForm

__all__ = ["MeetingForm", "NotesForm", "TalkForm"]
