"""An issue that begins with the record of a life meeting."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect

from apps.core import access, drafts
from apps.core.idempotency import once
from apps.inspections import services
from apps.inspections.drafts import form_about
from apps.inspections.forms import MeetingFindingForm
from apps.inspections.lifecycle import CORRECT
from apps.inspections.models import Issue
from apps.inspections.rules import is_life_meeting
from apps.inspections.views.seen import attempt, page
from apps.meetings.models import Meeting


@access.permission(CORRECT)
def meeting_finding(request, uuid: UUID):
    """登记查摆的问题: one at a time, with those that were written down before."""
    meeting = _held(request, uuid)
    if not is_life_meeting(meeting):
        messages.warning(request, "组织生活会、民主生活会的记录提交以后，才能登记查摆的问题")
        return redirect(meeting)
    form = MeetingFindingForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and (made := attempt(form, lambda: _raised(request, meeting, form)))
    ):
        messages.success(request, f"问题已登记，整改时限 {made[0].due_on}")
        return redirect(request.path)
    issues = Issue.objects.visible_to(request.user).standing().filter(meeting=meeting)
    context = {
        "meeting": meeting,
        "issues": issues.select_related("organisation"),
        **drafts.page_of(request.user, form_about("life", meeting)),
    }
    return page(request, "inspections/meeting_finding.html", form, context)


def _raised(request, meeting: Meeting, form: MeetingFindingForm):
    return once(
        user=request.user,
        key=form.cleaned_data["form_key"],
        create=lambda: services.raise_of_meeting(meeting=meeting, by=request.user, **form.stated),
    )


def _held(request, uuid: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related("organisation__parent")
    meeting = get_object_or_404(rows, uuid=uuid)
    if not request.user.has_perm(CORRECT, meeting):
        raise PermissionDenied("查摆的问题由开会的党组织登记，您可以查看会议记录")
    return meeting
