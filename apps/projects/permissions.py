"""Who sees and keeps the secretary projects (handbook 8.1).

A unit's readers read its projects; its Party group and its head organisation write them
(`querysets.written_for_unit`). The committee's staff review, evaluate and give titles.
"""

from apps.branches.choices import Role
from apps.branches.scope import allow

KINDS = ("projectkind", "outcomekind", "titlekind")
WRITTEN = (
    *("secretaryproject", "projectmeasure", "milestone", "outcome", "outcomeevidence"),
    *("projectevent", "eventproject"),
)
OF_COMMITTEE = (*KINDS, "title", "projectcandidacy")
READ = tuple(f"projects.view_{name}" for name in (*WRITTEN, *OF_COMMITTEE))
WRITE = (
    *(f"projects.{action}_{name}" for name in WRITTEN for action in ("add", "change")),
    "projects.lead_secretaryproject",
    "projects.stop_secretaryproject",
)

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    allow(role, *READ, *WRITE)
allow(Role.LEADER, *READ)
allow(
    Role.COMMITTEE_STAFF,
    *READ,
    *WRITE,
    "projects.review_secretaryproject",
    *(f"projects.{action}_{name}" for name in OF_COMMITTEE for action in ("add", "change")),
)
# The whole city on paper: for whoever reads the whole city.
for role in (Role.COMMITTEE_STAFF, Role.LEADER):
    allow(role, "projects.view_yearpaper", "projects.add_yearpaper")
