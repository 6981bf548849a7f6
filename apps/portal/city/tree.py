"""Units and the tree of organisations, with exactly as many grass-roots ones as planned."""

from datetime import date

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import UnitKind
from apps.branches.models import Organisation, Sector, Unit
from apps.core.numerals import ordinal
from apps.portal.city.bodies import Body, CityUnit, Tree
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.sizes import allot
from apps.portal.city.tables import Tables
from apps.portal.city.units import (
    CONVENING_UNITS,
    OFFICES,
    SUBORDINATES,
    named_units,
    sector_of,
    weight_of,
)

# From this many organisations on a unit has an organ committee or a general branch (R-ORG-06, 07).
COMMITTEE_FROM, GENERAL_BRANCH_FROM, SUBORDINATES_FROM = 6, 3, 10
BRANCHES_PER_SUBORDINATE = 3
OLDEST = date(2004, 1, 1)


class Planter:
    """Grows the tree; a name is given once in the city."""

    def __init__(self, plan: Plan, tables: Tables) -> None:
        self.plan = plan
        self.rng = plan.stream("tree")
        self.organisations = tables[Organisation]
        self.units = tables[Unit]
        self.names: set[str] = set()

    def grow(self) -> Tree:
        root = self._body("市直机关工委", Kind.WORK_COMMITTEE, None, None, OLDEST)
        units = self._city_units()
        shares = allot(self.plan.organisations - len(units), [unit.weight for unit in units])
        for unit, share in zip(units, shares, strict=True):
            self._plant(unit, root, share + 1)
        tree = Tree(root, units)
        self._specialise(tree)
        return tree

    def _city_units(self) -> list[CityUnit]:
        known = dict(Unit.objects.values_list("name", "pk"))
        sectors = dict(Sector.objects.values_list("name", "pk"))
        _sort_known(sectors)
        units = []
        for number, (name, kind) in enumerate(named_units(self.plan.units), start=1):
            key = known.get(name) or self.units.add(
                code=f"DW{number:03}",
                name=name,
                kind=kind.value,
                sector_id=sectors.get(sector_of(name)),
                founded_on=day_in(self.rng, date(1990, 1, 1), OLDEST),
            )
            weight = weight_of(name) * self.rng.lognormvariate(0, 0.5)
            units.append(CityUnit(key, name, kind, weight))
        return units

    def _plant(self, unit: CityUnit, root: Body, count: int) -> None:
        if unit.kind in (UnitKind.ORGAN, UnitKind.STATE_FIRM):
            unit.party_group = self._body(
                f"{unit.name}党组", Kind.PARTY_GROUP, unit, root, self._old_day()
            )
        top = self._top(unit, root, count)
        if top:
            count -= 1
        if top and count >= SUBORDINATES_FROM:
            count = self._subordinates(unit, top, count)
        for number in range(1, count + 1):
            self._branch(unit, top or root, self._branch_name(unit, number, count))

    def _top(self, unit: CityUnit, root: Body, count: int) -> Body | None:
        if count >= COMMITTEE_FROM:
            return self._listed(unit, f"{unit.name}机关党委", Kind.ORGAN_COMMITTEE, root)
        if count >= GENERAL_BRANCH_FROM:
            return self._listed(unit, f"{unit.name}党总支", Kind.GENERAL_BRANCH, root)
        return None

    def _subordinates(self, unit: CityUnit, top: Body, count: int) -> int:
        """General branches of the unit's own institutions; returns how many are left to plant."""
        for name in SUBORDINATES[: min(len(SUBORDINATES), count // SUBORDINATES_FROM)]:
            general = self._listed(unit, f"{unit.name}{name}党总支", Kind.GENERAL_BRANCH, top)
            for number in range(1, BRANCHES_PER_SUBORDINATE + 1):
                self._branch(unit, general, f"{unit.name}{name}{ordinal(number)}党支部")
            count -= BRANCHES_PER_SUBORDINATE + 1
        return count

    def _branch_name(self, unit: CityUnit, number: int, count: int) -> str:
        if count == 1:
            return f"{unit.name}党支部"
        office = self.rng.choice(OFFICES)
        by_office = f"{unit.name}{office}党支部"
        if self.rng.random() < 0.5 and by_office not in self.names:
            return by_office
        return f"{unit.name}{ordinal(number)}党支部"

    def _branch(self, unit: CityUnit, parent: Body, name: str) -> Body:
        return self._listed(unit, name, Kind.BRANCH, parent)

    def _listed(self, unit: CityUnit, name: str, kind: Kind, parent: Body) -> Body:
        is_young = kind == Kind.BRANCH and self.rng.random() < 0.05
        founded = self._young_day(parent) if is_young else self._old_day(parent)
        body = self._body(name, kind, unit, parent, founded)
        unit.bodies.append(body)
        return body

    def _old_day(self, parent: Body | None = None) -> date:
        first = parent.founded_on if parent else OLDEST
        return day_in(self.rng, first, max(first, date(2016, 12, 31)))

    def _young_day(self, parent: Body | None) -> date:
        """Inside the years of the city, so that duties begin in the middle of a year, but early
        enough for the last finished year to assess everybody."""
        last = date(self.plan.finished_years[-1], 9, 30)
        if last <= self.plan.start:
            return self._old_day(parent)
        return day_in(self.rng, self.plan.start, last)

    def _body(
        self, name: str, kind: Kind, unit: CityUnit | None, parent: Body | None, founded_on: date
    ) -> Body:
        self.names.add(name)
        body = Body(self.organisations.reserve(), name, kind, unit, parent, founded_on)
        if parent:
            parent.children.append(body)
        return body

    def _specialise(self, tree: Tree) -> None:
        """Turn some branches into the rarer kinds, at least one of each."""
        retired = [unit.bodies[-1] for unit in tree.units if len(unit.bodies) > 3]
        single = [unit.bodies[0] for unit in tree.units if len(unit.bodies) == 1]
        rest = [b for b in tree.branches if b not in retired and b not in single]
        self.rng.shuffle(rest)
        temporary = max(1, self.plan.organisations // 90)
        functional = max(1, self.plan.organisations // 130)
        self._turn(retired, Kind.RETIRED_BRANCH, "离退休干部党支部")
        self._turn(single[1::3] or rest[-1:], Kind.JOINT_BRANCH, "联合党支部")
        self._turn(rest[:temporary], Kind.TEMPORARY_BRANCH, "重点项目临时党支部")
        self._turn(rest[temporary:][:functional], Kind.FUNCTIONAL_BRANCH, "功能型党支部")

    def _turn(self, bodies: list[Body], kind: Kind, ending: str) -> None:
        for body in bodies:
            body.kind = kind
            name = f"{body.own_unit.name}{ending}"
            body.name = name if name not in self.names else f"{body.name[:-3]}{ending}"
            self.names.add(body.name)
            if kind == Kind.TEMPORARY_BRANCH:
                body.founded_on = self._young_day(body.parent)


def plant(plan: Plan, tables: Tables) -> Tree:
    return Planter(plan, tables).grow()


def _sort_known(sectors: dict[str, int]) -> None:
    """The units that were there before the city have their line of business, too."""
    for name in CONVENING_UNITS:
        sector = sectors.get(sector_of(name))
        Unit.objects.filter(name=name, sector=None).update(sector=sector)
