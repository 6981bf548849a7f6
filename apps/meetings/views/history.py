"""修改历史: who changed what when, for the branch itself too, and the way back to a version."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.core import access, chronicle
from apps.core.versions import StaleVersion
from apps.meetings.models import Meeting
from apps.meetings.restoring import restore_version
from apps.meetings.services import CORRECTABLE

CHANGE = "meetings.change_meeting"


@access.permission("meetings.view_meeting")
@require_safe
def meeting_history(request, uuid: UUID):
    meeting = _visible(request, uuid)
    may_restore = request.user.has_perm(CHANGE, meeting)
    context = {
        "meeting": meeting,
        "entries": chronicle.of(meeting),
        "can_restore": may_restore and meeting.is_editable,
        "can_correct": may_restore and meeting.status in CORRECTABLE,
    }
    return render(request, "meetings/meeting_history.html", context)


@require_POST
@access.permission(CHANGE)
def meeting_restore(request, uuid: UUID):
    """Back to a version: at once where the record may be changed, else as a correction."""
    meeting = _visible(request, uuid)
    if not request.user.has_perm(CHANGE, meeting):
        raise PermissionDenied("您没有修改这条记录的权限")
    given = request.POST
    try:
        restored = restore_version(
            meeting=meeting,
            number=_number(given.get("number", "")),
            expected_version=_number(given.get("version", "")),
            reason=given.get("reason", ""),
            by=request.user,
        )
    except (ValidationError, StaleVersion) as refused:
        told = getattr(refused, "messages", [str(refused)])
        messages.error(request, "没有恢复：" + " ".join(told))
        return redirect("meetings:meeting_history", uuid=meeting.uuid)
    messages.success(request, "已恢复所选版本的内容，请核对后提交")
    return redirect(restored)


def _visible(request, uuid: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(rows, uuid=uuid)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
