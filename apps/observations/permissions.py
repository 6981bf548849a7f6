"""Who keeps the plan and reads what was observed; an observer needs no role, only his assignment.

The unit that was sat in on reads its sessions and, through the page, its feedback.
"""

from apps.branches.choices import Role
from apps.branches.scope import allow

GROUPS = ("studygroup", "groupsession")
PLAN = ("observationform", "observationitem", "observationcycle", "cycleobserver")
FOUND = ("itemfinding", "observedproblem")
OBSERVED = ("observation", "observer")

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER):
    allow(role, *(f"observations.view_{name}" for name in (*GROUPS, "observation")))
allow(Role.LEADER, "observations.view_observationcycle", "observations.view_itemfinding")
allow(
    Role.COMMITTEE_STAFF,
    *(f"observations.view_{name}" for name in (*GROUPS, *PLAN, *OBSERVED, *FOUND)),
    *(f"observations.{action}_{name}" for action in ("add", "change") for name in (*GROUPS, *PLAN)),
    "observations.plan_observationcycle",
    "observations.conduct_observation",
    # A sitting that is noted at the desk, and a form that came on paper.
    "observations.return_observation",
)
