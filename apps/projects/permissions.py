"""Who sees and keeps the secretary projects."""

from apps.branches.choices import Role
from apps.branches.scope import allow

MODELS = ("secretaryproject",)
VIEW = tuple(f"projects.view_{model}" for model in MODELS)

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER):
    allow(role, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    *(f"projects.{action}_{model}" for action in ("add", "change") for model in MODELS),
)
