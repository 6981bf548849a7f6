"""The desk of duties: rules, waivers, and who has something due."""

from apps.duties.admin import rules, waivers

__all__ = ["rules", "waivers"]
