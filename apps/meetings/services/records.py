"""Verbs on meeting records. `expected_count` and `present_count` always equal the attendance rows."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core import files
from apps.core.lifecycle import StepRefused, advance, begin
from apps.core.uploads import KeptFile
from apps.core.versions import claim_version
from apps.meetings import dependants
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import (
    AgendaItem,
    Attachment,
    Attendance,
    FollowUp,
    Guest,
    Meeting,
    MemberReview,
    Resolution,
    Speech,
    Vote,
)
from apps.meetings.parts import fill, write_parts
from apps.meetings.roll import Roll, roll_of
from apps.meetings.sitting import Sitting, check

PARTS = (AgendaItem, Attendance, Guest, Speech, Vote, Resolution, FollowUp, MemberReview)
CORRECTABLE = (MeetingStatus.REVIEWED, MeetingStatus.ARCHIVED)


@files.register_of_paths
def paths_of_attachments():
    return Attachment.objects.values_list("path", flat=True)


@transaction.atomic
def log_meeting(
    *,
    organisation: Organisation,
    sitting: Sitting,
    by,
    file: bool = True,
    roll: Roll | None = None,
    attachments: Iterable[KeptFile] = (),
) -> Meeting:
    """Record a sitting and file it, or keep it as a draft. ValidationError names the fields.

    `roll` spares a second reading when the caller has just read it for the same day and kind.
    """
    roll = _fitting(roll, organisation, sitting)
    check(sitting, roll, complete=file)
    meeting = Meeting(organisation=organisation, created_by=by)
    meeting.seq_no = _next_number(organisation, sitting)
    fill(meeting, sitting, roll)
    if file:
        begin([meeting], "file", by=by)
    else:
        meeting.save(force_insert=True)
    write_parts(meeting, sitting, roll)
    attach(meeting, attachments)
    return meeting


@transaction.atomic
def update_meeting(
    *,
    meeting: Meeting,
    sitting: Sitting,
    expected_version: int,
    by,
    file: bool = False,
    roll: Roll | None = None,
    attachments: Iterable[KeptFile] = (),
    removed: Iterable[Attachment] = (),
) -> Meeting:
    """Write a draft or returned record anew. StaleVersion if it is not `expected_version` any more."""
    claim_version(meeting, expected=expected_version)
    if not meeting.is_editable:
        raise StepRefused(f"这条记录现在是“{meeting.get_status_display()}”，请先撤回再修改")
    roll = _fitting(roll, meeting.organisation, sitting)
    check(sitting, roll, complete=file)
    if (meeting.kind, meeting.held_on.year) != (sitting.kind, sitting.held_on.year):
        meeting.seq_no = _next_number(meeting.organisation, sitting)
    fill(meeting, sitting, roll)
    meeting.save()
    own_keys = _keys_of(meeting, sitting)
    for part in PARTS:
        part.objects.filter(meeting=meeting).delete()
    write_parts(meeting, sitting, roll, own_keys)
    Attachment.objects.filter(meeting=meeting, pk__in=[a.pk for a in removed]).delete()
    attach(meeting, attachments)
    dependants.tell(meeting)
    return advance(meeting, "file", by=by) if file else meeting


@transaction.atomic
def correct_meeting(*, original: Meeting, reason: str, by) -> Meeting:
    """Begin a correction: a draft with the same content. The original counts until its review."""
    stored = Meeting.objects.select_for_update(of=("self",)).get(pk=original.pk)
    if stored.status not in CORRECTABLE:
        raise StepRefused(
            f"这条记录现在是“{stored.get_status_display()}”，可以直接修改，不需要更正"
            if stored.is_editable
            else f"这条记录现在是“{stored.get_status_display()}”，不能更正"
        )
    if not reason.strip():
        raise StepRefused("请写明更正原因")
    if stored.corrections.exclude(status=MeetingStatus.VOID).exists():
        raise StepRefused("这条记录已有一份更正，请打开那一份继续")
    correction = _blank_copy(stored, reason=reason.strip(), by=by)
    correction.save(force_insert=True)
    for part in (*PARTS, Attachment):
        _copy_rows(part, stored, correction)
    return correction


@transaction.atomic
def sign_meeting(*, meeting: Meeting) -> Meeting:
    """Note that chair and recorder have signed the paper record (handbook 3.3, field 16)."""
    stored = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not stored.can_be_signed:
        raise StepRefused("只有已提交、还没有登记签字的记录可以登记签字")
    stored.signed_by_chair_at = stored.signed_by_recorder_at = timezone.now()
    stored.version += 1
    stored.save(
        update_fields=["signed_by_chair_at", "signed_by_recorder_at", "version", "updated_at"]
    )
    return stored


def withdraw_meeting(*, meeting: Meeting, by) -> Meeting:
    """Take a record back that has just been filed; see the guard of the step."""
    return advance(meeting, "withdraw", by=by)


def discard_meeting(*, meeting: Meeting, reason: str, by) -> Meeting:
    return advance(meeting, "discard", by=by, note=reason)


def _fitting(roll: Roll | None, organisation: Organisation, sitting: Sitting) -> Roll:
    """The given roll if it is that of this sitting, else a fresh one."""
    asked = (organisation, sitting.kind, sitting.held_on)
    if roll and (roll.organisation, roll.kind, roll.on) == asked:
        return roll
    return roll_of(organisation=organisation, kind=sitting.kind, on=sitting.held_on)


def _next_number(organisation: Organisation, sitting: Sitting) -> int:
    """The running number of the kind in the year; the lock keeps two records from sharing one."""
    Organisation.objects.select_for_update(of=("self",)).only("pk").get(pk=organisation.pk)
    numbers = Meeting.objects.of_year(sitting.held_on.year).filter(
        organisation=organisation, kind=sitting.kind
    )
    return (numbers.aggregate(last=Max("seq_no"))["last"] or 0) + 1


def _keys_of(meeting: Meeting, sitting: Sitting) -> frozenset[UUID]:
    """The keys that rows of this record have or ever had: no other may be claimed."""
    if not any(decision.key for decision in sitting.decisions):
        return frozenset()
    earlier: Any = Resolution
    once = earlier.pgh_event_model.objects.filter(meeting=meeting).values_list("key", flat=True)
    return frozenset(meeting.resolutions.values_list("key", flat=True).union(once))


def attach(meeting: Meeting, kept: Iterable[KeptFile]) -> None:
    rows = [
        Attachment(
            meeting=meeting,
            **file.columns,
        )
        for file in kept
    ]
    if rows:
        Attachment.objects.bulk_create(rows)


def _blank_copy(stored: Meeting, *, reason: str, by) -> Meeting:
    kept = (
        *("organisation", "kind", "title", "seq_no", "started_at", "ended_at", "held_on", "place"),
        *("chair", "chair_reason", "recorder", "minutes", "minutes_style"),
        *("expected_count", "present_count"),
    )
    return Meeting(
        **{name: getattr(stored, name) for name in kept},
        created_by=by,
        corrects=stored,
        correction_reason=reason,
    )


def _copy_rows(part, source: Meeting, target: Meeting) -> None:
    own = {"id", "meeting", "uuid", "version", "created_at", "updated_at"}
    names = [f.name for f in part._meta.concrete_fields if f.name not in own]
    rows = list(part.objects.filter(meeting=source))
    part.objects.bulk_create(
        part(meeting=target, **{name: getattr(row, name) for name in names}) for row in rows
    )
