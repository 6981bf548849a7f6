"""What belongs to a zone when its history is told."""

from apps.core.snapshots import Part, belongs
from apps.zones.models import ZoneMembership, ZoneOfficer

belongs(
    "zones.Zone",
    Part(ZoneMembership, "zone", known_by=("unit",), told=("valid_from", "valid_to")),
    Part(ZoneOfficer, "zone", known_by=("user",)),
)
