"""Who sees and keeps the brands."""

from apps.branches.choices import Role
from apps.branches.scope import allow

MODELS = ("brand",)
VIEW = tuple(f"brands.view_{model}" for model in MODELS)

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER):
    allow(role, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    *(f"brands.{action}_{model}" for action in ("add", "change") for model in MODELS),
)
