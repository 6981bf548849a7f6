"""Where lecturer and hours of a lecture or training go."""

from apps.meetings.choices import MeetingKind
from apps.meetings.sitting import Topic


def with_lecture(topics: list[Topic], kind: MeetingKind, given: dict) -> list[Topic]:
    """The lecture is the first item that is not the first topic, unless it is the only one."""
    spot = next((i for i, t in enumerate(topics) if not t.is_first_topic), 0)
    return [
        Topic(
            t.topic,
            kind,
            t.is_first_topic,
            t.source_text,
            given.get("lecturer") or t.lecturer,
            given.get("hours"),
        )
        if i == spot
        else t
        for i, t in enumerate(topics)
    ]
