"""Observations planned, done and in time, and how far a cycle got, on hand-made rows."""

from datetime import date, timedelta

from apps.core.periods import Period
from apps.indicators import counting, tree
from apps.inspections.choices import IssueSource
from apps.inspections.models import Issue
from apps.inspections.services.issues import raise_issue
from apps.observations.choices import ObservationStatus as Status
from apps.observations.models import (
    GroupSession,
    Observation,
    ObservationCycle,
    ObservationForm,
    StudyGroup,
)

YEAR, NEXT = Period.year(2024), Period.year(2025)
IN, DUE = date(2024, 6, 3), date(2024, 6, 11)


def number_of(key: str, organisation, period: Period = YEAR) -> int:
    return int(tree.total(key, period, organisation).value)


def group_of(unit, organisation) -> StudyGroup:
    return StudyGroup.objects.create(
        unit=unit, organisation=organisation, valid_from=date(2020, 1, 1)
    )


def cycle_of(first: int, last: int) -> ObservationCycle:
    form, _ = ObservationForm.objects.get_or_create(name="反馈表", valid_from=date(2020, 1, 1))
    return ObservationCycle.objects.create(
        name=f"{first}年周期", starts_on=date(first, 1, 1), ends_on=date(last, 12, 31), form=form
    )


def observe(cycle, group: StudyGroup, status: Status, day: date = IN, **given) -> Observation:
    """Agreed on a day, unless it is planned only."""
    agreed = {}
    if status != Status.PLANNED:
        session = GroupSession.objects.create(group=group, held_on=day, theme="学习")
        agreed = {"session": session, "scheduled_on": day, "form_due_on": DUE}
    return Observation.objects.create(
        cycle=cycle,
        group=group,
        planned_month=day.replace(day=1),
        status=status,
        **agreed,
        **given,
    )


def test_coverage_is_of_the_cycle_that_runs_on_the_day(city):
    """An observation of the last cycle covers nobody in this one."""
    first = group_of(city.unit, city.committee)
    second = group_of(city.other_unit, city.other_committee)
    observe(cycle_of(2022, 2023), second, Status.FED_BACK, date(2023, 5, 8))
    cycle = cycle_of(2024, 2025)
    observe(cycle, first, Status.HELD)
    observe(cycle, second, Status.PLANNED)
    found = counting.shares(["observation_coverage"], YEAR)["observation_coverage"]
    assert found[city.committee.pk, YEAR.start] == (1, 1)
    assert found[city.other_committee.pk, YEAR.start] == (0, 1)
    assert number_of("units_observed", city.root) == 1
    assert number_of("units_observed", city.root, NEXT) == 1
    assert number_of("units_with_study_group", city.root) == 2


def test_planned_and_done_are_different_numbers(city):
    group, other = (
        group_of(city.unit, city.committee),
        group_of(city.other_unit, city.other_committee),
    )
    cycle = cycle_of(2024, 2024)
    observe(cycle, group, Status.CALLED_OFF)
    observe(cycle, group, Status.PLANNED)
    observe(cycle, other, Status.RETURNED, returned_on=DUE)
    assert number_of("observations_planned", city.root) == 2
    assert number_of("observations_done", city.root) == 1
    assert number_of("observations_done", city.committee) == 0


def test_notices_and_problems_have_their_own_numbers(city, users):
    """Told on the last day and a day after it; of two problems of observations one was put right."""
    cycle = cycle_of(2024, 2024)
    for n, (unit, body) in enumerate(
        ((city.unit, city.committee), (city.other_unit, city.other_committee))
    ):
        told = {"notice_due_on": IN, "notified_on": IN + timedelta(days=n)}
        observe(cycle, group_of(unit, body), Status.NOTIFIED, **told)
        for source in (IssueSource.OBSERVATION, IssueSource.HIGHER):
            issue = raise_issue(
                organisation=body, text="课题没有报告", source=source, found_on=IN, by=users.staff
            )
            Issue.objects.filter(pk=issue.pk).update(
                status=("closed", "open")[n], closed_on=(DUE, None)[n]
            )
    keys = ("observation_notice_timeliness", "observation_rectification")
    found = counting.shares(keys, YEAR)
    assert {key: found[key][city.committee.pk, YEAR.start] for key in keys} == dict.fromkeys(
        keys, (1, 1)
    )
    assert {key: found[key][city.other_committee.pk, YEAR.start] for key in keys} == dict.fromkeys(
        keys, (0, 1)
    )
    assert number_of("observation_problems", city.root) == 2


def test_form_after_its_last_day_is_late_also_where_it_came(city):
    group, cycles = group_of(city.unit, city.committee), [cycle_of(y, y) for y in range(2021, 2025)]
    days = (DUE, DUE + timedelta(days=1), None, None)
    states = (Status.FED_BACK, Status.RETURNED, Status.HELD, Status.CALLED_OFF)
    for n, (cycle, status, day) in enumerate(zip(cycles, states, days, strict=True)):
        observe(cycle, group, status, IN - timedelta(days=n), returned_on=day)
    keys = ("observation_forms_due", "observation_forms_in_time", "observation_forms_late")
    assert [number_of(key, city.root) for key in keys] == [3, 1, 2]
