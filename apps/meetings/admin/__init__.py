"""The desk of meetings: the review of records, and talks."""

from apps.meetings.admin import records, talks

__all__ = ["records", "talks"]
