"""What waits for the staff: filed records."""

from django.urls import reverse

from apps.core.command import OFFERED, Found, finder
from apps.core.desk import queue
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import Meeting, MeetingText


def _filed() -> str:
    return f"{reverse('admin:meetings_meeting_changelist')}?status__exact={MeetingStatus.FILED}"


@queue("待审核的会议记录", permission="meetings.review_meeting", link=_filed)
def awaiting_review(user):
    return Meeting.objects.visible_to(user).awaiting_review()


@finder
def records(user, typed):
    rows = MeetingText.objects.visible_to(user).holding(typed).newest_first()
    rows = rows.select_related("meeting", "organisation").defer("meeting__minutes")
    for row in rows[:OFFERED]:
        link = reverse("admin:meetings_meeting_change", args=[row.pk])
        description = f"{row.organisation} {row.held_on.isoformat()}"
        yield Found(row.meeting.title, description, link, "event_note")
