"""What belongs to a campaign when its history is told."""

from apps.core.snapshots import Part, belongs
from apps.sixlights.models import (
    ActivityCount,
    ActivityItem,
    ActivityLecturer,
    CampaignItem,
    ItemMetric,
    MetCriterion,
    StarThreshold,
    VenueCriterion,
)

belongs(
    "sixlights.Campaign",
    Part(CampaignItem, "campaign", known_by=("name",), told=("order",), may_be_reworded=True),
)
belongs(
    "sixlights.VenueStandard",
    Part(
        VenueCriterion,
        "standard",
        known_by=("text",),
        told=("order", "points", "is_required"),
        may_be_reworded=True,
    ),
    Part(StarThreshold, "standard", known_by=("stars",), told=("points",)),
)
belongs("sixlights.VenueReview", Part(MetCriterion, "review", known_by=("criterion",)))
belongs(
    "sixlights.CampaignItem",
    Part(ItemMetric, "item", known_by=("metric",), told=("order", "is_asked")),
)
belongs(
    "sixlights.Activity",
    Part(ActivityItem, "activity", known_by=("item",)),
    Part(ActivityCount, "activity", known_by=("metric",), told=("value", "value_hedge")),
    Part(ActivityLecturer, "activity", known_by=("name", "office")),
)
