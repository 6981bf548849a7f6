"""Who sees 换届 and elections: the body prepares and reports, the higher body decides."""

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_of_others

READ = (
    *("renewal", "renewalpaper", "termextension"),
    *("election", "electionseat", "electioncandidate"),
)
VIEW = tuple(f"elections.view_{name}" for name in READ)
PREPARE = (
    "elections.prepare_renewal",
    *(f"elections.{verb}_renewalpaper" for verb in ("add", "change")),
    "elections.add_election",
    "elections.add_termextension",
)
DECIDE = (
    *("elections.guide_renewal", "elections.decide_renewal"),
    *("elections.decide_termextension", "elections.confirm_election"),
)

for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY):
    allow(role, *VIEW, *PREPARE)
# Nobody approves the election of his own body.
allow_of_others(Role.SUBTREE_SECRETARY, *DECIDE)
allow(Role.LEADER, *VIEW)
allow(Role.COMMITTEE_STAFF, *VIEW, *PREPARE, *DECIDE, "elections.add_renewal")
