"""Who sees the rules and who waives a duty."""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_register

allow_register("duties", "dutyrule", "waiver")
allow(Role.COMMITTEE_STAFF, "duties.approve_waiver", "duties.add_reminder")
for action in ("view", "add", "change"):
    allow(
        Role.COMMITTEE_STAFF,
        *(f"duties.{action}_{name}" for name in ("reminderrule", "remindergroup")),
    )
