"""Who inspects, who corrects, who rechecks (handbook 9).

An inspector needs no role: what he sees and does follows from his seat in an inspection that is
under way (`assigned_to` of the querysets, `rules.has_seat`).
"""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_of_others, allow_register

# Written by the services that ask for the right to correct the issue.
PARTS = tuple(f"inspections.view_{n}" for n in ("measure", "evidence", "recheck", "extension"))
CORRECTING = (*PARTS, "inspections.correct_issue", "inspections.add_extension")
KEPT = (
    *("focus", "checklist", "checklistitem", "inspection", "inspectionfocus"),
    *("inspectedunit", "inspector", "visit", "visitinspector", "recordseen", "commonissue"),
)

allow_register("inspections", "issue")
for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    allow(role, *CORRECTING)
allow(Role.LEADER, *PARTS, *(f"inspections.view_{name}" for name in KEPT))
allow(
    Role.COMMITTEE_STAFF,
    *CORRECTING,
    *(f"inspections.{action}_{name}" for action in ("view", "add", "change") for name in KEPT),
    "inspections.conduct_inspection",
    "inspections.void_issue",
)
# R-INS-01: not where the officer is himself the secretary.
allow_of_others(Role.COMMITTEE_STAFF, "inspections.recheck_issue", "inspections.decide_extension")
