"""Organisations, offices, members, posts and grades on a day; what was adjusted and decided."""

from django.db.models import QuerySet

from apps.branches.models import (
    Appointment,
    Grade,
    Membership,
    Office,
    Organisation,
    Placement,
    Term,
)
from apps.core.periods import Period
from apps.indicators.sources.base import OF_A_PERSON, Source, stock_day, unit_head


def overdue_terms(period: Period) -> QuerySet:
    day = stock_day(period)
    return Term.objects.current(day).filter(ends_on__lt=day)


ORGANISATIONS = Source(
    Organisation,
    lambda period: Organisation.objects.existing_on(stock_day(period)),
    owner="pk",
    shown_with=(),
    holder="",
    is_compiled=True,
)
MEMBERS = Source(
    Membership,
    lambda period: Membership.objects.valid_on(stock_day(period)),
    record="organisation",
    shown_with=OF_A_PERSON,
    is_compiled=True,
)
SECRETARIES = Source(
    Appointment,
    lambda period: Appointment.objects.valid_on(stock_day(period)).secretaries(),
    record="organisation",
    shown_with=OF_A_PERSON,
)
POSTS = Source(
    Appointment,
    lambda period: Appointment.objects.valid_on(stock_day(period)),
    record="organisation",
    shown_with=OF_A_PERSON,
)
# An office is the unit's, whatever branch its members are in.
OFFICES = Source(
    Office,
    lambda period: Office.objects.valid_on(stock_day(period)),
    owner=unit_head("unit"),
    shown_with=("unit",),
    holder="unit",
)
OVERDUE_TERMS = Source(
    Term,
    overdue_terms,
    record="organisation",
    page="elections:term_detail",
    is_compiled=True,
)
ADJUSTMENTS = Source(
    Placement,
    lambda period: Placement.objects.adjusted_in(period),
    day="valid_from",
    record="organisation",
    shown_with=("organisation", "unit"),
)
APPOINTED = Source(
    Appointment,
    lambda period: Appointment.objects.beginning_in(period),
    day="valid_from",
    record="organisation",
    shown_with=OF_A_PERSON,
)
# A grade is decided in the year after the one that it is about.
GRADES_DECIDED = Source(
    Grade,
    lambda period: Grade.objects.decided_in(period).in_force(),
    day="decided_on",
    record="organisation",
)
GRADES_MOVED_UP = Source(
    Grade,
    lambda period: Grade.objects.moved_up_in(period).in_force(),
    day="decided_on",
    record="organisation",
)
GRADES_MOVED_DOWN = Source(
    Grade,
    lambda period: Grade.objects.decided_in(period).moved_down().in_force(),
    day="decided_on",
    record="organisation",
)
GRADES = Source(
    Grade,
    lambda period: Grade.objects.standing_on(stock_day(period)),
    record="organisation",
)
