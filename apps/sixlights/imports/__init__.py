"""The sheets of the registers beside the campaigns."""

from apps.sixlights.imports.bases import BaseSheet
from apps.sixlights.imports.honours import HonourSheet
from apps.sixlights.imports.teams import TeamSheet
from apps.sixlights.imports.venues import VenueSheet

__all__ = ["BaseSheet", "HonourSheet", "TeamSheet", "VenueSheet"]
