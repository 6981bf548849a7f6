"""Who prepares juries and reads their results; a juror needs no role, only his seat."""

from apps.branches.choices import Role
from apps.branches.scope import allow

# Kept at the desk; sheets are not among them: whose marks they are is nobody's business.
KEPT = ("juryscheme", "jurycriterion", "jury", "juror", "candidate")
RESULTS = ("juries.view_resultline", "juries.view_objection")

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    allow(role, *RESULTS, "juries.add_objection", "juries.withdraw_objection")
allow(Role.LEADER, *RESULTS, "juries.view_resultlist", "juries.view_jury")
allow(
    Role.COMMITTEE_STAFF,
    *RESULTS,
    *(f"juries.{action}_{name}" for action in ("view", "add", "change") for name in KEPT),
    "juries.view_resultlist",
    "juries.conduct_jury",
    "juries.enter_sheet",
    "juries.add_objection",
    "juries.answer_objection",
    "juries.withdraw_objection",
)
