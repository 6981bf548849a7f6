"""Which record a page is about: 404 outside the subtree, 403 inside it without the right."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from apps.meetings.models import Meeting

CHANGE = "meetings.change_meeting"


def changeable(request, uuid: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related(
        "organisation", "chair", "recorder"
    )
    meeting = get_object_or_404(rows, uuid=uuid)
    if not request.user.has_perm(CHANGE, meeting):
        raise PermissionDenied("您没有修改这条记录的权限")
    return meeting
