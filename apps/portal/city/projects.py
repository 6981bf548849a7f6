"""Secretary projects of every year, from the application to the title (handbook 8.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile

from apps.juries.choices import Light, Subject
from apps.juries.judging import Judged
from apps.portal.city import project_words as words
from apps.portal.city.accounts import Office
from apps.portal.city.bodies import Body, Tree
from apps.portal.city.courses import Step, write_steps
from apps.portal.city.panels import Entry, Panels, Sitting
from apps.portal.city.plan import Plan
from apps.portal.city.project_parts import Parts
from apps.portal.city.tables import Tables
from apps.projects.choices import ProjectStatus as Status
from apps.projects.models import (
    ProjectCandidacy,
    ProjectKind,
    SecretaryProject,
    Title,
    TitleKind,
)

LABEL = "projects.SecretaryProject"
SHARE = 0.6
# What becomes of an application that nothing stands in the way of.
FATES = {
    "full": 0.68,
    "early": 0.08,
    "slow": 0.1,
    "waiting": 0.04,
    "stopped": 0.05,
    "returned": 0.05,
}
DONE = ("full", "early")
# A second round in the autumn of the last year, of groups that have no project yet.
SECOND_ROUND = 0.12
NO_MIDTERM = 0.6
BEST, GOOD = "十佳书记项目", "优质书记项目"
BEST_SHARE, GOOD_SHARE, MOST_BEST = 0.2, 0.25, 10


@dataclass
class Venture:
    """A project on its way; its steps come in order, and some lie behind the city's last day."""

    pk: int
    year: int
    group: Body
    secretary: int
    title: str
    fate: str
    quality: int
    reported: date
    started: date
    light: str = ""
    steps: list[Step] = field(default_factory=list)

    def to(self, day: date, name: str, target: Status, by: int | None, note: str = "") -> None:
        source = self.steps[-1].target if self.steps else Status.DRAFT.value
        self.steps.append(Step(day, name, source, target.value, by, note))

    def day_of(self, name: str, until: date) -> date | None:
        """When it took the step, if it has."""
        return next((s.day for s in self.steps if s.name == name and s.day <= until), None)

    def status(self, until: date) -> str:
        taken = [step.target for step in takewhile(lambda s: s.day <= until, self.steps)]
        return taken[-1] if taken else Status.DRAFT.value


