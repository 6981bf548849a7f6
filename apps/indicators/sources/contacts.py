"""Leaders' contact branches; research contact points, topics and results of the zones."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from apps.branches.choices import OrganisationKind, Post
from apps.branches.models import Appointment
from apps.contacts.models import (
    ContactPoint,
    ContactVisit,
    MonthlyCheck,
    Promise,
    ResearchPoint,
    ResearchResult,
    ResearchTopic,
)
from apps.core.periods import Period
from apps.indicators.sources.base import OF_A_PERSON, Source, stock_day, unit_head


def points_held(period: Period) -> QuerySet:
    return ContactPoint.objects.valid_on(stock_day(period))


def held_by(day: date, **post) -> Exists:
    """Whether the leader of the outer point holds such a post on the day."""
    return Exists(Appointment.objects.valid_on(day).filter(person=OuterRef("person"), **post))


def points_of_group_members(period: Period) -> QuerySet:
    """R-CP-01: those of members of Party groups, whichever post in it they hold."""
    day, kind = stock_day(period), OrganisationKind.PARTY_GROUP
    return points_held(period).filter(held_by(day, organisation__kind=kind))


def points_of_standing_members(period: Period) -> QuerySet:
    """R-CP-01: those of standing members of organ committees."""
    day, kind = stock_day(period), OrganisationKind.ORGAN_COMMITTEE
    return points_held(period).filter(
        held_by(day, organisation__kind=kind, post=Post.STANDING_MEMBER)
    )


CONTACT_POINTS = Source(ContactPoint, points_held, shown_with=OF_A_PERSON)
POINTS_OF_GROUP_MEMBERS = Source(ContactPoint, points_of_group_members, shown_with=OF_A_PERSON)
POINTS_OF_STANDING_MEMBERS = Source(
    ContactPoint, points_of_standing_members, shown_with=OF_A_PERSON
)
OF_A_POINT = ("contact_point__organisation", "contact_point__person")
CHECKS = Source(
    MonthlyCheck,
    lambda period: MonthlyCheck.objects.made_in(period),
    day="month",
    owner="contact_point__organisation",
    record="contact_point",
    shown_with=OF_A_POINT,
    holder="contact_point__organisation",
)
VISITS = Source(
    ContactVisit,
    lambda period: ContactVisit.objects.begun_in(period),
    day="starts_on",
    owner="contact_point__organisation",
    shown_with=OF_A_POINT,
    holder="contact_point__organisation",
)
PROMISES = Source(
    Promise,
    lambda period: Promise.objects.made_in(period),
    day="visit__starts_on",
    owner="visit__contact_point__organisation",
    record="visit",
    shown_with=("visit__contact_point__organisation", "visit__contact_point__person"),
    holder="visit__contact_point__organisation",
)
RESEARCH_POINTS = Source(
    ResearchPoint,
    lambda period: ResearchPoint.objects.valid_on(stock_day(period)),
    owner=unit_head("unit"),
    shown_with=("unit", "organisation", "zone"),
    holder="unit",
)
# A topic of a zone alone counts for the unit that convenes it.
RESEARCH_TOPICS = Source(
    ResearchTopic,
    lambda period: ResearchTopic.objects.of_year(stock_day(period).year),
    owner=Coalesce(unit_head("unit"), unit_head("zone__convening_unit")),
    shown_with=("unit", "zone"),
    holder="body",
)
RESEARCH_RESULTS = Source(
    ResearchResult,
    lambda period: ResearchResult.objects.submitted_in(period),
    day="submitted_on",
    owner=Coalesce(unit_head("topic__unit"), unit_head("topic__zone__convening_unit")),
    shown_with=("topic__unit", "topic__zone"),
    holder="topic__body",
)
