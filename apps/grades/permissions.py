"""Who keeps the measures and who writes at which step: the body, its committee, the staff."""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_of_others

SCHEMES = ("gradescheme", "gradeitem", "gradelevel", "gradeveto")
RATINGS = ("rating", "ratingline", "ratingveto")
READ = tuple(f"grades.view_{name}" for name in (*SCHEMES, *RATINGS))

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    allow(role, *READ, "grades.rate_rating", "grades.add_ratingobjection")
# A committee looks through what its branches say of themselves, never its own self-rating.
allow_of_others(Role.SUBTREE_SECRETARY, "grades.endorse_rating")
allow(Role.LEADER, *READ, "grades.view_ratingobjection")
allow(
    Role.COMMITTEE_STAFF,
    *READ,
    *(f"grades.{action}_{name}" for name in (*SCHEMES, *RATINGS) for action in ("add", "change")),
    *(f"grades.{step}_rating" for step in ("rate", "endorse", "review")),
    *(f"grades.{step}_ratingobjection" for step in ("view", "add", "answer", "withdraw")),
)
