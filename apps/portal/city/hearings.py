"""列席旁听 in the demonstration city: a cycle of one year, planned as the planner plans it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from apps.core import policy
from apps.core.workdays import Workdays, workdays
from apps.observations.choices import Grade, ObservationStatus, Scale
from apps.observations.models import (
    CycleObserver,
    GroupSession,
    ItemFinding,
    Observation,
    ObservationCycle,
    ObservationForm,
    ObservationItem,
    Observer,
    StudyGroup,
)
from apps.observations.planning import Group, Seat, months_between, propose
from apps.observations.services.arranging import FORM_DAYS, NOTICE_DAYS
from apps.portal.city.bodies import Body, CityUnit, Tree
from apps.portal.city.plan import Plan, working_day
from apps.portal.city.tables import Tables

TEAM, BENCH = 2, 12
THEMES = (
    "习近平新时代中国特色社会主义思想",
    "党的二十届四中全会精神",
    "党内法规和党章",
    "中央八项规定精神",
)
HIGHLIGHTS = ("领学内容结合本单位业务", "研讨发言准备充分", "会前认真自学，带着问题来")
SUGGESTIONS = ("学习方案早一点发给成员", "研讨发言再多联系实际", "学习档案及时归档")
SUMMARY = "学习组织有序，讨论围绕主题，成员都作了发言。"


class Hearings:
    def __init__(self, plan: Plan, tree: Tree, tables: Tables) -> None:
        self.plan, self.tree, self.tables = plan, tree, tables
        self.rng = plan.stream("hearings")
        self.year = plan.until.year
        self.form = ObservationForm.objects.order_by("pk").first()
        self.items = list(ObservationItem.objects.filter(form=self.form))
        self.calendar: Workdays = workdays()
        rules = policy.rules([NOTICE_DAYS, FORM_DAYS], plan.until)
        self.notice, self.answer = (int(rules[key].value) for key in (NOTICE_DAYS, FORM_DAYS))

    def write(self) -> None:
        if self.form is None:
            return
        cycle = self._cycle(self.form.pk)
        units = {unit.pk: unit for unit in self.tree.units if unit.party_group}
        seats = list(self._seats(units))
        groups = [Group(pk, pk, unit.name) for pk, unit in units.items()]
        # Few units: every other month, so that some are still to come.
        months = months_between(date(self.year, 1, 1), date(self.year, 12, 31))[::2]
        plan = propose(groups, seats, team_size=TEAM, months=months)
        for seat in seats:
            self.tables[CycleObserver].add(
                cycle_id=cycle, person_id=seat.key, unit_id=min(seat.own), may_lead=seat.may_lead
            )
        for pk, team in plan.teams.items():
            self._observation(cycle, units[pk], plan.months[pk], team)

    def _cycle(self, form: int) -> int:
        return self.tables[ObservationCycle].add(
            name=f"{self.year}年度中心组学习列席旁听",
            starts_on=date(self.year, 1, 1),
            ends_on=date(self.year, 12, 31),
            team_size=TEAM,
            form_id=form,
        )

    def _seats(self, units: dict[int, CityUnit]) -> Iterator[Seat]:
        """Secretaries of different units, every third of whom may lead."""
        known: set[int] = set()
        for unit in list(units.values())[:BENCH]:
            person = unit.top.secretary(self.plan.until)
            if person is not None and person not in known:
                known.add(person)
                yield Seat(person, "", frozenset({unit.pk}), may_lead=len(known) % 3 == 1)

    def _observation(self, cycle: int, unit: CityUnit, month: date, team: tuple[int, ...]) -> None:
        body = cast(Body, unit.party_group)
        group = self.tables[StudyGroup].add(
            unit_id=unit.pk, organisation_id=body.pk, valid_from=body.founded_on
        )
        day = working_day(month.replace(day=self.rng.randint(6, 20)))
        heard = day <= self.plan.until - timedelta(days=14)
        given = self._heard(group, body, day, team[0]) if heard else {}
        key = self.tables[Observation].add(
            cycle_id=cycle, group_id=group, planned_month=month, **given
        )
        for person in team:
            self.tables[Observer].add(
                observation_id=key, person_id=person, is_head=person == team[0]
            )
        if heard:
            self._findings(key)

    def _heard(self, group: int, body: Body, day: date, head: int) -> dict[str, object]:
        members = len(body.posts.on(day))
        session = self.tables[GroupSession].add(
            group_id=group,
            held_on=day,
            place="会议室",
            theme=self.rng.choice(THEMES),
            expected_count=members,
            present_count=max(members - self.rng.randint(0, 1), 0),
        )
        due = self.calendar.after(day, self.answer)
        # One form in ten came late.
        returned = due + timedelta(days=2) if self.rng.random() < 0.1 else due
        return {
            "session_id": session,
            "scheduled_on": day,
            "notice_due_on": self.calendar.before(day, self.notice),
            "notified_on": self.calendar.before(day, self.notice + 1),
            "form_due_on": due,
            "returned_on": returned,
            "fed_back_on": returned,
            "overall": self.rng.choice((Grade.GOOD, Grade.GOOD, Grade.FAIR)).value,
            "summary": SUMMARY,
            "highlights": self.rng.choice(HIGHLIGHTS),
            "suggestions": self.rng.choice(SUGGESTIONS),
            "has_plan": True,
            "has_minutes": True,
            "status": ObservationStatus.FED_BACK.value,
        }

    def _findings(self, observation: int) -> None:
        for item in self.items:
            self.tables[ItemFinding].add(
                observation_id=observation, item_id=item.pk, **self._found(item)
            )

    def _found(self, item: ObservationItem) -> dict[str, object]:
        match item.scale:
            case Scale.POINTS:
                return {"points": item.most}
            case Scale.YES_NO:
                return {"grade": Grade.YES.value}
        return {"grade": self.rng.choice((Grade.GOOD, Grade.FAIR)).value}
