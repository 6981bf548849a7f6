"""Single steps on a record that are not steps of its lifecycle."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from apps.core import access
from apps.core.lifecycle import StepRefused
from apps.meetings.services import correct_meeting, sign_meeting
from apps.meetings.views.seen import CHANGE, changeable


@require_POST
@access.permission(CHANGE)
def meeting_correct(request, uuid: UUID):
    """Begin a correction of a reviewed record."""
    meeting = changeable(request, uuid)
    try:
        correction = correct_meeting(
            original=meeting, reason=request.POST.get("reason", ""), by=request.user
        )
    except StepRefused as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(meeting)
    return redirect("meetings:meeting_update", uuid=correction.uuid)


@require_POST
@access.permission(CHANGE)
def meeting_sign(request, uuid: UUID):
    """Note that the paper record is signed."""
    meeting = changeable(request, uuid)
    try:
        sign_meeting(meeting=meeting)
    except StepRefused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "已登记主持人和记录人签字")
    return redirect(meeting)
