"""Who sees and writes the articles."""

from apps.branches.choices import Role
from apps.branches.scope import allow

MODELS = ("article",)
VIEW = tuple(f"news.view_{model}" for model in MODELS)

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER):
    allow(role, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    *(f"news.{action}_{model}" for action in ("add", "change") for model in MODELS),
)
