"""What organisations did and received besides meetings: activities, honours, issues."""

from datetime import date, timedelta

from apps.inspections.choices import IssueStatus
from apps.inspections.models import Issue
from apps.portal.city.actions import Actions
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.conduct import Conduct
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.tables import Tables
from apps.sixlights.choices import HonourStatus
from apps.sixlights.models import Honour, HonourLevel

HONOUR_NAMES = ("先进基层党组织", "五星级党支部", "文明单位", "青年文明号", "党建工作先进集体")
HONOUR_GIVERS = {
    HonourLevel.NATIONAL: "中央有关部委",
    HonourLevel.PROVINCIAL: "省委直属机关工委",
    HonourLevel.CITY: "市直机关工委",
    HonourLevel.UNIT: "本单位党组",
}
HONOUR_WEIGHTS = (1, 6, 45, 48)
# Three working days, with a weekend between them; few take longer.
ACKNOWLEDGED_WITHIN = timedelta(days=5)
ACKNOWLEDGED_AFTER, LATE_SHARE = timedelta(days=3), 0.06
ISSUE_TEXTS = (
    "支委会记录过于简单，缺少发言要点",
    "主题党日与业务结合不紧",
    "第一议题学习内容未写明出处",
    "缺席党员未及时补课",
    "党费收缴公示不及时",
    "换届准备工作滞后",
    "联系点走访次数不足",
)


class Works:
    def __init__(self, plan: Plan, tree: Tree, tables: Tables, names: dict[int, str]) -> None:
        self.plan, self.tree, self.tables = plan, tree, tables
        self.rng, self.late = plan.stream("works"), plan.stream("late acknowledgements")
        self.actions = Actions(plan, tables, names)

    def write(self, conducts: dict[int, Conduct]) -> None:
        for body in self.tree.grassroots:
            conduct = conducts[body.pk]
            for year in self.plan.calendar_years:
                first = max(date(year, 1, 1), self.plan.start, body.founded_on)
                last = min(date(year, 12, 31), self.plan.until)
                if first < last:
                    self._year(body, conduct, first, last)
        self.actions.write_corps(self.tree)

    def _year(self, body: Body, conduct: Conduct, first: date, last: date) -> None:
        chance = self.rng.random
        for _ in range(self.rng.choice((0, 1, 1, 2, 3))):
            if chance() > conduct.missing:
                self.actions.add(body, day_in(self.rng, first, last))
        if chance() < 0.16 * (1 - 2 * conduct.missing):
            self._honour(body, day_in(self.rng, first, last))
        if chance() < 0.15 + conduct.missing:
            self._issue(body, conduct, day_in(self.rng, first, last))

    def _honour(self, body: Body, day: date) -> None:
        level = self.rng.choices(list(HONOUR_GIVERS), HONOUR_WEIGHTS)[0]
        self.tables[Honour].add(
            organisation_id=body.pk,
            name=self.rng.choice(HONOUR_NAMES),
            level=level.value,
            granted_by=HONOUR_GIVERS[level],
            granted_on=day,
            status=HonourStatus.CONFIRMED.value,
        )

    def _issue(self, body: Body, conduct: Conduct, found: date) -> None:
        due = found + timedelta(days=self.rng.choice((15, 30, 60)))
        is_late = self.rng.random() < 0.08 + conduct.missing / 2
        days = self.rng.randint(5, 70) if is_late else -self.rng.randint(0, 12)
        closed = due + timedelta(days=days)
        is_closed = closed <= self.plan.until
        # What was found in the last days has not been acknowledged yet.
        is_slow = self.late.random() < LATE_SHARE
        acknowledged = found + ACKNOWLEDGED_AFTER * (3 if is_slow else 1)
        status = IssueStatus.IN_CORRECTION
        if acknowledged > self.plan.until:
            status = IssueStatus.OPEN
        self.tables[Issue].add(
            organisation_id=body.pk,
            text=self.rng.choice(ISSUE_TEXTS),
            found_on=found,
            due_on=due,
            acknowledge_due_on=found + ACKNOWLEDGED_WITHIN,
            unit_id=body.own_unit.pk,
            status=IssueStatus.CLOSED.value if is_closed else status.value,
            acknowledged_on=None if status == IssueStatus.OPEN else acknowledged,
            closed_on=closed if is_closed else None,
        )
