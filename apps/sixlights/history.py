"""What belongs to a campaign when its history is told."""

from apps.core.snapshots import Part, belongs
from apps.sixlights.models import CampaignItem

belongs(
    "sixlights.Campaign",
    Part(CampaignItem, "campaign", known_by=("name",), told=("order",), may_be_reworded=True),
)
