"""全年出勤表: members × sittings, cut into blocks that fit across a landscape page."""

from collections.abc import Iterable

from apps.branches.models import Person
from apps.meetings.choices import AttendanceStatus, MeetingKind
from apps.meetings.documents import AttendanceBlock, AttendanceRow, SittingColumn
from apps.meetings.models import Meeting

# 225 mm of type area less the columns of name and total.
SITTINGS_ACROSS = 22
COLUMN_WIDTH = 8
SHORT = {
    MeetingKind.MEMBERS_MEETING: "大会",
    MeetingKind.COMMITTEE_MEETING: "支委",
    MeetingKind.SUBGROUP_MEETING: "小组",
    MeetingKind.PARTY_LECTURE: "党课",
    MeetingKind.THEME_DAY: "党日",
    MeetingKind.LIFE_MEETING: "生活",
    MeetingKind.MEMBER_REVIEW: "评议",
    MeetingKind.CENTRE_GROUP_STUDY: "学习",
    MeetingKind.DEMOCRATIC_LIFE_MEETING: "民主",
    MeetingKind.TRAINING: "培训",
}
SIGNS = {
    AttendanceStatus.PRESENT: "√",
    AttendanceStatus.SICK: "病",
    AttendanceStatus.PERSONAL: "事",
    AttendanceStatus.DUTY_TRIP: "公",
    AttendanceStatus.OTHER: "他",
    AttendanceStatus.NOT_COUNTED: "※",
}
SIGNS_IN_WORDS = "；".join(
    [
        *(f"{sign} {AttendanceStatus(status).label}" for status, sign in SIGNS.items()),
        "空白 不在应到名册",
    ]
)
# (sitting, person) → how it was.
Statuses = dict[tuple[int, int], AttendanceStatus]


def blocks_of(meetings: list[Meeting], members: Iterable[Person]) -> list[AttendanceBlock]:
    """Members in the order given, then whoever else stood on a roll of the year."""
    statuses: Statuses = {}
    people = dict.fromkeys(members)
    for meeting in meetings:
        for row in meeting.attendances.all():
            statuses[meeting.pk, row.person_id] = AttendanceStatus(row.status)
            people.setdefault(row.person)
    return [
        block_of(first, meetings[first : first + SITTINGS_ACROSS], list(people), statuses, meetings)
        for first in range(0, len(meetings), SITTINGS_ACROSS)
    ]


def block_of(
    first: int,
    across: list[Meeting],
    people: list[Person],
    statuses: Statuses,
    meetings: list[Meeting],
) -> AttendanceBlock:
    return {
        "caption": f"第{first + 1}至{first + len(across)}次",
        "width": COLUMN_WIDTH,
        "sittings": [column_of(first + n, meeting) for n, meeting in enumerate(across, start=1)],
        "rows": [row_of(person, across, statuses, meetings) for person in people],
    }


def column_of(number: int, meeting: Meeting) -> SittingColumn:
    day = f"{meeting.held_on:%m %d}"
    return {"number": number, "day": day, "short": SHORT[MeetingKind(meeting.kind)]}


def row_of(
    person: Person, across: list[Meeting], statuses: Statuses, meetings: list[Meeting]
) -> AttendanceRow:
    own = [statuses[m.pk, person.pk] for m in meetings if (m.pk, person.pk) in statuses]
    expected = [status for status in own if status != AttendanceStatus.NOT_COUNTED]
    return {
        "name": person.name,
        "cells": [sign_of(statuses.get((m.pk, person.pk))) for m in across],
        "total": f"{expected.count(AttendanceStatus.PRESENT)}/{len(expected)}",
    }


def sign_of(status: AttendanceStatus | None) -> str:
    """Nothing for whoever was not on the roll."""
    return SIGNS[status] if status else ""
