"""Meetings, what was on their agenda and who sat in them; talks."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from apps.branches.choices import OrganisationKind
from apps.branches.models import Appointment, Membership
from apps.core.periods import Period
from apps.indicators.sources.base import (
    OF_A_PERSON,
    Source,
    branch_of,
    held_on_day,
    stock_day,
)
from apps.meetings.models import AgendaItem, Attendance, Meeting, Talk

SECRETARIES_WHO_LECTURE = (OrganisationKind.PARTY_GROUP, OrganisationKind.ORGAN_COMMITTEE)


def led_posts(day: Combinable | date) -> QuerySet:
    """Posts in a Party group on a day, of the person that the outer row names: a leader."""
    return (
        Appointment.objects.filter(
            person=OuterRef("person"), organisation__kind=OrganisationKind.PARTY_GROUP
        )
        .filter(valid_from__lte=day)
        .filter(Q(valid_to=None) | Q(valid_to__gt=day))
    )


def lectures_of_secretaries(period: Period) -> QuerySet:
    """R-MTG-05: items whose lecturer was on that day secretary of a Party group or committee."""
    post = "lecturer__appointments__"
    return (
        AgendaItem.objects.effective()
        .held_in(period)
        .filter(
            held_on_day(post, "meeting__held_on"),
            **{
                f"{post}post": "secretary",
                f"{post}organisation__kind__in": SECRETARIES_WHO_LECTURE,
            },
        )
    )


def attendances_of_leaders(period: Period) -> QuerySet:
    """R-MTG-11: leaders on the roll of their own branch, at the sittings it held itself."""
    ever = Appointment.objects.filter(organisation__kind=OrganisationKind.PARTY_GROUP)
    return (
        Attendance.objects.effective()
        .held_in(period)
        .expected()
        .filter(person__in=ever.order_by().values("person"))
        .filter(Exists(led_posts(OuterRef("meeting__held_on"))))
        .exclude(meeting__organisation__kind=OrganisationKind.PARTY_GROUP)
    )


def leaders_on_the_roll(period: Period) -> QuerySet:
    day = stock_day(period)
    return Membership.objects.valid_on(day).filter(Exists(led_posts(day)))


AGENDA = Source(
    AgendaItem,
    lambda period: AgendaItem.objects.effective().held_in(period),
    day="meeting__held_on",
    owner=branch_of("meeting__organisation"),
    record="meeting",
    shown_with=("meeting__organisation",),
    holder="meeting__organisation",
    subgroups_count_above=True,
)
SECRETARY_LECTURES = Source(
    AgendaItem,
    lectures_of_secretaries,
    day="meeting__held_on",
    owner="lecturer__appointments__organisation",
    record="meeting",
    shown_with=("meeting__organisation",),
    holder="meeting__organisation",
)
SITTINGS = Source(
    Meeting,
    lambda period: Meeting.objects.effective().held_in(period),
    day="held_on",
    owner=branch_of("organisation"),
    subgroups_count_above=True,
)
LEADERS = Source(
    Attendance,
    attendances_of_leaders,
    day="meeting__held_on",
    owner=branch_of("meeting__organisation"),
    record="meeting",
    shown_with=("meeting__organisation", "person"),
    holder="meeting__organisation",
    subgroups_count_above=True,
)
TALKS = Source(
    Talk,
    lambda period: Talk.objects.held_in(period),
    day="held_on",
    shown_with=("organisation", "first", "second"),
)
LEADERS_ON_ROLL = Source(
    Membership, leaders_on_the_roll, record="organisation", shown_with=OF_A_PERSON
)
