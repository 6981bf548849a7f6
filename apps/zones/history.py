"""What belongs to a zone or to an activity when its history is told."""

from apps.core.snapshots import Part, belongs
from apps.zones.models import (
    AttendingUnit,
    Demand,
    HostUnit,
    Lecture,
    Practice,
    Publication,
    ShownVenue,
    Speech,
    ZoneMembership,
    ZoneOfficer,
)

belongs(
    "zones.Zone",
    Part(ZoneMembership, "zone", known_by=("unit",), told=("valid_from", "valid_to")),
    Part(ZoneOfficer, "zone", known_by=("user",)),
)
belongs(
    "zones.ZoneActivity",
    Part(HostUnit, "activity", known_by=("unit",), told=("provides",)),
    Part(AttendingUnit, "activity", known_by=("unit",), told=("persons", "persons_hedge")),
    Part(Lecture, "activity", known_by=("lecturer",), told=("topic",)),
    Part(
        Speech,
        "activity",
        known_by=("topic",),
        told=("unit", "speaker"),
        may_be_reworded=True,
    ),
    Part(Demand, "activity", known_by=("gist",), told=("kind", "speaker"), may_be_reworded=True),
    Part(Practice, "activity", known_by=("name",), told=("unit", "gist"), may_be_reworded=True),
    Part(ShownVenue, "activity", known_by=("venue",)),
    Part(
        Publication,
        "activity",
        known_by=("title",),
        told=("medium", "published_on"),
        may_be_reworded=True,
    ),
)
