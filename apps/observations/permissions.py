"""Who keeps the plan and reads what was observed; an observer needs no role, only his assignment.

The unit plans its sessions and, through the page, reads its feedback.
"""

from apps.branches.choices import Role
from apps.branches.scope import allow

GROUPS = ("studygroup", "groupsession")
PLAN = ("observationform", "observationitem", "observationcycle", "cycleobserver")
FOUND = ("itemfinding", "observedproblem")
OBSERVED = ("observation", "observer")

# A branch has no centre group: it is the committee's, or the Party group's.
for role in (Role.SUBTREE_SECRETARY, Role.LEADER):
    allow(role, *(f"observations.view_{name}" for name in (*GROUPS, "observation")))
allow(Role.SUBTREE_SECRETARY, "observations.add_groupsession", "observations.change_groupsession")
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
