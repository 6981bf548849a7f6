"""Zones, what they did together and what they suggested. A unit counts through its head."""

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from apps.indicators.sources.base import Source, stock_day, unit_head
from apps.zones.models import (
    AttendingUnit,
    Division,
    HostUnit,
    Lecture,
    Practice,
    PracticeAdoption,
    ShownVenue,
    Speech,
    Suggestion,
    Zone,
    ZoneActivity,
    ZoneMembership,
)


def organiser(activity: str = "") -> Coalesce:
    """For whom an activity counts: a round for the committee, any other for its convening unit."""
    return Coalesce(f"{activity}organiser", unit_head(f"{activity}zone__convening_unit"))


def divider() -> Coalesce:
    """For whom the zones of a year count: who divided the units, where that is on record."""
    divisions = Division.objects.filter(year=OuterRef("year")).order_by("pk")
    return Coalesce(
        Subquery(divisions.values("organisation")[:1]),
        unit_head("convening_unit"),
        output_field=BigIntegerField(),
    )


ZONES = Source(
    Zone,
    lambda period: Zone.objects.of_year(stock_day(period).year),
    owner=divider(),
    shown_with=("convening_unit",),
    holder="convening_unit",
)
DIVISIONS = Source(
    Division, lambda period: Division.objects.of_year(stock_day(period).year).stating_units()
)
UNITS = Source(
    ZoneMembership,
    lambda period: ZoneMembership.objects.valid_on(stock_day(period)),
    owner=unit_head("unit"),
    record="zone",
    shown_with=("unit",),
    holder="unit",
    is_compiled=True,
)
ACTIVITIES = Source(
    ZoneActivity,
    lambda period: ZoneActivity.objects.took_place().starting_in(period),
    day="starts_on",
    owner=organiser(),
    shown_with=("zone", "organiser"),
    holder="held_by",
)
STATED = Source(
    ZoneActivity,
    lambda period: ZoneActivity.objects.took_place().starting_in(period).stating_totals(),
    day="starts_on",
    owner=organiser(),
    shown_with=("zone", "organiser"),
    holder="held_by",
)
STATED_PERSONS = Source(
    ZoneActivity,
    lambda period: ZoneActivity.objects.took_place().starting_in(period).stating_persons(),
    day="starts_on",
    owner=organiser(),
    shown_with=("zone", "organiser"),
    holder="held_by",
)


def part(model, *, owner, holder: str = "unit", shown_with: tuple[str, ...] = ()) -> Source:
    """Rows that belong to an activity and count on its day."""
    return Source(
        model,
        lambda period: model.objects.of_what_took_place().starting_in(period),
        day="activity__starts_on",
        owner=owner,
        record="activity",
        shown_with=("activity__zone", "activity__organiser", *shown_with),
        holder=holder,
    )


BY_CONVENOR = organiser("activity__")
# What names no unit counts for the one that called the activity.
BY_UNIT = Coalesce(unit_head("unit"), BY_CONVENOR)

ATTENDING = part(AttendingUnit, owner=unit_head("unit"), shown_with=("unit",))
HOSTS = part(HostUnit, owner=unit_head("unit"), shown_with=("unit",))
LECTURES = part(Lecture, owner=BY_CONVENOR, holder="activity__held_by", shown_with=("lecturer",))
SPEECHES = part(Speech, owner=BY_UNIT, holder="activity__held_by", shown_with=("unit",))
PRACTICES = part(Practice, owner=BY_UNIT, holder="activity__held_by", shown_with=("unit",))
VENUES = part(
    ShownVenue, owner=BY_CONVENOR, holder="activity__held_by", shown_with=("venue__organisation",)
)
ADOPTIONS = Source(
    PracticeAdoption,
    lambda period: PracticeAdoption.objects.begun_in(period),
    day="since",
    owner=unit_head("unit"),
    record="practice__activity",
    shown_with=("unit", "practice"),
    holder="unit",
)
SPOKEN = Coalesce(unit_head("unit"), unit_head("zone__convening_unit"))
SUGGESTIONS = Source(
    Suggestion,
    lambda period: Suggestion.objects.made_in(period),
    day="made_on",
    owner=SPOKEN,
    shown_with=("unit", "zone"),
    holder="spoken_by",
)
LATE_SUGGESTIONS = Source(
    Suggestion,
    lambda period: Suggestion.objects.late_in(period),
    day="due_on",
    owner=SPOKEN,
    shown_with=("unit", "zone"),
    holder="spoken_by",
)
