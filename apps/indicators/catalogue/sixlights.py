"""What was done under campaigns."""

from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.sources import sixlights

CAMPAIGNS = (Indicator("campaign_activities", "主题行动活动", "次", sixlights.ACTIVITIES),)
