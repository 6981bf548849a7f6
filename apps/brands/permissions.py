"""Who sees and keeps the brands: an owner writes and applies, the committee decides."""

from apps.branches.choices import Role
from apps.branches.scope import allow

READ = (
    *("brand", "layerspan", "brandeffect", "brandlogo", "adoption", "recheck"),
    "brandcandidacy",
    *("brandplan", "planstage", "batch"),
)
VIEW = tuple(f"brands.view_{name}" for name in READ)
OWN = ("brand", "brandeffect", "brandlogo", "adoption")

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    allow(role, *VIEW, "brands.submit_brand")
    allow(role, *(f"brands.{action}_{name}" for name in OWN for action in ("add", "change")))
allow(Role.LEADER, *VIEW)
allow(
    Role.COMMITTEE_STAFF,
    *VIEW,
    *(f"brands.{step}_brand" for step in ("submit", "assess", "recheck")),
    *(
        f"brands.{action}_{name}"
        for name in (*OWN, "recheck", "brandplan", "planstage", "batch")
        for action in ("add", "change")
    ),
)
