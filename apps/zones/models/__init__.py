"""Zones, what they do together, and what they suggest."""

from apps.zones.models.activities import ZoneActivity
from apps.zones.models.parts import (
    AttendingUnit,
    Demand,
    HostUnit,
    Lecture,
    Publication,
    ShownVenue,
    Speech,
)
from apps.zones.models.practices import Practice, PracticeAdoption
from apps.zones.models.suggestions import Suggestion
from apps.zones.models.zones import Division, Zone, ZoneMembership, ZoneOfficer

__all__ = [
    "AttendingUnit",
    "Demand",
    "Division",
    "HostUnit",
    "Lecture",
    "Practice",
    "PracticeAdoption",
    "Publication",
    "ShownVenue",
    "Speech",
    "Suggestion",
    "Zone",
    "ZoneActivity",
    "ZoneMembership",
    "ZoneOfficer",
]
