"""From the record of a meeting to its campaign: offered on its page and on the receipt."""

from django.urls import reverse

from apps.meetings import dependants
from apps.meetings.choices import EFFECTIVE
from apps.meetings.dependants import Onward
from apps.meetings.models import Meeting


@dependants.offer
def count_under_campaign(meeting: Meeting, user) -> Onward | None:
    """Leads to the activity itself where the meeting is counted already."""
    if meeting.status not in EFFECTIVE or not user.has_perm("sixlights.add_activity", meeting):
        return None
    return Onward("计入主题行动", reverse("sixlights:meeting_count", args=[meeting.uuid]))
