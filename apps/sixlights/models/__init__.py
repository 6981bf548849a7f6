from apps.sixlights.models.activities import (
    Activity,
    ActivityCount,
    ActivityItem,
    ActivityLecturer,
)
from apps.sixlights.models.bases import BaseBooking, BaseCategory, ThemeDayBase
from apps.sixlights.models.campaigns import Campaign, CampaignItem, ItemMetric, Metric
from apps.sixlights.models.lecturers import Lecturer
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
    "ActivityCount",
    "ActivityItem",
    "ActivityLecturer",
    "BaseBooking",
    "BaseCategory",
    "Campaign",
    "CampaignItem",
    "Honour",
    "HonourLevel",
    "ItemMetric",
    "Lecturer",
    "MetCriterion",
    "Metric",
    "StarThreshold",
    "ThemeDayBase",
    "Venue",
    "VenueCriterion",
    "VenueReview",
    "VenueStandard",
    "VolunteerTeam",
]
