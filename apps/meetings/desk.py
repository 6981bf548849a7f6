"""What waits for the staff: filed records."""

from django.urls import reverse

from apps.core.desk import queue
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import Meeting


def _filed() -> str:
    return f"{reverse('admin:meetings_meeting_changelist')}?status__exact={MeetingStatus.FILED}"


@queue("待审核的会议记录", permission="meetings.review_meeting", link=_filed)
def awaiting_review(user):
    return Meeting.objects.visible_to(user).awaiting_review()
