"""The sheets of activities, lecturers and the registers beside the campaigns."""

from apps.sixlights.imports.activities import ActivitySheet
from apps.sixlights.imports.bases import BaseSheet
from apps.sixlights.imports.honours import HonourSheet
from apps.sixlights.imports.lecturers import LecturerSheet
from apps.sixlights.imports.teams import TeamSheet
from apps.sixlights.imports.venues import VenueSheet

__all__ = [
    "ActivitySheet",
    "BaseSheet",
    "HonourSheet",
    "LecturerSheet",
    "TeamSheet",
    "VenueSheet",
]
