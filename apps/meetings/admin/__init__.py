"""The desk of meetings: records, their review with its reasons, talks and study topics."""

from apps.meetings.admin import reasons, records, talks, topics

__all__ = ["reasons", "records", "talks", "topics"]
