"""Filed records of many sittings in one statement a table, and what the stored ones state."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Max

from apps.branches.models import Organisation
from apps.core.lifecycle import begin
from apps.meetings.choices import AttendanceStatus, MeetingStatus
from apps.meetings.models import AgendaItem, Attendance, Meeting
from apps.meetings.parts import agenda_of, attendances_of, fill
from apps.meetings.roll import Roll
from apps.meetings.sitting import Sitting

Stated = tuple[Organisation, Sitting, Roll]


def words_of(sitting: Sitting) -> tuple:
    """What a sitting states, to be compared with a stored record."""
    topics = tuple(t.topic for t in sitting.topics)
    absent = {(pk, str(a.status)) for pk, a in sitting.absences.items()}
    return (
        sitting.ended_at,
        sitting.place,
        sitting.chair.pk,
        sitting.recorder.pk,
        topics,
        frozenset(absent),
    )


def statements(organisations: set[int], days: set[date]) -> dict[tuple, list[tuple]]:
    """What the stored records of these days state, by organisation, kind and beginning."""
    rows = list(
        Meeting.objects.filter(organisation__in=organisations, held_on__in=days).exclude(
            status=MeetingStatus.VOID
        )
    )
    topics, absent = defaultdict(list), defaultdict(set)
    for item in AgendaItem.objects.filter(meeting__in=rows).order_by("order"):
        topics[item.meeting_id].append(item.topic)
    away = Attendance.objects.filter(meeting__in=rows).exclude(status=AttendanceStatus.PRESENT)
    for meeting, person, status in away.values_list("meeting", "person", "status"):
        absent[meeting].add((person, status))
    found = defaultdict(list)
    for m in rows:
        found[m.organisation_id, m.kind, m.started_at].append(
            (
                m.ended_at,
                m.place,
                m.chair_id,
                m.recorder_id,
                tuple(topics[m.pk]),
                frozenset(absent[m.pk]),
            )
        )
    return found


def file_records(stated: Iterable[Stated]) -> list[Meeting]:
    """Write new records with agenda and attendance, in the state 待审核."""
    in_order = sorted(stated, key=lambda s: s[1].started_at)
    meetings = begin(_numbered(in_order), "file", by=None, note="由工作簿导入")
    agenda, attendances = [], []
    for meeting, (_, sitting, roll) in zip(meetings, in_order, strict=True):
        agenda += agenda_of(meeting, sitting)
        attendances += attendances_of(meeting, sitting, roll)
    AgendaItem.objects.bulk_create(agenda)
    Attendance.objects.bulk_create(attendances)
    return meetings


def _numbered(stated: Iterable[Stated]) -> Iterator[Meeting]:
    numbers = _last_numbers()
    for organisation, sitting, roll in stated:
        key = (organisation.pk, str(sitting.kind), sitting.held_on.year)
        numbers[key] += 1
        meeting = Meeting(organisation=organisation, seq_no=numbers[key])
        fill(meeting, sitting, roll)
        yield meeting


def _last_numbers() -> defaultdict:
    rows = Meeting.objects.values_list("organisation", "kind", "held_on__year")
    numbers: defaultdict = defaultdict(int)
    for organisation, kind, year, last in rows.annotate(last=Max("seq_no")).order_by():
        numbers[organisation, kind, year] = last
    return numbers
