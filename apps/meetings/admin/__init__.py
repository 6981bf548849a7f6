"""The desk of meetings: records, their review with its reasons, and talks."""

from apps.meetings.admin import reasons, records, talks

__all__ = ["reasons", "records", "talks"]
