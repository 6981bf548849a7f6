"""The sheet of meetings, brought in as filed records."""

from apps.meetings.imports.sheet import MeetingSheet

__all__ = ["MeetingSheet"]
