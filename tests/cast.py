"""The people and organisations that tests play with, made by the services of the portal."""

import itertools
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.branches.choices import MembershipKind, OrganisationKind, Post, Role, UnitKind
from apps.branches.models import Appointment, Membership, Organisation, Person, RoleGrant, Unit
from apps.branches.services import found_organisation
from apps.brands.models import Brand
from apps.brands.services import BrandEntry, create_brand
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus
from apps.meetings.models import AgendaItem, Attendance, Meeting

PASSWORD = "六亮-Portal-2026"
FOUNDED = date(2015, 1, 1)
_numbers = itertools.count(1)


def make_unit(name: str) -> Unit:
    return Unit.objects.create(
        code=f"U{next(_numbers)}", name=name, kind=UnitKind.ORGAN, founded_on=FOUNDED
    )


def draft_organisation(
    name: str,
    kind: OrganisationKind = OrganisationKind.BRANCH,
    *,
    parent: Organisation | None = None,
    unit: Unit | None = None,
) -> Organisation:
    """For `found_organisations`, which founds many for the price of one."""
    return Organisation(
        code=f"O{next(_numbers)}",
        name=name,
        kind=kind,
        parent=parent,
        unit=unit or (parent.unit if parent else None),
        founded_on=FOUNDED,
    )


def make_organisation(
    name: str,
    kind: OrganisationKind = OrganisationKind.BRANCH,
    *,
    parent: Organisation | None = None,
    unit: Unit | None = None,
    founded_on: date = FOUNDED,
) -> Organisation:
    return found_organisation(
        code=f"O{next(_numbers)}",
        name=name,
        kind=kind,
        parent=parent,
        unit=unit or (parent.unit if parent else None),
        founded_on=founded_on,
    )


def make_person(name: str = "") -> Person:
    number = next(_numbers)
    return Person.objects.create(code=f"P{number}", name=name or f"党员{number}")


def make_member(
    organisation: Organisation,
    name: str = "",
    *,
    kind: MembershipKind = MembershipKind.FULL,
    since: date = FOUNDED,
    subgroup: Organisation | None = None,
) -> Person:
    person = make_person(name)
    Membership.objects.create(
        person=person, organisation=organisation, kind=kind, valid_from=since, subgroup=subgroup
    )
    return person


def appoint(
    person: Person,
    organisation: Organisation,
    post: Post = Post.SECRETARY,
    *,
    since: date = FOUNDED,
) -> Appointment:
    return Appointment.objects.create(
        person=person, organisation=organisation, post=post, valid_from=since
    )


def make_user(username: str, *, person: Person | None = None) -> User:
    user = User.objects.create_user(username, PASSWORD, name=person.name if person else username)
    if person:
        person.user = user
        person.save(update_fields=["user"])
    return user


def grant(user: User, role: Role, organisation: Organisation | None = None) -> RoleGrant:
    return RoleGrant.objects.create(
        user=user, role=role, organisation=organisation, valid_from=FOUNDED
    )


def make_meeting(
    organisation: Organisation,
    kind: MeetingKind = MeetingKind.COMMITTEE_MEETING,
    *,
    held_on: date,
    status: MeetingStatus = MeetingStatus.FILED,
    also: tuple[MeetingKind, ...] = (),
    first_topic: bool = True,
) -> Meeting:
    """A sitting with everybody of the roll present, written straight to the tables."""
    start = timezone.make_aware(datetime.combine(held_on, time(9)))
    roll = Membership.objects.valid_on(held_on).filter(organisation=organisation)
    people = [m.person for m in roll] or [make_person()]
    meeting = Meeting.objects.create(
        organisation=organisation,
        kind=kind,
        title=f"{organisation}{kind.label}",
        started_at=start,
        ended_at=start + timedelta(hours=1),
        held_on=held_on,
        place="会议室",
        chair=people[0],
        recorder=people[-1],
        status=status,
        filed_at=start,
        expected_count=len(roll),
        present_count=len(roll),
    )
    AgendaItem.objects.create(
        meeting=meeting,
        order=1,
        topic="学习重要讲话",
        is_first_topic=first_topic,
        source_text="重要讲话" if first_topic else "",
        kind=kind,
    )
    for order, extra in enumerate(also, start=2):
        AgendaItem.objects.create(meeting=meeting, order=order, topic=extra.label, kind=extra)
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            person=m.person,
            status=AttendanceStatus.PRESENT,
            member_kind=m.kind,
            has_vote=m.has_vote,
        )
        for m in roll
    )
    return meeting


def make_brand(
    organisation: Organisation, name: str = "财政先锋", *, since: date = FOUNDED
) -> Brand:
    """Self-declared, with all that an application asks for."""
    entry = BrandEntry(
        name=name,
        meaning="以党建带业务",
        business_link="围绕预算绩效管理",
        measures="党员领办难点事项",
    )
    return create_brand(organisation=organisation, entry=entry, by=None, since=since)
