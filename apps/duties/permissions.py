"""Who sees the rules and who waives a duty."""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_register

allow_register("duties", "dutyrule", "waiver")
allow(Role.COMMITTEE_STAFF, "duties.approve_waiver", "duties.add_reminder")
for role in (Role.LEADER, Role.COMMITTEE_STAFF):
    allow(role, "duties.view_remark")
allow(Role.LEADER, "duties.add_remark")
allow(Role.COMMITTEE_STAFF, "duties.answer_remark")
for action in ("view", "add", "change"):
    allow(
        Role.COMMITTEE_STAFF,
        *(f"duties.{action}_{name}" for name in ("reminderrule", "remindergroup")),
    )
