"""Who sees and keeps campaigns, their activities, lecturers and the registers beside them."""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_register

PARTS = ("activityitem", "activitycount", "activitylecturer", "itemmetric")
BOOKINGS = "sixlights.view_basebooking"

allow_register("sixlights", "campaign", "campaignitem", "metric", "activity", "lecturer", "honour")
allow_register("sixlights", "basecategory", "themedaybase", "volunteerteam")
allow_register("sixlights", "venue", "venuereview", "metcriterion")
allow_register("sixlights", "venuestandard", "venuecriterion", "starthreshold")
for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    # What a branch does it logs itself, and takes back itself when it was wrong.
    allow(role, "sixlights.add_activity", "sixlights.change_activity")
    allow(role, "sixlights.add_basebooking", "sixlights.propose_honour")
    # Of the bases that their own organisation keeps; see BookingQuerySet.
    allow(role, "sixlights.confirm_basebooking")
for role in (
    Role.BRANCH_SECRETARY,
    Role.SUBTREE_SECRETARY,
    Role.LEADER,
    Role.COMMITTEE_STAFF,
):
    allow(role, BOOKINGS, *(f"sixlights.view_{part}" for part in PARTS))
allow(
    Role.COMMITTEE_STAFF,
    *(f"sixlights.{action}_{part}" for action in ("add", "change") for part in PARTS),
    "sixlights.confirm_basebooking",
    "sixlights.check_honour",
)
