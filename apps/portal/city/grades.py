"""Stars of the branches for each finished year and the one before: some move up, few down (handbook 5)."""

from datetime import date

from apps.branches.choices import GradeKind
from apps.branches.models import Grade
from apps.portal.city.bodies import Tree
from apps.portal.city.conduct import Conduct
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables

SCHEME = "五星创评办法（第1版）"
NAMES = {5: "五星", 4: "四星", 3: "三星", 2: "二星", 1: "一星"}
# The lines of the measure, and how much the points of a year stray from the conduct of a branch.
LINES = ((90, 5), (80, 4), (70, 3), (60, 2), (0, 1))
SPREAD, LOWER = 5, 5


def write(plan: Plan, tree: Tree, tables: Tables, conducts: dict[int, Conduct]) -> None:
    """Decided in March of the year after, as far as that has come."""
    rng = plan.stream("grades")
    first = plan.start.year - 1
    for year in (first, *plan.finished_years):
        decided_on = date(year + 1, 3, 20)
        if decided_on > plan.until:
            continue
        for branch in tree.branches:
            points = min(max(rng.gauss(conducts[branch.pk].panel - LOWER, SPREAD), 40), 109)
            if branch.founded_on.year < year:
                stars = next(star for line, star in LINES if points >= line)
                tables[Grade].add(
                    organisation_id=branch.pk,
                    kind=GradeKind.STARS.value,
                    year=year,
                    scheme=SCHEME,
                    level=NAMES[stars],
                    order=stars,
                    points=f"{points:.2f}",
                    decided_on=decided_on.isoformat(),
                )
