"""What a new record takes from earlier ones: a copy of the last, and the resolutions to come back to."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.meetings import following
from apps.meetings.choices import DELIBERATING, MeetingStatus
from apps.meetings.forms.following import is_answered
from apps.meetings.models import Meeting, Resolution
from apps.meetings.roll import Roll

# Copy the last record of the same kind, whichever it is.
LAST = "last"


def copied(request, roll: Roll) -> Meeting | None:
    """The record that the new one takes after: a named one, or the last of that body and kind."""
    key = request.GET.get("copy", "")
    if not key:
        return None
    records = Meeting.objects.visible_to(request.user).select_related("chair", "recorder")
    same = records.filter(organisation=roll.organisation, kind=roll.kind)
    if key == LAST:
        alive = same.exclude(status=MeetingStatus.VOID)
        return alive.order_by("-held_on", "-pk").first()
    try:
        return get_object_or_404(same, uuid=UUID(key))
    except ValueError:
        raise Http404 from None


def to_follow(roll: Roll, meeting: Meeting | None = None) -> list[Resolution]:
    """Only a meeting that decides comes back to what was decided before."""
    if roll.kind not in DELIBERATING:
        return []
    return following.to_follow(roll.organisation, on=roll.on, meeting=meeting)


def answered(request, roll: Roll, meeting: Meeting | None = None) -> list[Resolution]:
    """Of a posted form: read again only if something was said about them."""
    return to_follow(roll, meeting) if is_answered(request.POST) else []
