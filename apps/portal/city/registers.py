"""Bases and their visits, venues and reviews, volunteer teams, offices and a few exceptions."""

from datetime import date, timedelta
from decimal import Decimal

from apps.branches.models import Office, SetUpException
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.tables import Tables
from apps.sixlights.choices import BookingStatus, Slot, TeamLevel
from apps.sixlights.models import (
    BaseBooking,
    BaseCategory,
    MetCriterion,
    StarThreshold,
    ThemeDayBase,
    Venue,
    VenueCriterion,
    VenueReview,
    VenueStandard,
    VolunteerTeam,
)

CATEGORIES = ("革命传统教育", "党性教育", "社会主义核心价值观教育", "安徽历史文化教育")
BASES = (
    ("东山革命纪念馆", 0, 40, (0,)),
    ("北关烈士陵园", 0, 120, ()),
    ("廉政教育馆", 1, 30, (5, 6)),
    ("初心书屋", 1, 15, (0, 6)),
    ("好人馆", 2, 60, (0,)),
    ("志愿服务展示中心", 2, 50, ()),
    ("市博物馆", 3, 100, (0,)),
    ("古建筑陈列馆", 3, 45, (0,)),
)
CRITERIA = (
    ("有固定场所，面积 20 平方米以上", 20, True),
    ("党旗、入党誓词规范悬挂", 20, True),
    ("组织架构和制度上墙", 20, False),
    ("有学习资料和图书角", 20, False),
    ("有影音设备，能组织集中学习", 20, False),
)
THRESHOLDS = ((1, 40), (2, 60), (3, 70), (4, 80), (5, 100))
TO_STANDARD = 60
OFFICES = ("办公室", "人事科", "法规科", "财务科", "业务一科", "业务二科", "督查科", "信息中心")
PURPOSES = ("参观学习，重温入党誓词", "主题党日活动", "现场党课", "志愿讲解服务")
ASKED = ((BookingStatus.REQUESTED, 3), (BookingStatus.CONFIRMED, 6))


def write(plan: Plan, tree: Tree, tables: Tables) -> None:
    rng = plan.stream("registers")
    bases = _bases(plan, tree, tables)
    branches = rng.sample(tree.branches, min(len(tree.branches), 160))
    _visits(plan, rng, bases, branches, tables)
    _venues(plan, rng, tree, tables)
    _teams(plan, tree, tables)
    _offices(plan, rng, tree, tables)


def _bases(plan: Plan, tree: Tree, tables: Tables) -> list[tuple[int, int, tuple[int, ...]]]:
    """Key, places and closed days; the third base is kept by a unit, the others by the committee."""
    known = dict(BaseCategory.objects.values_list("name", "pk"))
    categories = [
        known.get(name) or tables[BaseCategory].add(order=order, name=name)
        for order, name in enumerate(CATEGORIES, start=1)
    ]
    made = []
    for number, (name, category, capacity, closed) in enumerate(BASES):
        unit = tree.units[0] if number == 2 else None
        key = tables[ThemeDayBase].add(
            name=name,
            category_id=categories[category],
            batch=1 + number // 4,
            plaque_on=plan.start,
            address=f"市区{name[:2]}路 {10 + number} 号",
            unit_id=unit and unit.pk,
            keeper_id=unit.top.pk if unit else tree.root.pk,
            contact_person="值班室",
            contact_phone=f"0550-100{number:04}",
            capacity=capacity,
            opening_hours="9:00—11:30，14:00—17:00",
            closed_weekdays=list(closed),
            valid_from=plan.start,
        )
        made.append((key, capacity, closed))
    return made


def _visits(plan: Plan, rng, bases, branches: list[Body], tables: Tables) -> None:
    """One visit a year of each of these branches, and some that are still to come."""
    taken: set[tuple] = set()
    for branch in branches:
        first = max(plan.start, branch.founded_on)
        if first < plan.until:
            _visit(rng, bases, branch, day_in(rng, first, plan.until), "visited", taken, tables)
    coming = [(status, n) for status, number in ASKED for n in range(number)]
    for branch, (status, n) in zip(branches, coming, strict=False):
        _visit(rng, bases, branch, plan.until + timedelta(days=3 + n), status, taken, tables)


