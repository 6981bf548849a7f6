"""The desk of duties: rules, waivers, and who has something due."""

from apps.duties.admin import reminders, rules, waivers

__all__ = ["reminders", "rules", "waivers"]
