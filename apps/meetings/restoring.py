"""恢复此版本: text, attendance, agenda, votes and resolutions as they were, by the usual verbs."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone

from apps.branches.choices import MembershipKind
from apps.branches.models import Person
from apps.core.lifecycle import StepRefused
from apps.core.snapshots import Version, version_of
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus, MinutesStyle
from apps.meetings.models import (
    AgendaItem,
    Attendance,
    FollowUp,
    Guest,
    Meeting,
    MemberReview,
    Resolution,
    Speech,
    Vote,
)
from apps.meetings.roll import Roll, RollEntry
from apps.meetings.services import correct_meeting, update_meeting
from apps.meetings.sitting import (
    Absence,
    Ballot,
    Decision,
    FollowUpEntry,
    GuestEntry,
    ReviewTotals,
    Sitting,
    SpeechEntry,
    Topic,
)

PLAIN = ("started_at", "ended_at", "place", "chair_reason", "minutes")


@transaction.atomic
def restore_version(
    *, meeting: Meeting, number: int, expected_version: int, by, reason: str = ""
) -> Meeting:
    """Write an older version anew: into a record that may be changed, else into a correction.

    Attachments stay as they are. StaleVersion if the record is not `expected_version` any more.
    """
    version = version_of(meeting, number)
    if version is None or version.record is None:
        raise StepRefused("没有找到这个版本。请刷新修改历史后再选")
    if meeting.status == MeetingStatus.FILED:
        raise StepRefused("这条记录正在等待审核，请先撤回修改，再恢复")
    sitting, roll = content_of(meeting, version)
    with pghistory.context(verb=f"恢复{timezone.localtime(version.at):%Y-%m-%d %H:%M}的内容"):
        if not meeting.is_editable:
            meeting = correct_meeting(original=meeting, reason=reason, by=by)
            expected_version = meeting.version
        return update_meeting(
            meeting=meeting, sitting=sitting, expected_version=expected_version, by=by, roll=roll
        )


def content_of(meeting: Meeting, version: Version) -> tuple[Sitting, Roll]:
    """What a version of the record stated, and the roll that it was stated about."""
    record, rows = version.record, version.parts
    people = _people(version)
    attendances = rows[Attendance]
    roll = Roll(
        meeting.organisation,
        MeetingKind(record.kind),
        record.held_on,
        tuple(
            RollEntry(people[a.person_id], MembershipKind(a.member_kind), a.has_vote)
            for a in attendances
        ),
    )
    reviews = _entries(ReviewTotals, rows[MemberReview], people)
    sitting = Sitting(
        **{name: getattr(record, name) for name in PLAIN},
        kind=MeetingKind(record.kind),
        chair=people[record.chair_id],
        recorder=people[record.recorder_id],
        topics=_entries(Topic, sorted(rows[AgendaItem], key=lambda a: a.order), people),
        absences={
            a.person_id: Absence(AttendanceStatus(a.status), a.reason)
            for a in attendances
            if a.status != AttendanceStatus.PRESENT
        },
        guests=_entries(GuestEntry, rows[Guest], people),
        speeches=_entries(SpeechEntry, rows[Speech], people),
        ballots=_entries(Ballot, rows[Vote], people),
        decisions=_entries(Decision, rows[Resolution], people),
        follow_ups=_entries(FollowUpEntry, rows[FollowUp], people),
        review=reviews[0] if reviews else None,
        minutes_style=MinutesStyle(record.minutes_style),
    )
    return sitting, roll


def _entries(stated: Any, rows: Iterable[Any], people: dict[int, Person]) -> tuple[Any, ...]:
    """Rows as the form states them: the same names, persons in the place of their keys."""
    names = [field.name for field in fields(stated)]
    return tuple(stated(**{n: _value(row, n, people) for n in names}) for row in rows)


def _value(row: Any, name: str, people: dict[int, Person]) -> Any:
    field = row._meta.get_field(name)
    return people.get(getattr(row, field.attname)) if field.is_relation else getattr(row, name)


def _people(version: Version) -> dict[int, Person]:
    """Everybody whom the version names: one query."""
    keys = {version.record.chair_id, version.record.recorder_id}
    for model, name in (
        (Attendance, "person_id"),
        (AgendaItem, "lecturer_id"),
        (Speech, "person_id"),
        (Resolution, "owner_id"),
    ):
        keys |= {getattr(row, name) for row in version.parts[model]}
    return Person.objects.in_bulk(keys - {None})