def _visit(rng, bases, branch: Body, day: date, status: str, taken: set, tables: Tables) -> None:
    key, capacity, closed = rng.choice(bases)
    slot = rng.choice(list(Slot))
    if day.weekday() in closed or (key, day, slot) in taken:
        return
    taken.add((key, day, slot))
    tables[BaseBooking].add(
        base_id=key,
        organisation_id=branch.pk,
        visit_on=day,
        slot=slot.value,
        persons=rng.randint(5, max(5, min(capacity, 25))),
        purpose=rng.choice(PURPOSES),
        status=BookingStatus(status).value,
    )


def _venues(plan: Plan, rng, tree: Tree, tables: Tables) -> None:
    standard = tables[VenueStandard].add(
        name="党员活动室建设标准",
        number=1,
        points_to_standard=TO_STANDARD,
        valid_from=plan.start,
        source="演示数据",
    )
    criteria = [
        tables[VenueCriterion].add(
            standard_id=standard, order=order, text=text, points=points, is_required=required
        )
        for order, (text, points, required) in enumerate(CRITERIA, start=1)
    ]
    for stars, points in THRESHOLDS:
        tables[StarThreshold].add(standard_id=standard, stars=stars, points=points)
    for unit in tree.units:
        venue = tables[Venue].add(
            name="党员活动室",
            organisation_id=unit.top.pk,
            unit_id=unit.pk,
            address=f"{unit.name}办公楼",
            area=Decimal(rng.randint(20, 120)),
            valid_from=max(plan.start, unit.top.founded_on),
        )
        if rng.random() < 0.7:
            _review(plan, rng, unit.top, venue, standard, criteria, tables)


def _review(plan: Plan, rng, body: Body, venue: int, standard: int, criteria, tables) -> None:
    met = [n for n in range(len(CRITERIA)) if rng.random() < 0.85]
    points = sum(CRITERIA[n][1] for n in met)
    required = {n for n, (_, _, is_required) in enumerate(CRITERIA) if is_required}
    review = tables[VenueReview].add(
        venue_id=venue,
        standard_id=standard,
        reviewed_on=day_in(rng, max(plan.start, body.founded_on), plan.until),
        points=points,
        stars=max((stars for stars, least in THRESHOLDS if points >= least), default=0),
        is_up_to_standard=points >= TO_STANDARD and required <= set(met),
    )
    for n in met:
        tables[MetCriterion].add(review_id=review, criterion_id=criteria[n])


def _teams(plan: Plan, tree: Tree, tables: Tables) -> None:
    """One corps, a detachment in each unit, and teams in the branches of the first few."""
    corps = _team(plan, "市直机关党员志愿服务总队", TeamLevel.CORPS, None, tree.root, tables)
    for number, unit in enumerate(tree.units):
        name = f"{unit.name}党员志愿服务支队"
        detachment = _team(plan, name, TeamLevel.DETACHMENT, corps, unit.top, tables)
        for branch in unit.branches() if number < 5 else ():
            _team(plan, f"{branch.name}分队", TeamLevel.TEAM, detachment, branch, tables)


def _team(plan: Plan, name: str, level: TeamLevel, parent, body: Body, tables: Tables) -> int:
    return tables[VolunteerTeam].add(
        name=name,
        level=level.value,
        parent_id=parent,
        organisation_id=body.pk,
        unit_id=body.unit and body.unit.pk,
        leader_id=body.secretary(plan.until),
        valid_from=max(plan.start, body.founded_on),
    )


def _offices(plan: Plan, rng, tree: Tree, tables: Tables) -> None:
    """The first units keep their offices, two to a branch; one exception is approved."""
    for unit in tree.units[:12]:
        branches = [b for b in unit.branches() if b.founded_on < plan.until][:4]
        for number, name in enumerate(OFFICES[: 2 * len(branches)]):
            branch = branches[number // 2]
            tables[Office].add(
                unit_id=unit.pk,
                name=name,
                organisation_id=branch.pk,
                valid_from=max(plan.start, branch.founded_on),
            )
    top = tree.units[0].top
    tables[SetUpException].add(
        organisation_id=top.pk,
        rule="R-ORG-07",
        reason="党员不足 100 名，因工作需要设机关党委",
        approved_by="市直机关工委",
        valid_from=max(plan.start, top.founded_on),
    )
