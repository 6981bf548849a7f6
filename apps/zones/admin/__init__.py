"""The committee's side of the zones: their division, their activities, what they suggested."""

from apps.zones.admin import activities, memberships, practices, suggestions, zones

__all__ = ["activities", "memberships", "practices", "suggestions", "zones"]
