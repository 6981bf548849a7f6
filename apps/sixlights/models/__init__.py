from apps.sixlights.models.activities import Activity
from apps.sixlights.models.campaigns import Campaign, CampaignItem
from apps.sixlights.models.registers import Honour, HonourLevel

__all__ = ["Activity", "Campaign", "CampaignItem", "Honour", "HonourLevel"]
