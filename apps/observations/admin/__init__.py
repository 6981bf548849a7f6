"""The committee's desk for centre groups, cycles and observations."""

from apps.observations.admin import cycles, forms, groups, observations

__all__ = ["cycles", "forms", "groups", "observations"]
