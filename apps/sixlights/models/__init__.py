from apps.sixlights.models.activities import Activity
from apps.sixlights.models.bases import BaseBooking, BaseCategory, ThemeDayBase
from apps.sixlights.models.campaigns import Campaign, CampaignItem
from apps.sixlights.models.registers import CITY_AND_ABOVE, Honour, HonourLevel
from apps.sixlights.models.teams import VolunteerTeam
from apps.sixlights.models.venues import (
    MetCriterion,
    StarThreshold,
    Venue,
    VenueCriterion,
    VenueReview,
    VenueStandard,
)

__all__ = [
    "CITY_AND_ABOVE",
    "Activity",
    "BaseBooking",
    "BaseCategory",
    "Campaign",
    "CampaignItem",
    "Honour",
    "HonourLevel",
    "MetCriterion",
    "StarThreshold",
    "ThemeDayBase",
    "Venue",
    "VenueCriterion",
    "VenueReview",
    "VenueStandard",
    "VolunteerTeam",
]
