"""What organisations did and received besides meetings: projects, brands, lights, honours."""

from datetime import date, timedelta

from apps.brands.choices import PUBLIC, BrandLayer
from apps.brands.models import Brand, LayerSpan
from apps.inspections.models import Issue
from apps.portal.city.actions import Actions
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.conduct import Conduct
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.tables import Tables
from apps.projects.choices import ProjectStatus
from apps.projects.models import SecretaryProject
from apps.sixlights.choices import HonourStatus
from apps.sixlights.models import Honour, HonourLevel

PROJECT_TITLES = (
    "把支部建在项目上",
    "党建引领基层治理",
    "机关作风提升行动",
    "青年理论学习提升",
    "党建业务融合示范",
    "窗口服务再提速",
    "清廉机关建设",
)
BRAND_FIRST = ("先锋", "清风", "红烛", "暖心", "匠心", "同心", "晨光", "蓝盾", "绿洲", "初心")
BRAND_LAST = ("服务队", "讲堂", "驿站", "工作室", "行动", "直通车", "方阵")
HONOUR_NAMES = ("先进基层党组织", "五星级党支部", "文明单位", "青年文明号", "党建工作先进集体")
HONOUR_GIVERS = {
    HonourLevel.NATIONAL: "中央有关部委",
    HonourLevel.PROVINCIAL: "省委直属机关工委",
    HonourLevel.CITY: "市直机关工委",
    HonourLevel.UNIT: "本单位党组",
}
HONOUR_WEIGHTS = (1, 6, 45, 48)
ISSUE_TEXTS = (
    "支委会记录过于简单，缺少发言要点",
    "主题党日与业务结合不紧",
    "第一议题学习内容未写明出处",
    "缺席党员未及时补课",
    "党费收缴公示不及时",
    "换届准备工作滞后",
    "联系点走访次数不足",
)
# Of 783: 63 reported, 30 certified, 7 demonstration brands (chapter 15), the rest self-declared.
LAYERS = (
    (BrandLayer.DEMONSTRATION, 0.009),
    (BrandLayer.CERTIFIED, 0.03),
    (BrandLayer.SUBMITTED, 0.042),
    (BrandLayer.NURTURING, 0.15),
)


class Works:
    def __init__(self, plan: Plan, tree: Tree, tables: Tables, names: dict[int, str]) -> None:
        self.plan, self.tree, self.tables = plan, tree, tables
        self.rng = plan.stream("works")
        self.actions = Actions(plan, tables, names)

    def write(self, conducts: dict[int, Conduct]) -> None:
        for body in self.tree.grassroots:
            conduct = conducts[body.pk]
            self._brand(body)
            for year in self.plan.calendar_years:
                first = max(date(year, 1, 1), self.plan.start, body.founded_on)
                last = min(date(year, 12, 31), self.plan.until)
                if first < last:
                    self._year(body, conduct, first, last)
        self.actions.write_corps(self.tree)
        for group in self.tree.party_groups:
            self._projects(group)

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
        self.tables[Issue].add(
            organisation_id=body.pk,
            text=self.rng.choice(ISSUE_TEXTS),
            found_on=found,
            due_on=due,
            closed_on=closed if closed <= self.plan.until else None,
        )

    def _brand(self, body: Body) -> None:
        chance = self.rng.random()
        for layer, share in LAYERS:
            if chance < share:
                name = self.rng.choice(BRAND_FIRST) + self.rng.choice(BRAND_LAST)
                first = max(self.plan.start, body.founded_on)
                since = day_in(self.rng, first, self.plan.until)
                brand = self.tables[Brand].add(
                    organisation_id=body.pk,
                    name=name,
                    meaning=f"以“{name}”带动党员在岗位上服务群众。",
                    status=layer.value,
                    certified_on=since if layer in PUBLIC else None,
                )
                self.tables[LayerSpan].add(brand_id=brand, layer=layer.value, starts_on=since)
                return
            chance -= share

    def _projects(self, group: Body) -> None:
        for year in self.plan.calendar_years:
            reported = max(date(year, 3, 1), self.plan.start) + timedelta(self.rng.randint(0, 40))
            secretary = group.secretary(reported)
            if reported <= self.plan.until and secretary and self.rng.random() < 0.42:
                self.tables[SecretaryProject].add(
                    year=year,
                    title=self.rng.choice(PROJECT_TITLES),
                    organisation_id=group.pk,
                    secretary_id=secretary,
                    reported_on=reported,
                    status=ProjectStatus.SUBMITTED.value,
                )
