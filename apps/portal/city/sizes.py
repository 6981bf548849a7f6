"""How many members each branch has, and how it is divided into subgroups."""

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.models import Organisation
from apps.core.numerals import ordinal
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables

WEIGHT_OF_KIND = {Kind.JOINT_BRANCH: 0.35, Kind.TEMPORARY_BRANCH: 0.4, Kind.RETIRED_BRANCH: 1.2}
# R-ORG-05: some branches stay under seven full members and have no committee.
SMALL_SHARE, SMALL_WEIGHT = 0.06, 0.18
LEAST_MEMBERS = 5
SUBGROUPS_FROM, MEMBERS_PER_SUBGROUP, MOST_SUBGROUPS = 20, 10, 4
UNDIVIDED_SHARE = 0.2


def allot(total: int, weights: list[float]) -> list[int]:
    """Whole shares in proportion to the weights that add up to the total."""
    sum_of_weights = sum(weights)
    exact = [total * weight / sum_of_weights for weight in weights]
    shares = [int(value) for value in exact]
    by_rest = sorted(range(len(weights)), key=lambda i: shares[i] - exact[i])
    for index in by_rest[: total - sum(shares)]:
        shares[index] += 1
    return shares


def set_sizes(plan: Plan, tree: Tree) -> None:
    rng = plan.stream("sizes")
    branches = [branch for branch in tree.branches if branch.has_members]
    weights = [_weight(branch, rng) for branch in branches]
    spare = plan.people - LEAST_MEMBERS * len(branches)
    for branch, share in zip(branches, allot(spare, weights), strict=True):
        branch.size = LEAST_MEMBERS + share


def _weight(branch: Body, rng) -> float:
    weight = WEIGHT_OF_KIND.get(branch.kind, 1.0)
    if branch.kind == Kind.BRANCH and rng.random() < SMALL_SHARE:
        weight = SMALL_WEIGHT
    return weight * min(max(rng.lognormvariate(0, 0.3), 0.4), 1.9)


def divide(plan: Plan, tree: Tree, tables: Tables) -> None:
    """Subgroups for most of the larger branches (R-MTG-03)."""
    rng = plan.stream("subgroups")
    for branch in tree.branches:
        if branch.size >= SUBGROUPS_FROM and rng.random() > UNDIVIDED_SHARE:
            count = min(max(branch.size // MEMBERS_PER_SUBGROUP, 2), MOST_SUBGROUPS)
            branch.subgroups = [_subgroup(branch, n, tables) for n in range(1, count + 1)]


def _subgroup(branch: Body, number: int, tables: Tables) -> Body:
    return Body(
        tables[Organisation].reserve(),
        f"{branch.name}{ordinal(number)}党小组",
        Kind.SUBGROUP,
        branch.unit,
        branch,
        branch.founded_on,
    )
