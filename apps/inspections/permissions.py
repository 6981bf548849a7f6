"""Who sees and keeps the issues of the rectification loop."""

from apps.branches.choices import Role
from apps.branches.scope import allow

MODELS = ("issue",)
VIEW = tuple(f"inspections.view_{model}" for model in MODELS)

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER):
    allow(role, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    *(f"inspections.{action}_{model}" for action in ("add", "change") for model in MODELS),
)
