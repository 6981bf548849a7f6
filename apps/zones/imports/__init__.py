"""The sheets of zone memberships and of the units that attended an activity."""

from apps.zones.imports.attendance import AttendanceSheet
from apps.zones.imports.memberships import MembershipSheet

__all__ = ["AttendanceSheet", "MembershipSheet"]
