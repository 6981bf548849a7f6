"""Centre groups of the city's two units, a cycle, and three observers of a third unit."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.models import Person
from apps.core.lifecycle import advance
from apps.observations.choices import Grade, ItemPart, Scale
from apps.observations.models import (
    Observation,
    ObservationCycle,
    ObservationForm,
    ObservationItem,
    StudyGroup,
)
from apps.observations.services import (
    FormEntry,
    ItemAnswer,
    SessionEntry,
    agree,
    assign,
    name_observer,
    open_cycle,
    plan_session,
    return_form,
)
from tests import cast

ITEMS = (
    (ItemPart.SYSTEM, "年度学习计划", Scale.YES_NO, None),
    (ItemPart.SITTING, "研讨发言", Scale.GRADE, None),
    (ItemPart.SITTING, "学习档案", Scale.POINTS, 10),
)


def make_form(name: str = "旁听反馈表") -> ObservationForm:
    form = ObservationForm.objects.create(name=name, valid_from=date(2020, 1, 1))
    ObservationItem.objects.bulk_create(
        ObservationItem(form=form, order=n, part=part, name=label, scale=scale, most=most)
        for n, (part, label, scale, most) in enumerate(ITEMS, start=1)
    )
    return form


def entry_of(observation: Observation, **changed) -> FormEntry:
    """A complete form; `changed` are fields of the entry."""
    plan, speeches, archive = observation.cycle.form.items.all()
    answers = {
        plan.pk: ItemAnswer(Grade.YES),
        speeches.pk: ItemAnswer(Grade.FAIR),
        archive.pk: ItemAnswer(points=8, remark="缺一份发言稿"),
    }
    given = {
        "answers": answers,
        "overall": Grade.FAIR,
        "summary": "组织有序，讨论深入",
        "highlights": "联系实际",
        "suggestions": "会前早发材料",
        "problems": ("成员课题没有报告",),
    }
    return FormEntry(**{**given, **changed})


@dataclass
class Study:
    """A cycle that runs today with what it needs; `observe` arranges one observation of a group."""

    cycle: ObservationCycle
    groups: list[StudyGroup]
    people: list[Person] = field(default_factory=list)

    def observe(self, group: int = 0, *, on: date | None = None, told: bool = True) -> Observation:
        observation = Observation.objects.create(
            cycle=self.cycle,
            group=self.groups[group],
            planned_month=timezone.localdate().replace(day=1),
        )
        assign(observation=observation, head=self.people[0], others=self.people[1:2])
        day = on or timezone.localdate()
        session = plan_session(
            group=self.groups[group], entry=SessionEntry(day, "学习重要讲话", place="会议室")
        )
        observation = agree(observation=observation, session=session)
        return advance(observation, "notify", by=None) if told else observation

    def returned(self, group: int = 0, **changed) -> Observation:
        observation = self.observe(group)
        return return_form(
            observation=observation,
            entry=entry_of(observation, **changed),
            by=None,
            expected_version=observation.version,
        )


@pytest.fixture
def study(city) -> Study:
    unit = cast.make_unit("市委党校")
    home = cast.make_organisation(
        "市委党校机关党委", Kind.ORGAN_COMMITTEE, parent=city.root, unit=unit
    )
    today = timezone.localdate()
    cycle = open_cycle(
        name="旁听周期", starts_on=today - timedelta(days=30), form=make_form(), team_size=2
    )
    groups = [
        StudyGroup.objects.create(unit=u, organisation=o, valid_from=cast.FOUNDED)
        for u, o in (
            (city.unit, city.committee),
            (city.other_unit, city.other_committee),
        )
    ]
    study = Study(cycle, groups)
    for number in range(3):
        person = cast.make_person(f"旁听{number}号")
        cast.appoint(person, home, "deputy_secretary")
        name_observer(cycle=cycle, person=person, may_lead=number < 2)
        study.people.append(person)
    return study
