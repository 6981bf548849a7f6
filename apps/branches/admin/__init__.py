"""The committee's desk for units, organisations and people; every change runs a service."""

from apps.branches.admin import grants, organisations, people

__all__ = ["grants", "organisations", "people"]
