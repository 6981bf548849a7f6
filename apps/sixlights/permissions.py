"""Who sees and keeps campaigns, their activities and honours."""

from apps.branches.choices import Role
from apps.branches.scope import allow

MODELS = (
    "campaign",
    "campaignitem",
    "activity",
    "honour",
)
VIEW = tuple(f"sixlights.view_{model}" for model in MODELS)

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER):
    allow(role, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    *(f"sixlights.{action}_{model}" for action in ("add", "change") for model in MODELS),
)
