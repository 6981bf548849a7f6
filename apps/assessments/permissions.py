"""Who sees results, who keeps schemes and who runs the year's assessment."""

from apps.branches.choices import Role
from apps.branches.scope import allow

RESULTS = (
    *("assessments.view_result", "assessments.view_scoreline", "assessments.view_scheme"),
    "assessments.view_objection",
)
KEPT = (
    *("scheme", "part", "criterion", "step", "officeshare", "gradethreshold"),
    *("veto", "comparisonclass"),
    *("manualentry", "officemark", "panelscore", "ballottotal", "ballotpoll"),
)

OBJECTING = ("assessments.add_objection", "assessments.withdraw_objection")

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER):
    allow(role, *RESULTS)
for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    allow(role, *OBJECTING)
allow(
    Role.COMMITTEE_STAFF,
    *RESULTS,
    *(f"assessments.{action}_{m}" for action in ("view", "add", "change") for m in KEPT),
    *(f"assessments.{action}_run" for action in ("view", "add", "change", "start", "issue")),
    *OBJECTING,
    "assessments.answer_objection",
    "assessments.conduct_ballotpoll",
    "assessments.activate_scheme",
    *("assessments.approve_manualentry", "assessments.approve_officemark"),
)
