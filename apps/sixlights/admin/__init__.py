"""The desk of the campaigns: campaigns, activities and the registers beside them."""

from apps.sixlights.admin import activities, campaigns, registers

__all__ = ["activities", "campaigns", "registers"]
