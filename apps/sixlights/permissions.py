"""Who sees and keeps campaigns, their activities, lecturers and honours."""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_register

PARTS = ("activityitem", "activitycount", "activitylecturer", "itemmetric")

allow_register("sixlights", "campaign", "campaignitem", "metric", "activity", "lecturer", "honour")
# What a branch does it logs itself, and takes back itself when it was wrong.
for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    allow(role, "sixlights.add_activity", "sixlights.change_activity")
for role in (
    Role.BRANCH_SECRETARY,
    Role.SUBTREE_SECRETARY,
    Role.LEADER,
    Role.COMMITTEE_STAFF,
):
    allow(role, *(f"sixlights.view_{part}" for part in PARTS))
allow(Role.COMMITTEE_STAFF, "sixlights.add_itemmetric", "sixlights.change_itemmetric")
