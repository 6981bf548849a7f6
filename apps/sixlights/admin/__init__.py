"""The desk of the campaigns: campaigns, activities and the registers beside them."""

from apps.sixlights.admin import activities, bases, campaigns, lecturers, registers, teams, venues

__all__ = ["activities", "bases", "campaigns", "lecturers", "registers", "teams", "venues"]
