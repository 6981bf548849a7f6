"""Leaders at their contact branches: the months they looked at, their visits, what they promised."""

from collections import defaultdict
from datetime import date, timedelta

from apps.branches.choices import Post
from apps.contacts.choices import PromiseOwner, PromiseStatus, TopicStatus, VisitForm
from apps.contacts.models import (
    ContactPoint,
    ContactVisit,
    MonthlyCheck,
    Promise,
    ResearchPoint,
    ResearchResult,
    ResearchTopic,
)
from apps.core import policy
from apps.portal.city.accounts import Office
from apps.portal.city.bodies import Body, Spell, Tree
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.tables import Tables
from apps.zones.models import ZoneMembership

CHECKED, VISITED, PROMISED, KEPT = 0.85, 0.75, 0.6, 0.8
FINDINGS = (
    "支部组织生活正常，青年党员比例高，骨干不足，建议结合业务骨干培养补充支委。",
    "学习有计划有记录，第一议题落实较好；主题党日与业务结合还不够紧，已提出改进意见。",
    "支部书记刚到任，熟悉情况快；活动场地偏小，外出学习经费需要统筹。",
    "党员谈心谈话坚持得好，个别记录过于简单；换届准备工作已经启动。",
)
PROMISES = (
    ("协调解决党员活动室", PromiseOwner.LEADER),
    ("补齐支委会记录中的发言要点", PromiseOwner.BRANCH),
    ("安排一次书记业务培训", PromiseOwner.COMMITTEE),
    ("组织一次与联建支部的主题党日", PromiseOwner.BRANCH),
    ("帮助支部制定换届工作方案", PromiseOwner.LEADER),
)
QUESTIONS = (
    "机关党建与业务工作深度融合的路径",
    "青年党员教育管理的做法和难点",
    "支部书记队伍能力建设",
    "党员活动阵地共建共享",
    "新就业群体党建工作",
)


class Contacts:
    def __init__(self, plan: Plan, tree: Tree, office: Office, tables: Tables) -> None:
        self.plan, self.tree, self.office, self.tables = plan, tree, office, tables
        self.rng = plan.stream("contacts")
        self.helps = policy.names("four_helps", plan.until)

    def write(self) -> None:
        for group in self.tree.party_groups:
            for spell in group.posts.all:
                if spell.post in (Post.SECRETARY, Post.GROUP_MEMBER):
                    self._point(group, spell)
        self._research()

    def _point(self, group: Body, spell: Spell) -> None:
        """Each leader one branch of his unit that is not his own (R-CP-02)."""
        branch = self._branch(group, spell)
        if branch is None or spell.person in self.office.alone:
            return
        since = max(spell.start, branch.founded_on)
        point = self.tables[ContactPoint].add(
            person_id=spell.person, organisation_id=branch.pk, valid_from=since
        )
        self._checks(point, since)
        for year in self.plan.calendar_years:
            first, last = max(date(year, 1, 1), since, self.plan.start), date(year, 12, 31)
            if first < min(last, self.plan.until) and self.rng.random() < VISITED:
                self._visit(point, day_in(self.rng, first, min(last, self.plan.until)))

    def _branch(self, group: Body, spell: Spell) -> Body | None:
        if self.office.contact and self.office.contact[0] == spell.person:
            return self.office.contact[1]
        others = [
            branch
            for branch in group.own_unit.branches()
            if spell.person not in {s.person for s in branch.members.all}
        ]
        return self.rng.choice(others) if others else None

    def _checks(self, point: int, since: date) -> None:
        """Of the last twelve months; older ones show nowhere in the demonstration."""
        for month in self.plan.months[-12:]:
            if month.start >= since and self.rng.random() < CHECKED:
                self.tables[MonthlyCheck].add(contact_point_id=point, month=month.start)

    def _visit(self, point: int, day: date) -> None:
        visit = self.tables[ContactVisit].add(
            contact_point_id=point,
            starts_on=day,
            ends_on=day,
            helps=self.rng.sample(self.helps, self.rng.randint(1, len(self.helps))),
            forms=[form.value for form in self.rng.sample(list(VisitForm), 2)],
            findings=self.rng.choice(FINDINGS),
        )
        for text, owner in self.rng.sample(PROMISES, 2):
            if self.rng.random() < PROMISED:
                self._promise(visit, text, owner, day)

    def _promise(self, visit: int, text: str, owner: PromiseOwner, day: date) -> None:
        due = day + timedelta(days=self.rng.choice((30, 60, 90)))
        is_kept = due <= self.plan.until and self.rng.random() < KEPT
        self.tables[Promise].add(
            visit_id=visit,
            text=text,
            owner=owner.value,
            due_on=due,
            status=(PromiseStatus.KEPT if is_kept else PromiseStatus.OPEN).value,
            settled_at=f"{due}T09:00:00+08:00" if is_kept else None,
        )

    def _research(self) -> None:
        """One or two points in each zone of each year, and a topic with its result."""
        for (year, zone), units in self._members().items():
            start = date(year, 1, 1)
            for unit in units[1 : 2 + self.rng.randint(0, 1)]:
                self.tables[ResearchPoint].add(
                    zone_id=zone, unit_id=unit, valid_from=start, valid_to=date(year + 1, 1, 1)
                )
            self._topic(year, zone, is_over=date(year, 12, 31) <= self.plan.until)

    def _members(self) -> dict[tuple[int, int], list[int]]:
        """The units of each zone and year, as they were written before."""
        self.tables.flush()
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        rows = ZoneMembership.objects.filter(zone__year__in=self.plan.calendar_years)
        for year, zone, unit in rows.order_by("pk").values_list("zone__year", "zone", "unit"):
            found[year, zone].append(unit)
        return found

    def _topic(self, year: int, zone: int, *, is_over: bool) -> None:
        question = self.rng.choice(QUESTIONS)
        topic = self.tables[ResearchTopic].add(
            year=year,
            question=question,
            zone_id=zone,
            status=(TopicStatus.CONCLUDED if is_over else TopicStatus.RUNNING).value,
        )
        if is_over:
            self.tables[ResearchResult].add(
                topic_id=topic,
                title=f"{question}调研报告",
                situation="各单位普遍建立了制度，工作有安排有检查。",
                problems="部分支部活动形式单一，骨干力量不足。",
                highlights="有的单位把支部建在项目上，效果好。",
                suggestions="加强分类指导，推广成熟做法。",
                submitted_on=date(year, 12, 20),
                submitted_to="市委",
            )
