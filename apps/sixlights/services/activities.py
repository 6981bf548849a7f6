"""Verbs on activities: logged by themselves, or taken from the record of a meeting."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Organisation
from apps.core.lifecycle import StepRefused, advance
from apps.core.versions import claim_version
from apps.meetings import dependants
from apps.meetings.choices import AttendanceStatus, MeetingKind
from apps.meetings.models import AgendaItem, Attendance, Meeting
from apps.sixlights.choices import ActivityStatus, KnownFrom
from apps.sixlights.entries import COLUMNS, OF_MEETING, Count, Entry, LecturerEntry, check
from apps.sixlights.models import (
    Activity,
    ActivityCount,
    ActivityItem,
    ActivityLecturer,
    CampaignItem,
    ItemMetric,
    Metric,
)

PARTS: tuple[Any, ...] = (ActivityItem, ActivityCount, ActivityLecturer)


@transaction.atomic
def log_activity(*, organisation: Organisation, entry: Entry, by) -> Activity:
    """Record what an organisation did. ValidationError names the fields."""
    check(entry, organisation)
    activity = Activity(organisation=organisation, created_by=by)
    _fill(activity, entry)
    activity.save(force_insert=True)
    _write_parts(activity, entry)
    return activity


@transaction.atomic
def count_meeting(*, meeting: Meeting, entry: Entry, by) -> Activity:
    """计入主题行动: what the record knows is taken from it, whatever the entry says of that."""
    stored = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if stored.activities.exclude(status=ActivityStatus.VOID).exists():
        raise ValidationError("这次会议已经计入主题行动，请打开那一条修改")
    entry = replace(entry, **said_by(stored))
    check(entry, stored.organisation)
    activity = Activity(organisation=stored.organisation, meeting=stored, created_by=by)
    _fill(activity, entry)
    activity.save(force_insert=True)
    _write_parts(activity, entry)
    _repeat(activity, stored)
    return activity


@transaction.atomic
def update_activity(*, activity: Activity, entry: Entry, expected_version: int, by) -> Activity:
    """Write an activity anew. StaleVersion if it is not `expected_version` any more."""
    claim_version(activity, expected=expected_version)
    if activity.is_void:
        raise StepRefused("这项活动已经作废，请先恢复再修改")
    if activity.meeting:
        entry = replace(entry, **said_by(activity.meeting))
    check(entry, activity.organisation)
    _fill(activity, entry)
    activity.save()
    for part in PARTS:
        part.objects.filter(activity=activity).delete()
    _write_parts(activity, entry)
    if activity.meeting:
        _repeat(activity, activity.meeting)
    return activity


def void_activity(*, activity: Activity, reason: str, by) -> Activity:
    return advance(activity, "void", by=by, note=reason)


@dependants.follow
def follow_meeting(meeting: Meeting, instead_of: Meeting | None = None) -> None:
    """A record that was written anew says so in its activity; a correction takes it over."""
    former = instead_of or meeting
    living = Activity.objects.select_for_update(of=("self",)).filter(meeting=former)
    for activity in living.exclude(status=ActivityStatus.VOID):
        activity.meeting = meeting
        for name, value in said_by(meeting).items():
            setattr(activity, name, value)
        activity.version += 1
        activity.save()
        ActivityCount.objects.filter(activity=activity, is_of_meeting=True).delete()
        ActivityLecturer.objects.filter(activity=activity, is_of_meeting=True).delete()
        _repeat(activity, meeting)


def said_by(meeting: Meeting) -> dict[str, Any]:
    """The columns of an activity that its meeting answers."""
    said = (meeting.title, meeting.held_on, None, False, meeting.place)
    return dict(zip(OF_MEETING, said, strict=True))


def minutes_of(meeting: Meeting) -> int | None:
    """How long a lecture took: its record's hours, where it discharged no other duty beside."""
    duties = meeting.agenda_items.exclude(kind="").values_list("kind", flat=True)
    if list(duties) != [MeetingKind.PARTY_LECTURE]:
        return None
    return int((meeting.ended_at - meeting.started_at).total_seconds() // 60)


def lecturers_of(meeting: Meeting) -> list[LecturerEntry]:
    """Those that its agenda names, each once."""
    items = AgendaItem.objects.filter(meeting=meeting, lecturer__isnull=False)
    people = [item.lecturer for item in items.select_related("lecturer")]
    return [LecturerEntry(p.name, person=p) for p in dict.fromkeys(people) if p]


def known_metrics(items: Iterable[CampaignItem]) -> list[Metric]:
    """What the items count and a record of a meeting tells by itself."""
    uses = ItemMetric.objects.filter(item__in=[i.pk for i in items])
    known = Metric.objects.exclude(known_from=KnownFrom.NOTHING)
    return list(known.filter(pk__in=uses.values("metric")))


def _fill(activity: Activity, entry: Entry) -> None:
    for name in COLUMNS:
        setattr(activity, name, getattr(entry, name))


def _write_parts(activity: Activity, entry: Entry) -> None:
    ActivityItem.objects.bulk_create(
        ActivityItem(activity=activity, item=item) for item in dict.fromkeys(entry.items)
    )
    ActivityCount.objects.bulk_create(
        ActivityCount(activity=activity, metric=c.metric, value=c.value, value_hedge=c.hedge)
        for c in entry.counts
    )
    ActivityLecturer.objects.bulk_create(
        _lecturer(activity, one, order) for order, one in enumerate(entry.lecturers, start=1)
    )


def _repeat(activity: Activity, meeting: Meeting) -> None:
    """Write what the record tells into the activity, in the place of what was typed."""
    items = [row.item for row in activity.placements.select_related("item")]
    present = _present(meeting)
    metrics = known_metrics(items)
    activity.counts.filter(metric__in=metrics).delete()
    ActivityCount.objects.bulk_create(
        ActivityCount(activity=activity, metric=metric, value=present, is_of_meeting=True)
        for metric in metrics
    )
    typed = set(activity.lecturers.values_list("person", flat=True))
    named = [one for one in lecturers_of(meeting) if one.person and one.person.pk not in typed]
    ActivityLecturer.objects.bulk_create(
        _lecturer(activity, one, order, is_of_meeting=True) for order, one in enumerate(named)
    )


def _present(meeting: Meeting) -> int:
    """Counted from the rows: a record that is being written anew may carry an older number."""
    rows = Attendance.objects.filter(meeting=meeting, status=AttendanceStatus.PRESENT)
    return rows.count()


def _lecturer(
    activity: Activity, one: LecturerEntry, order: int, *, is_of_meeting: bool = False
) -> ActivityLecturer:
    return ActivityLecturer(
        activity=activity,
        order=order,
        person=one.person,
        lecturer=one.lecturer,
        name=one.name,
        office=one.office,
        is_of_meeting=is_of_meeting,
    )


def stated_in(activity: Activity) -> Entry:
    """An activity as an entry: what a form is filled with and what an import compares."""
    return Entry(
        **{name: getattr(activity, name) for name in COLUMNS},
        items=tuple(row.item for row in activity.placements.all()),
        counts=tuple(
            Count(row.metric, row.value, row.value_hedge)
            for row in activity.counts.all()
            if not row.is_of_meeting
        ),
        lecturers=tuple(
            LecturerEntry(row.name, row.office, row.person, row.lecturer)
            for row in activity.lecturers.all()
            if not row.is_of_meeting
        ),
    )
