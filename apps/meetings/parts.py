"""From a sitting to the rows of its record: one statement for each table that has some."""

from typing import Any
from uuid import UUID

from apps.meetings.choices import AttendanceStatus, MeetingKind
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
from apps.meetings.roll import Roll
from apps.meetings.sitting import Decision, Sitting, Topic, count


def fill(meeting: Meeting, sitting: Sitting, roll: Roll) -> None:
    """Set the fields of the record itself; its number is there already."""
    heads = count(sitting, roll)
    year, label = sitting.held_on.year, MeetingKind(sitting.kind).label
    meeting.title = f"{year}年第{meeting.seq_no}次{label}"
    meeting.held_on = sitting.held_on
    meeting.expected_count, meeting.present_count = heads.expected, heads.present
    for name in (
        "kind",
        "started_at",
        "ended_at",
        "place",
        "chair",
        "chair_reason",
        "recorder",
        "minutes",
        "minutes_style",
    ):
        setattr(meeting, name, getattr(sitting, name))


def write_parts(
    meeting: Meeting, sitting: Sitting, roll: Roll, own_keys: frozenset[UUID] = frozenset()
) -> None:
    """One statement for each table that has rows. A resolution keeps its key if it is of
    `own_keys`; every other one is new."""
    heads = count(sitting, roll)
    rows: tuple[tuple[Any, list], ...] = (
        (AgendaItem, agenda_of(meeting, sitting)),
        (Attendance, attendances_of(meeting, sitting, roll)),
        (Guest, [Guest(meeting=meeting, **_values(g)) for g in sitting.guests]),
        (Speech, [Speech(meeting=meeting, **_values(s)) for s in sitting.speeches]),
        (
            Vote,
            [
                Vote(
                    meeting=meeting,
                    eligible=heads.eligible,
                    present=heads.voters_present,
                    **_values(b),
                )
                for b in sitting.ballots
            ],
        ),
        (Resolution, [_resolution(meeting, d, own_keys) for d in sitting.decisions]),
        (FollowUp, [FollowUp(meeting=meeting, **_values(f)) for f in sitting.follow_ups]),
    )
    for model, objects in rows:
        if objects:
            model.objects.bulk_create(objects)
    if sitting.review:
        MemberReview.objects.create(meeting=meeting, **_values(sitting.review))


def _resolution(meeting: Meeting, decision: Decision, own_keys: frozenset[UUID]) -> Resolution:
    values = _values(decision)
    key = values.pop("key")
    return Resolution(meeting=meeting, **values, **({"key": key} if key in own_keys else {}))


def _values(entry) -> dict:
    return {name: getattr(entry, name) for name in entry.__slots__}


def agenda_of(meeting: Meeting, sitting: Sitting) -> list[AgendaItem]:
    """The sitting's own kind stands on the item that names it, else on the first free one."""
    carrier = sitting.carrier
    return [
        AgendaItem(
            meeting=meeting,
            order=order,
            **{
                **_values(topic),
                "kind": sitting.kind if topic is carrier else topic.kind,
                "source_text": topic.source_text or _studied(topic),
            },
        )
        for order, topic in enumerate(sitting.topics, start=1)
    ]


def _studied(topic: Topic) -> str:
    """R-MTG-13: the first item studies a named text; its topic is that name unless told apart."""
    return topic.topic if topic.is_first_topic else ""


def attendances_of(meeting: Meeting, sitting: Sitting, roll: Roll) -> list[Attendance]:
    return [
        Attendance(
            meeting=meeting,
            person=entry.person,
            status=sitting.status_of(entry.person.pk),
            reason=_reason(sitting, entry.person.pk),
            member_kind=entry.member_kind,
            has_vote=entry.has_vote,
        )
        for entry in roll.entries
    ]


def _reason(sitting: Sitting, person_pk: int) -> str:
    """Each absentee has a reason in words (3.3, field 9)."""
    absence = sitting.absences.get(person_pk)
    if absence is None:
        return ""
    plain = absence.status in (AttendanceStatus.OTHER, AttendanceStatus.NOT_COUNTED)
    return absence.reason or ("" if plain else AttendanceStatus(absence.status).label)
