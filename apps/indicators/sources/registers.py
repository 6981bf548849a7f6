"""Bases and visits, venues, volunteer teams and honours."""

from apps.branches.models import Organisation
from apps.branches.scope import EVERYWHERE, Scope
from apps.branches.set_up import with_open_advice
from apps.indicators.sources.base import Source, stock_day
from apps.sixlights.models import (
    BaseBooking,
    Honour,
    ThemeDayBase,
    Venue,
    VenueReview,
    VolunteerTeam,
)

HONOURS = Source(Honour, lambda period: Honour.objects.granted_in(period), day="granted_on")
# A base counts for whoever receives its visitors.
BASES = Source(
    ThemeDayBase,
    lambda period: ThemeDayBase.objects.valid_on(stock_day(period)),
    owner="keeper",
    shown_with=("keeper",),
    holder="keeper",
)
# What branches booked and visited counts for them; visits to a base are counted by its keeper.
BOOKINGS = Source(
    BaseBooking,
    lambda period: BaseBooking.objects.booked_in(period),
    day="visit_on",
    shown_with=("organisation", "base"),
)
VISITS = Source(
    BaseBooking,
    lambda period: BaseBooking.objects.visited_in(period),
    day="visit_on",
    shown_with=("organisation", "base"),
)
VISITS_RECEIVED = Source(
    BaseBooking,
    lambda period: BaseBooking.objects.visited_in(period),
    day="visit_on",
    owner="base__keeper",
    shown_with=("organisation", "base"),
)
VENUES = Source(Venue, lambda period: Venue.objects.valid_on(stock_day(period)))
# The latest review of each venue in use: a star of a venue, never of a branch (trap 5).
VENUE_REVIEWS = Source(
    VenueReview,
    lambda period: VenueReview.objects.of_each_venue(stock_day(period)),
    owner="venue__organisation",
    record="venue",
    shown_with=("venue__organisation",),
    holder="venue__organisation",
)
TEAMS = Source(VolunteerTeam, lambda period: VolunteerTeam.objects.valid_on(stock_day(period)))
# Organisations about which the set-up rules speak, without those that have an exception.
OPEN_SET_UPS = Source(
    Organisation,
    lambda period: Organisation.objects.filter(
        pk__in=with_open_advice(Scope((EVERYWHERE,)), stock_day(period))
    ),
    owner="pk",
    shown_with=(),
    holder="",
)
