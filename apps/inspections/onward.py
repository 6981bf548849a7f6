"""From the record of a life meeting to what it found wanting: offered on its page and receipt."""

from django.urls import reverse

from apps.inspections.rules import is_life_meeting
from apps.meetings import dependants
from apps.meetings.dependants import Onward
from apps.meetings.models import Meeting


@dependants.offer
def raise_issues(meeting: Meeting, user) -> Onward | None:
    if not is_life_meeting(meeting) or not user.has_perm("inspections.correct_issue", meeting):
        return None
    return Onward("登记问题", reverse("inspections:meeting_finding", args=[meeting.uuid]))
