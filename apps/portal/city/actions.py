"""What organisations did under campaigns, with numbers and lecturers, and the lecturers' corps."""

from datetime import date

from apps.portal.city.bodies import Body, Tree
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables
from apps.sixlights.models import (
    Activity,
    ActivityCount,
    ActivityItem,
    ActivityLecturer,
    CampaignItem,
    ItemMetric,
    Lecturer,
)

TITLES = {
    "emblem": ("亮身份承诺上墙", "佩戴党徽上岗"),
    "venue": ("党建阵地开放日", "党员活动室更新"),
    "voice": ("品牌故事宣讲", "党纪一小时"),
    "activity": ("参观主题党日基地", "重温入党誓词"),
    "honour": ("荣誉墙更新", "先进事迹报告"),
    "brand": ("品牌故事宣讲", "品牌开放日"),
    "micro_branch": ("科室结对共学", "联合支部活动日"),
    "micro_study": ("组工讲坛", "业务讲堂"),
    "micro_lecture": ("讲身边事", "党史故事会"),
    "micro_service": ("志愿服务进社区", "一岗一窗口"),
    "micro_innovation": ("创新案例评选", "金点子征集"),
    "micro_display": ("微视频展播", "读书心得汇编"),
}
FORMS = ("讲授", "研讨", "案例", "互动")
# About how large the numbers of one activity are.
SIZES = {
    "persons": (5, 40),
    "person_times": (8, 60),
    "questions": (2, 20),
    "problems_solved": (1, 5),
    "money_saved": (2_000, 60_000),
    "books": (0, 2),
    "works": (1, 6),
}
CORPS = 5
TOPICS = ("三微", "党纪一小时", "党史学习", "三微、党纪一小时", "基层党务")


class Actions:
    def __init__(self, plan: Plan, tables: Tables, names: dict[int, str]) -> None:
        self.plan, self.tables, self.names = plan, tables, names
        self.rng = plan.stream("actions")
        items = CampaignItem.objects.select_related("campaign").order_by("campaign", "order")
        self.items = list(items)
        self.asked: dict[int, list[ItemMetric]] = {item.pk: [] for item in self.items}
        for use in ItemMetric.objects.filter(is_asked=True).select_related("metric"):
            self.asked[use.item_id].append(use)

    def add(self, body: Body, day: date) -> None:
        open_items = [i for i in self.items if i.campaign.covers(day)]
        if not open_items:
            return
        item = self.rng.choice(open_items)
        activity = self.tables[Activity].add(
            organisation_id=body.pk,
            title=self.rng.choice(TITLES.get(item.code, ("主题活动",))),
            starts_on=day,
            form=self.rng.choice(FORMS) if item.forms else "",
            minutes=self.rng.randint(8, 34) if item.asks_minutes else None,
        )
        self.tables[ActivityItem].add(activity_id=activity, item_id=item.pk)
        for use in self.asked[item.pk]:
            self.tables[ActivityCount].add(
                activity_id=activity,
                metric_id=use.metric_id,
                value=self.rng.randint(*SIZES.get(use.metric.code, (1, 10))),
            )
        if item.has_lecturers:
            self._lecturers(body, activity, day)

    def _lecturers(self, body: Body, activity: int, day: date) -> None:
        present = [spell.person for spell in body.members.on(day)]
        chosen = self.rng.sample(present, min(len(present), self.rng.choice((1, 1, 2, 3))))
        for order, person in enumerate(chosen, start=1):
            self.tables[ActivityLecturer].add(
                activity_id=activity, order=order, person_id=person, name=self.names[person]
            )

    def write_corps(self, tree: Tree) -> None:
        """宣讲团: five who may be invited, chosen by the work committee."""
        leaders = [s.person for group in tree.party_groups for s in group.posts.all][: CORPS * 3]
        for topic, person in zip(TOPICS, dict.fromkeys(leaders), strict=False):
            self.tables[Lecturer].add(
                organisation_id=tree.root.pk,
                person_id=person,
                name=self.names[person],
                topics=topic,
                booking="各单位提前一周与工委宣传部联系",
                valid_from=self.plan.start,
            )
