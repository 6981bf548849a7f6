"""The committee's desk for units, organisations and people; every change runs a service."""

from apps.branches.admin import (
    grades,
    grants,
    handovers,
    offices,
    organisations,
    people,
    requests,
)

__all__ = ["grades", "grants", "handovers", "offices", "organisations", "people", "requests"]