class Projects:
    def __init__(
        self, plan: Plan, tree: Tree, office: Office, tables: Tables, panels: Panels
    ) -> None:
        self.plan, self.tree, self.office, self.tables = plan, tree, office, tables
        self.panels, self.rng = panels, plan.stream("projects")
        self.parts = Parts(plan, tables)
        self.kinds = list(ProjectKind.objects.order_by("order").values_list("pk", flat=True))
        self.titles = dict(TitleKind.objects.values_list("name", "pk"))

    def write(self) -> None:
        for year in self.plan.calendar_years:
            ventures = self._cohort(year)
            if ventures:
                self._judge(year, ventures)
                titled = self._evaluate(year, ventures)
                for venture in ventures:
                    self._write(venture, titled.get(venture.pk, ""))
                self.parts.write_events(self.tree.root, year, ventures)
                if year == self.plan.until.year:
                    self._second_round(year, {venture.group.pk for venture in ventures})

    def _second_round(self, year: int, busy: set[int]) -> None:
        """Some of them are looked at, and some stand before a jury that is at work."""
        reported, opens = date(year, 9, 14), date(year, 10, 22)
        if self.plan.until < opens:
            return
        free = [g for g in self.tree.party_groups if g.pk not in busy]
        late = [g for g in free if self.rng.random() < SECOND_ROUND]
        ventures = [v for g in late or free[:3] if (v := self._venture(g, year, 0))]
        for number, venture in enumerate(ventures):
            venture.reported = reported + timedelta(days=self.rng.randint(0, 20))
            lead, staff = self._user(venture), self.office.staff
            venture.to(venture.reported, "submit", Status.SUBMITTED, lead)
            if number:
                venture.to(date(year, 10, 12), "pre_review", Status.PRE_REVIEWED, staff)
            if number > 1:
                venture.to(opens, "send_to_panel", Status.PANEL, staff)
        judged = [v for v in ventures if v.steps[-1].name == "send_to_panel"]
        title = f"{year}年书记项目立项评审（增补）"
        if judged:
            self._panel(Subject.PROJECT, year, title, judged, opens, days=39)
        for venture in ventures:
            self._write(venture, "")

    def _cohort(self, year: int) -> list[Venture]:
        return [
            venture
            for group in self.tree.party_groups
            for number in range(self._how_many(group))
            if (venture := self._venture(group, year, number))
        ]

    def _how_many(self, group: Body) -> int:
        """By chance, or as many as the plan wants of all years and groups together."""
        wanted = self.plan.projects
        if wanted is None:
            return int(group is self.office.home.party_group or self.rng.random() < SHARE)
        shares = len(self.tree.party_groups) * len(self.plan.calendar_years)
        return wanted // shares + (self.rng.random() < wanted % shares / shares)

    def _venture(self, group: Body, year: int, number: int) -> Venture | None:
        reported = date(year, 3, 1) + timedelta(days=self.rng.randint(0, 40))
        secretary = group.secretary(reported)
        if secretary is None or reported > self.plan.until:
            return None
        is_home = group is self.office.home.party_group
        title = words.TITLES[(number + group.pk + year) % len(words.TITLES)]
        rounds = number // len(words.TITLES)
        return Venture(
            pk=self.tables[SecretaryProject].reserve(),
            year=year,
            group=group,
            secretary=secretary,
            title=f"{title}（{rounds + 1}）" if rounds else title,
            fate="full" if is_home else self.rng.choices(list(FATES), list(FATES.values()))[0],
            quality=90 if is_home else self.rng.choice((92, 90, 89, 88, 87, 86, 85, 84, 74, 52)),
            reported=reported,
            started=date(year, 5, 12) + timedelta(days=self.rng.randint(0, 13)),
        )

    def _judge(self, year: int, ventures: Sequence[Venture]) -> None:
        """Up to the start: what the panel found decides."""
        for venture in ventures:
            lead, staff = self._user(venture), self.office.staff
            venture.to(venture.reported, "submit", Status.SUBMITTED, lead)
            looked_at = venture.reported + timedelta(days=self.rng.randint(3, 7))
            if venture.fate == "returned":
                note = self.rng.choice(words.RETURNED)
                venture.to(looked_at, "return", Status.RETURNED, staff, note)
            else:
                venture.to(looked_at, "pre_review", Status.PRE_REVIEWED, staff)
        judged = [v for v in ventures if v.fate != "returned"]
        opens, decided = date(year, 4, 20), date(year, 5, 8)
        for venture in judged:
            venture.to(opens, "send_to_panel", Status.PANEL, self.office.staff)
        found = self._panel(Subject.PROJECT, year, f"{year}年书记项目立项评审", judged, opens)
        for venture in judged:
            self._decide(venture, found.get(venture.pk), decided)

    def _decide(self, venture: Venture, line: Judged | None, day: date) -> None:
        """While the panel is at work, nothing is known yet."""
        if line is None:
            return
        staff, venture.light = self.office.staff, line.light or ""
        if line.light == Light.YELLOW:
            note = self.rng.choice(words.RETURNED)
            venture.to(day, "return", Status.RETURNED, staff, note)
        elif not line.is_in:
            venture.to(day, "refuse", Status.REFUSED, staff, words.REFUSED)
        else:
            venture.to(day, "approve", Status.APPROVED, staff)
            self._carry(venture)

    def _carry(self, venture: Venture) -> None:
        """From the start on, as its fate says."""
        lead, year = self._user(venture), venture.year
        if venture.fate == "waiting":
            return
        venture.to(venture.started, "start", Status.IN_PROGRESS, lead)
        if venture.fate == "stopped":
            day = date(year, 7, 1) + timedelta(days=self.rng.randint(0, 100))
            venture.to(day, "stop", Status.STOPPED, lead, self.rng.choice(words.STOPPED))
            return
        if venture.fate == "slow" and self.rng.random() < NO_MIDTERM:
            return
        midterm = date(year, 8, 25) + timedelta(days=self.rng.randint(0, 30))
        venture.to(midterm, "hold_midterm", Status.MIDTERM, lead)
        if venture.fate in DONE:
            first = date(year, 10, 8) if venture.fate == "early" else date(year, 12, 1)
            concluded = first + timedelta(days=self.rng.randint(0, 17))
            venture.to(concluded, "conclude", Status.CONCLUDED, lead)

    def _evaluate(self, year: int, ventures: Sequence[Venture]) -> dict[int, str]:
        """The titles of those that were concluded, by the marks of their second jury."""
        opens, evaluated = date(year + 1, 1, 6), date(year + 1, 1, 18)
        done = [v for v in ventures if v.fate in DONE and v.steps[-1].name == "conclude"]
        if not done or self.plan.until < opens:
            return {}
        title = f"{year}年书记项目结项评价"
        found = self._panel(Subject.PROJECT_RESULT, year, title, done, opens)
        for venture in done:
            if venture.pk in found:
                venture.to(evaluated, "evaluate", Status.EVALUATED, self.office.staff)
        titled = self._titled(found)
        named = evaluated + timedelta(days=10)
        for venture in done:
            if venture.pk in titled and named <= self.plan.until:
                venture.to(named, "give_title", Status.TITLED, self.office.staff)
        return titled

    def _titled(self, found: dict[int, Judged]) -> dict[int, str]:
        """The first of the list, as many as there are places for."""
        inside = [key for key, line in found.items() if line.is_in]
        best = min(MOST_BEST, max(round(len(inside) * BEST_SHARE), 1))
        good = max(round(len(inside) * GOOD_SHARE), 1)
        names = [BEST] * best + [GOOD] * good
        return dict(zip(inside, names, strict=False))

    def _panel(
        self,
        subject: Subject,
        year: int,
        title: str,
        ventures: Sequence[Venture],
        opens: date,
        days: int = 10,
    ) -> dict[int, Judged]:
        sitting = Sitting(
            subject,
            year,
            title,
            opens,
            closes=opens + timedelta(days=days),
            frozen=opens + timedelta(days=days + 1),
        )
        entries = [Entry(v.pk, v.group, v.title, v.quality) for v in ventures]
        return self.panels.hold(sitting, entries, ProjectCandidacy, "project_id")

    def _user(self, venture: Venture) -> int | None:
        return self.office.register.users.get(venture.secretary)

    def _write(self, venture: Venture, title: str) -> None:
        until = self.plan.until
        steps = [step for step in venture.steps if step.day <= until]
        midterm, concluded = (venture.day_of(n, until) for n in ("hold_midterm", "conclude"))
        evaluated = venture.day_of("evaluate", until)
        self.tables[SecretaryProject].add_keyed(
            venture.pk,
            year=venture.year,
            title=venture.title,
            kind_id=self.rng.choice(self.kinds),
            organisation_id=venture.group.pk,
            secretary_id=venture.secretary,
            contact_id=self.parts.colleague(venture),
            background=words.BACKGROUND,
            problem=words.PROBLEM,
            measures=words.MEASURES,
            schedule=words.SCHEDULE,
            expected_effect=words.EFFECT,
            starts_on=date(venture.year, 5, 1),
            ends_on=date(venture.year, 12, 15),
            status=venture.status(until),
            light=venture.light,
            reported_on=venture.reported,
            approved_on=venture.day_of("approve", until),
            started_on=venture.day_of("start", until),
            midterm_on=midterm,
            midterm_findings=words.MIDTERM if midterm else "",
            concluded_on=concluded,
            conclusion=words.CONCLUSION if concluded else "",
            evaluated_on=evaluated,
            evaluation=words.EVALUATION if evaluated else "",
            stopped_on=venture.day_of("stop", until),
        )
        write_steps(self.tables, LABEL, venture.pk, steps)
        self.parts.write(venture)
        named = venture.day_of("give_title", until)
        if named:
            self.tables[Title].add(
                project_id=venture.pk,
                kind_id=self.titles[title],
                year=venture.year,
                awarded_on=named,
            )
