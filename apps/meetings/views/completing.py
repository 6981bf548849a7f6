"""补全: notes that follow a filed record."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from apps.core import access, drafts
from apps.core.files import StorageFull
from apps.core.idempotency import once, sent_before
from apps.core.uploads import keep
from apps.core.versions import StaleVersion
from apps.meetings.choices import MeetingKind
from apps.meetings.drafts import form_of_notes
from apps.meetings.forms import NotesForm
from apps.meetings.models import Meeting
from apps.meetings.roll import roll_of
from apps.meetings.services import complete_meeting
from apps.meetings.views.seen import CHANGE, changeable


@access.permission(CHANGE)
def meeting_complete(request, uuid: UUID):
    """Notes, speeches and files are added without taking the record back."""
    meeting = changeable(request, uuid)
    if not meeting.can_be_completed and request.method != "POST":
        messages.warning(
            request, "这条记录现在不能补全。需要补记的，请上级退回；已审核的，用“更正”"
        )
        return redirect(meeting)
    kind = MeetingKind(meeting.kind)
    roll = roll_of(organisation=meeting.organisation, kind=kind, on=meeting.held_on)
    if request.method != "POST":
        return _page(request, meeting, NotesForm(meeting=meeting, roll=roll))
    form = NotesForm(request.POST, request.FILES, meeting=meeting, roll=roll)
    if form.is_valid() and _save(request, meeting, form):
        messages.success(request, "已补全")
        return redirect(meeting)
    return _page(request, meeting, form, status=422)


def _save(request, meeting: Meeting, form: NotesForm) -> bool:
    """Add it once; what the service refuses stands at its field."""
    given = form.cleaned_data
    try:
        once(
            user=request.user,
            key=given["form_key"],
            create=lambda: complete_meeting(
                meeting=meeting,
                minutes=given.get("minutes", ""),
                speeches=form.speeches.entries(),
                attachments=[keep(file) for file in given["attachments"]],
                expected_version=given["version"],
                by=request.user,
            ),
        )
    except StaleVersion as stale:
        if _is_retry(request.user, form, cast(Meeting, stale.current)):
            return True
        form.accept_version(cast(Meeting, stale.current).version)
        form.add_error(None, str(stale))
    except (StorageFull, ValidationError) as refusal:
        form.add_error(None, getattr(refusal, "messages", [str(refusal)]))
    return not form.errors


def _is_retry(user, form: NotesForm, stored: Meeting) -> bool:
    """Whether the very same notes have been added already and only the answer was lost."""
    sent = sent_before(user=user, key=form.cleaned_data["form_key"])
    gists = set(stored.speeches.values_list("gist", flat=True))
    return (
        sent is not None
        and form.cleaned_data.get("minutes", stored.minutes) == stored.minutes
        and all(entry.gist in gists for entry in form.speeches.entries())
    )


def _page(request, meeting: Meeting, form: NotesForm, status: int = 200):
    context = {
        "meeting": meeting,
        "form": form,
        **drafts.page_of(request.user, form_of_notes(meeting), record=meeting),
    }
    return render(request, "meetings/meeting_complete.html", context, status=status)
