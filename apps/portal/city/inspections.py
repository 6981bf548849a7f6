"""督查 in the demonstration city: last year's round, the one under way, and an issue in every state."""

from dataclasses import dataclass

from apps.inspections.choices import (
    InspectionStatus,
    IssueKind,
    IssueLevel,
    IssueSource,
    IssueStatus,
)
from apps.inspections.models import (
    CommonIssue,
    Focus,
    InspectedUnit,
    Inspection,
    InspectionFocus,
    Inspector,
    RecordSeen,
    Visit,
    VisitInspector,
)
from apps.meetings.choices import MeetingKind
from apps.portal.city.accounts import Office
from apps.portal.city.bodies import Body, CityUnit, Tree
from apps.portal.city.issues import Found, Held, Issues
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables

Status = IssueStatus
# Days before the last day of the city, which is looked at up to a month later.
LAST_ROUND, LAST_CLOSED, THIS_ROUND, THIS_ENDS = 330, 210, 45, -30
UNITS, VISITED, LONG_AGO = 6, 4, 90
MISSING_COMMITTEE, FIRST_TOPIC, RECORDS, FEES = 3, 7, 8, 11
SEEN = ("党费收缴台账", "第一议题学习记录本")
SUMMARY = (
    "查看了组织生活、第一议题、党费收缴等记录，同书记和党员代表谈话。\n"
    "总体较好：学习有计划，主题党日能结合业务。会议记录还不够规范。"
)


