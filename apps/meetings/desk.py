"""What waits at the committee's desk about meetings."""

from django.urls import reverse

from apps.core.desk import queue
from apps.meetings.models import Meeting


@queue(
    "会议记录待审核",
    permission="meetings.review_meeting",
    link=lambda: f"{reverse('meetings:meeting_list')}?status=filed",
)
def awaiting_review(user):
    return Meeting.objects.visible_to(user, "review").awaiting_review()
