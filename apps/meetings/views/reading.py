"""The list of records, the record as in the minute book, and its files."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.core import access, audit, saved_views
from apps.core.lifecycle import history_of, lifecycle_of
from apps.core.models import AuditEvent
from apps.core.sending import send_stored
from apps.meetings.advice import advice, vote_sentences
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus
from apps.meetings.dependants import onward
from apps.meetings.drafts import unfinished
from apps.meetings.models import (
    AgendaItem,
    Attachment,
    Attendance,
    FollowUp,
    Guest,
    Meeting,
    Resolution,
    Speech,
    Vote,
)
from apps.meetings.record_list import RECORDS, asked_of, records_of
from apps.meetings.services import CORRECTABLE
from apps.meetings.stages import stages_of
from apps.meetings.upcoming import next_of
from apps.meetings.views.papers import book_url

# Most records have few of these; one query says which.
SOMETIMES_READ: dict[str, QuerySet] = {
    "guests": Guest.objects.all(),
    "speeches": Speech.objects.select_related("person"),
    "votes": Vote.objects.all(),
    "resolutions": Resolution.objects.select_related("owner"),
    "follow_ups": FollowUp.objects.all(),
    "attachments": Attachment.objects.all(),
}
HAS_PARTS = {
    f"has_{name}": Exists(rows.filter(meeting=OuterRef("pk")))
    for name, rows in SOMETIMES_READ.items()
}
CORRECTIONS = Meeting.objects.exclude(status=MeetingStatus.VOID)
PAGE_SIZE = 30
YEARS_SHOWN = 5


@access.permission("meetings.view_meeting")
@require_safe
def meeting_list(request):
    """Keyset pages from the latest record on; nothing is counted."""
    views = saved_views.views_of(RECORDS, request.user)
    default = saved_views.default_of(views, request.user)
    if default and not request.GET:
        return redirect(saved_views.address(default, RECORDS))
    asked = asked_of(request.GET)
    place = _place(request, asked["organisation"])
    records = list(_page_of_records(request, asked, place)[: PAGE_SIZE + 1])
    page, has_more = records[:PAGE_SIZE], len(records) > PAGE_SIZE
    this_year = timezone.localdate().year
    context = {
        "records": page,
        "asked": asked,
        "place_shown": place,
        "book_url": book_url(place),
        "years": range(this_year, this_year - YEARS_SHOWN, -1),
        "kinds": MeetingKind.choices,
        "statuses": MeetingStatus.choices,
        "older_url": _link(asked, after=page[-1].uuid) if has_more else "",
        "newer_url": _link(asked) if asked["after"] else "",
        "shows_organisation": len({r.organisation_id for r in page}) > 1,
        "recycle_days": settings.RECYCLE_DAYS,
        "view_bar": saved_views.bar(RECORDS, request.user, views, request.GET),
        "unfinished": unfinished(request.user),
    }
    return render(request, "meetings/meeting_list.html", context)


def _page_of_records(request, asked: dict, place: Organisation | None):
    records = records_of(request.user, asked, place).with_notes_told()
    if asked["after"]:
        last = get_object_or_404(Meeting.objects.visible_to(request.user), uuid=asked["after"])
        records = records.before(last.held_on, last.pk)
    return records


def _place(request, key: UUID | None) -> Organisation | None:
    if key is None:
        return None
    return get_object_or_404(Organisation.objects.visible_to(request.user), uuid=key)


def _link(asked: dict, after: UUID | None = None) -> str:
    values = {**asked, "after": after}
    query = "&".join(f"{name}={value}" for name, value in values.items() if value)
    return f"{reverse('meetings:meeting_list')}?{query}"


@access.permission("meetings.view_meeting")
@require_safe
def meeting_detail(request, uuid: UUID):
    return render(
        request, "meetings/meeting_detail.html", page_of(request.user, _seen(request, uuid))
    )


@access.permission("meetings.view_meeting")
@require_safe
def meeting_receipt(request, uuid: UUID):
    """已提交: what was recorded, and what one may want to do next."""
    meeting = _seen(request, uuid)
    context = {
        "meeting": meeting,
        "absent": meeting.expected_count - meeting.present_count,
        "next": next_of(_owner_of(meeting), timezone.localdate()),
        "onward": list(onward(meeting, request.user)),
    }
    return render(request, "meetings/meeting_receipt.html", context)


def _owner_of(meeting: Meeting) -> int:
    """Whose duties a record is about: those of a subgroup are its branch's."""
    place = meeting.organisation
    is_subgroup = place.kind == OrganisationKind.SUBGROUP
    return place.parent_id if is_subgroup and place.parent_id else place.pk


@access.permission("meetings.view_attachment")
@require_safe
def attachment_download(request, uuid: UUID):
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), uuid=uuid)
    audit.record(AuditEvent.Kind.DOWNLOADED, request=request, subject=attachment.name)
    return send_stored(attachment.path, name=attachment.name, content_type=attachment.content_type)


def _seen(request, uuid: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related(
        "organisation", "chair", "recorder", "created_by", "corrects", "member_review"
    )
    rows = rows.annotate(
        has_correction=Exists(CORRECTIONS.filter(corrects=OuterRef("pk"))), **HAS_PARTS
    )
    meeting = get_object_or_404(rows, uuid=uuid)
    prefetch_related_objects(
        [meeting],
        Prefetch("agenda_items", AgendaItem.objects.select_related("lecturer")),
        Prefetch("attendances", Attendance.objects.select_related("person")),
        *_parts_of(meeting),
    )
    return meeting


def _parts_of(meeting: Meeting) -> list[Prefetch]:
    """What is known to be empty is not asked for: `none` costs no query."""
    return [
        Prefetch(name, rows.all() if getattr(meeting, f"has_{name}") else rows.none())
        for name, rows in SOMETIMES_READ.items()
    ]


def page_of(user, meeting) -> dict:
    """Everything that the page of a `_seen` record shows."""
    rows = list(meeting.attendances.all())
    can_change = user.has_perm("meetings.change_meeting", meeting)
    correction = CORRECTIONS.get(corrects=meeting) if meeting.has_correction else None
    return {
        "meeting": meeting,
        "present": [a for a in rows if a.status == AttendanceStatus.PRESENT],
        "absent": [a for a in rows if a.status != AttendanceStatus.PRESENT],
        "votes": [(vote, vote_sentences(vote)) for vote in meeting.votes.all()],
        "advice": advice(meeting),
        "steps": lifecycle_of(meeting).open_steps(meeting, user),
        "history": _in_words(meeting),
        "stages": stages_of(meeting.status),
        "may_add": user.has_perm("meetings.add_meeting", meeting) and not meeting.corrects_id,
        "correction": correction,
        "can_edit": can_change and meeting.is_editable,
        "can_sign": can_change and meeting.can_be_signed,
        "can_correct": can_change and meeting.status in CORRECTABLE and not correction,
        "lag_days": _lag(meeting),
        "lacks_notes": not meeting.minutes and not meeting.speeches.all(),
        "can_complete": can_change and meeting.can_be_completed,
        "onward": list(onward(meeting, user)),
    }


def _in_words(meeting: Meeting) -> list:
    """The steps taken so far, oldest first, under the names of the lifecycle table."""
    steps = lifecycle_of(meeting).by_step
    return [(change, steps[change.step].label) for change in history_of(meeting).reverse()]


def _lag(meeting: Meeting) -> int | None:
    """Days (自然日) from the sitting to its filing; shown, never punished."""
    if meeting.filed_at is None:
        return None
    filed_on: date = timezone.localtime(meeting.filed_at).date()
    return (filed_on - meeting.held_on).days