class Inspections:
    def __init__(self, plan: Plan, tree: Tree, office: Office, tables: Tables) -> None:
        self.plan, self.tree, self.office, self.tables = plan, tree, office, tables
        self.rng = plan.stream("inspections")
        self.issues = Issues(plan, office, tables)
        self.units = self._units()
        self.team = self._team()

    def write(self) -> None:
        self.tables.flush()
        before = self._round("机关党建督查", LAST_ROUND, LAST_CLOSED, InspectionStatus.CLOSED)
        current = self._round("重点任务督查", THIS_ROUND, THIS_ENDS, InspectionStatus.OPEN)
        self._this_year(current, self._last_year(before))
        self._common(current)
        self._elsewhere()

    def _units(self) -> list[CityUnit]:
        """The unit of the demonstration accounts first."""
        left_out = (self.office.home, self.office.sending)
        others = [u for u in self.tree.units if u.branches() and u not in left_out]
        return [self.office.home, *self.rng.sample(others, min(UNITS - 1, len(others)))]

    def _team(self) -> list[int]:
        """Its head is a secretary of a unit that is not looked at; the other one has no post."""
        held = {self.office.home.top.secretary(self.plan.until)}
        heads = (u.top.secretary(self.plan.until) for u in self.tree.units if u not in self.units)
        head = next(person for person in heads if person and person not in held)
        return [head, self.office.inspector]

    def _round(self, name: str, starts: int, ends: int, status: InspectionStatus) -> "Round":
        is_over, year = status == InspectionStatus.CLOSED, self.issues.day(starts).year
        inspection = self.tables[Inspection].add(
            title=f"{year}年{name}",
            year=year,
            checklist_id=self.issues.checklist.pk,
            starts_on=self.issues.day(starts),
            ends_on=self.issues.day(ends),
            text="按四个重点逐单位看记录、谈话、查现场，问题当场登记。",
            status=status.value,
            opened_on=self.issues.day(starts),
            closed_on=self.issues.day(ends) if is_over else None,
            created_by_id=self.office.staff,
        )
        for focus in Focus.objects.order_by("order", "pk"):
            self.tables[InspectionFocus].add(inspection_id=inspection, focus_id=focus.pk)
        for unit in self.units:
            self.tables[InspectedUnit].add(inspection_id=inspection, unit_id=unit.pk)
        seats = [
            self.tables[Inspector].add(inspection_id=inspection, person_id=p, is_head=not place)
            for place, p in enumerate(self.team)
        ]
        visited = self.units if is_over else self.units[:VISITED]
        visits = {
            unit.pk: self._visit(inspection, seats, unit, starts - 7 * (place + 1) // 2)
            for place, unit in enumerate(visited)
        }
        return Round(visits)

    def _visit(self, inspection: int, seats: list[int], unit: CityUnit, ago: int) -> Held:
        visit = self.tables[Visit].add(
            inspection_id=inspection,
            unit_id=unit.pk,
            held_on=self.issues.day(ago),
            place="党员活动室",
            talked_with="书记、党员代表 3 人",
            summary=SUMMARY,
            created_by_id=self.office.staff,
        )
        for seat in seats:
            self.tables[VisitInspector].add(visit_id=visit, inspector_id=seat)
        for meeting in self.issues.meetings(unit.branches()[:1], before=self.issues.day(ago))[:2]:
            self.tables[RecordSeen].add(visit_id=visit, meeting_id=meeting.pk)
        for text in SEEN:
            self.tables[RecordSeen].add(visit_id=visit, text=text)
        return Held(visit, ago)

    def _last_year(self, before: "Round") -> dict[int, int]:
        """All closed, as the round is; one in each unit, by the unit."""
        closed = {}
        for unit in self.units:
            held = before.visits[unit.pk]
            found = Found(
                "第一议题学习没有写明出处和参加人员",
                Status.CLOSED,
                found=held.ago,
                due=held.ago - 60,
                item=FIRST_TOPIC,
            )
            closed[unit.pk] = self.issues.add(_branch(unit), found, held)
        return closed

    def _this_year(self, current: "Round", relapsed: dict[int, int]) -> None:
        home, other, third, fourth = self.units[:VISITED]
        self._at_home(current.visits[home.pk])
        self._extended_and_answered(_branch(other), current.visits[other.pk])
        at, branch = current.visits[third.pk], _branch(third)
        self.issues.add(
            branch, Found("主题党日记录没有归档", Status.IN_CORRECTION, found=at.ago, due=6), at
        )
        self.issues.add(
            branch, Found("党课没有写明主讲人", Status.RETURNED, found=at.ago, due=-46), at
        )
        at = current.visits[fourth.pk]
        again = Found(
            "第一议题学习又没有写明出处", Status.REOPENED, found=at.ago, due=-55, item=FIRST_TOPIC
        )
        self.issues.add(_branch(fourth), again, at, relapse_of_id=relapsed[fourth.pk])

    def _at_home(self, at: Held) -> None:
        """What the accounts of the demonstration have to do: 签收, 整改, a later meeting, a recheck."""
        for text, status, due, item in (
            ("党费收缴没有按月公示", Status.OPEN, -50, FEES),
            ("缺席党员没有补课记录", Status.IN_CORRECTION, -48, None),
            ("支委会记录缺少发言要点", Status.SUBMITTED, -45, RECORDS),
            ("有一个月没有召开支委会", Status.ACKNOWLEDGED, -52, MISSING_COMMITTEE),
        ):
            found = Found(text, status, found=at.ago, due=due, item=item)
            self.issues.add(self._own_branch(), found, at)

    def _extended_and_answered(self, branch: Body, at: Held) -> None:
        extended = Found(
            "党员活动室没有达到建设标准",
            Status.IN_CORRECTION,
            found=at.ago,
            due=-70,
            first_due=3,
            level=IssueLevel.SERIOUS,
        )
        self.issues.extend(self.issues.add(branch, extended, at), extended)
        answered = Found(
            "支委会没有每月召开", Status.CLOSED, found=at.ago, due=4, item=MISSING_COMMITTEE
        )
        self.issues.add(branch, answered, at, shows=MeetingKind.COMMITTEE_MEETING)

    def _own_branch(self) -> Body:
        """The branch of the account that shows a branch secretary's work."""
        secretary, until = self.office.secretary, self.plan.until
        return next(b for b in self.office.home.branches() if b.secretary(until) == secretary)

    def _common(self, current: "Round") -> None:
        """R-INS-04: the same in three units."""
        common = self.tables[CommonIssue].add(
            text="会议记录过于简单，发言要点、缺席原因普遍不全",
            year=self.plan.until.year,
            item_id=self.issues.items[RECORDS].pk,
            measure="组织一次会议记录规范培训，印发记录样式。",
        )
        states = (Status.IN_CORRECTION, Status.CLOSED, Status.ACKNOWLEDGED)
        for unit, status in zip(self.units[1:VISITED], states, strict=True):
            at = current.visits[unit.pk]
            due = at.ago - 12 if status == Status.CLOSED else -50
            found = Found("会议记录过于简单", status, found=at.ago, due=due, item=RECORDS)
            self.issues.add(_branch(unit), found, at, kind=IssueKind.COMMON.value, parent_id=common)

    def _elsewhere(self) -> None:
        """What a life meeting and a higher inspection found."""
        for unit in self.units[:2]:
            branch = self._own_branch() if unit is self.office.home else _branch(unit)
            held = self.issues.meetings(
                [branch], before=self.issues.day(LONG_AGO), kind=MeetingKind.LIFE_MEETING
            )
            for meeting in held[:1]:
                ago = (self.plan.until - meeting.held_on).days
                self.issues.add(
                    branch,
                    Found("联系服务群众不够经常", Status.CLOSED, found=ago, due=ago - 60),
                    None,
                    source=IssueSource.LIFE_MEETING.value,
                    source_text=str(meeting.title)[:200],
                    meeting_id=meeting.pk,
                )
        self.issues.add(
            self.units[-1].top,
            Found("党建与业务融合的办法不多", Status.IN_CORRECTION, found=50, due=-60),
            None,
            source=IssueSource.HIGHER.value,
            source_text="省委巡视反馈",
        )


@dataclass(frozen=True)
class Round:
    """The visits of an inspection by the unit."""

    visits: dict[int, Held]


def _branch(unit: CityUnit) -> Body:
    """Its oldest."""
    return min(unit.branches(), key=lambda branch: branch.founded_on)
