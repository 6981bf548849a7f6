"""What the panels and ballots of the finished years said, and entries by hand."""

from datetime import date
from decimal import Decimal

from apps.assessments.choices import ManualKind
from apps.assessments.models import BallotTotal, ManualEntry, PanelScore
from apps.duties.models import DutyRule, Waiver
from apps.portal.city.accounts import Office
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.conduct import Conduct
from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables

BALLOT_SHARES = ((95, (0.90, 0.08, 0.02, 0.0)), (90, (0.78, 0.17, 0.04, 0.01)))
POOR_BALLOT = (0.55, 0.27, 0.13, 0.05)
GRADE_CAP = "一般"
WAIVER_REASONS = ("参加防汛救灾", "全员参加集中办公", "机构改革人员转隶")


class Appraisals:
    def __init__(self, plan: Plan, tree: Tree, tables: Tables, office: Office) -> None:
        self.plan, self.tree, self.tables = plan, tree, tables
        self.staff, self.approver = office.staff, office.approver
        self.rng = plan.stream("appraisals")

    def write(self, conducts: dict[int, Conduct]) -> None:
        for year in self.plan.finished_years:
            for body in self.tree.grassroots:
                if body.founded_on.year <= year and body.secretary(date(year, 12, 31)):
                    self._panel(body, year, conducts[body.pk])
                    self._ballot(body, year, conducts[body.pk])
            self._by_hand(year)
        self._waivers()

    def _panel(self, body: Body, year: int, conduct: Conduct) -> None:
        score = min(max(self.rng.gauss(conduct.panel, 2.5), 40), 99.5)
        self.tables[PanelScore].add(
            year=year,
            organisation_id=body.pk,
            score=Decimal(f"{score:.2f}"),
            raters=self.rng.randint(5, 11),
        )

    def _ballot(self, body: Body, year: int, conduct: Conduct) -> None:
        electors = len(body.members.on(date(year, 12, 31))) or 25
        shares = next((s for panel, s in BALLOT_SHARES if conduct.panel >= panel), POOR_BALLOT)
        votes = self.rng.choices(range(4), shares, k=max(electors, 3))
        good, fairly_good, average, poor = (votes.count(n) for n in range(4))
        self.tables[BallotTotal].add(
            year=year,
            organisation_id=body.pk,
            good=good,
            fairly_good=fairly_good,
            average=average,
            poor=poor,
            electors=len(votes),
        )

    def _by_hand(self, year: int) -> None:
        """A bonus and a deduction here and there; a grave event caps the grade."""
        for body in self.rng.sample(self.tree.grassroots, max(3, len(self.tree.grassroots) // 40)):
            kind, points, reason = self.rng.choice(
                (
                    (ManualKind.BONUS, "1.50", "承办全市机关党建现场会"),
                    (ManualKind.DEDUCTION, "2.00", "报送材料数据失实，经核查属实"),
                    (ManualKind.VETO, "0.00", "党员受到留党察看处分"),
                )
            )
            self.tables[ManualEntry].add(
                year=year,
                organisation_id=body.pk,
                kind=kind.value,
                points=points,
                grade_cap=GRADE_CAP if kind == ManualKind.VETO else "",
                reason=reason,
                author_id=self.staff,
                approved_by_id=self.approver,
                approved_at=f"{year}-12-30T10:00:00+08:00",
            )

    def _waivers(self) -> None:
        """A month in which a branch could not meet, told beforehand and approved."""
        rule = DutyRule.objects.filter(key="theme_day").first()
        for branch in self.rng.sample(self.tree.branches, len(self.tree.branches) // 15):
            month = self.rng.choice(self.plan.months)
            if rule and month.start > branch.founded_on:
                self.tables[Waiver].add(
                    organisation_id=branch.pk,
                    duty_key=rule.key,
                    period_start=month.start,
                    period_end=month.end,
                    reason=self.rng.choice(WAIVER_REASONS),
                    approved_by_id=self.staff,
                    approved_at=f"{month.start.isoformat()}T10:00:00+08:00",
                )
