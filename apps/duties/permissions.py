"""Who sees the rules and who waives a duty."""

from apps.branches.choices import Role
from apps.branches.scope import allow

VIEW = ("duties.view_dutyrule", "duties.view_waiver")

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER):
    allow(role, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    *(f"duties.{action}_{m}" for action in ("add", "change") for m in ("dutyrule", "waiver")),
    "duties.approve_waiver",
)
