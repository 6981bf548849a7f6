"""Secretary projects by state, milestones, titles and outcomes on hand-made rows (S3)."""

from datetime import date, datetime
from decimal import Decimal
from itertools import chain

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import OrganisationKind as Kind
from apps.core.models import StatusChange
from apps.core.periods import Period
from apps.indicators import catalogue, counting, tree
from apps.projects.choices import EventKind, ProjectStatus, TitleLevel
from apps.projects.models import (
    Milestone,
    Outcome,
    OutcomeKind,
    ProjectEvent,
    ProjectMeasure,
    SecretaryProject,
    Title,
    TitleKind,
)
from tests import cast

YEAR = Period.year(2025)
IN, BEFORE, AFTER = date(2025, 6, 1), date(2024, 6, 1), date(2026, 2, 1)


@pytest.fixture
def group(city):
    return cast.make_organisation(
        "市财政局党组", Kind.PARTY_GROUP, parent=city.root, unit=city.unit
    )


def project_of(organisation, status=ProjectStatus.IN_PROGRESS, year=2025, **fields):
    number = SecretaryProject.objects.count()
    fields = {"reported_on": IN, **fields}
    return SecretaryProject.objects.create(
        organisation=organisation, title=f"项目{number}", year=year, status=status, **fields
    )


def number_of(key: str, organisation, period: Period = YEAR) -> Decimal:
    return tree.total(key, period, organisation).value


def in_states(organisation, period: Period) -> dict[str, int]:
    keys = {status.value: f"projects_{status}" for status in ProjectStatus}
    found = {state: int(number_of(key, organisation, period)) for state, key in keys.items()}
    return {state: number for state, number in found.items() if number}


def test_state_of_today_is_the_stored_one(group):
    today = timezone.localdate()
    this_year = Period.year(today.year)
    for status in ProjectStatus:
        project_of(group, status, year=today.year)
    project_of(group, ProjectStatus.TITLED, year=today.year - 1)
    project_of(group, ProjectStatus.STOPPED, year=today.year - 1)
    project_of(group, ProjectStatus.MIDTERM, year=today.year - 1)
    project_of(group, year=today.year + 1)
    gone = cast.make_organisation("已撤销党支部", parent=group.parent)
    project_of(gone, year=today.year)
    type(gone).objects.filter(pk=gone.pk).update(dissolved_on=today)
    found = in_states(group.parent, this_year)
    assert found == dict.fromkeys(ProjectStatus, 1) | {"midterm": 2}


def test_state_of_a_day_that_is_over_is_told_by_steps_or_days(group):
    """What was taken over has days and no steps; where steps are on record they decide."""
    run = project_of(group, ProjectStatus.TITLED)
    for day, target in ((IN, "submitted"), (date(2025, 12, 31), "returned"), (AFTER, "titled")):
        with time_machine.travel(datetime(day.year, day.month, day.day, 15, tzinfo=ZONE)):
            StatusChange.objects.create(
                model_label="projects.SecretaryProject",
                object_pk=run.pk,
                step="x",
                source="x",
                target=target,
            )
    days = {"approved_on": IN, "started_on": IN, "midterm_on": IN, "concluded_on": AFTER}
    project_of(group, ProjectStatus.CONCLUDED, **days)
    project_of(group, ProjectStatus.STOPPED, stopped_on=IN, started_on=IN)
    project_of(group, ProjectStatus.REFUSED)
    project_of(group, ProjectStatus.APPROVED, approved_on=AFTER)
    project_of(group, reported_on=AFTER)
    found = in_states(group, YEAR)
    assert found == {"returned": 1, "midterm": 1, "stopped": 1, "refused": 1, "submitted": 1}


ZONE = timezone.get_default_timezone()


def test_reported_counts_by_the_first_day(group):
    for day in (IN, date(2025, 1, 1), AFTER, BEFORE, None):
        project_of(group, reported_on=day)
    assert number_of("projects", group) == 2


def test_party_groups_with_a_project_are_counted_once(city, group):
    """Neither the head organisation of a unit without a group, nor a draft."""
    day = {"started_on": IN}
    for _ in range(2):
        project_of(group, **day)
    project_of(city.committee, **day)
    other = cast.make_organisation("市审计局党组", Kind.PARTY_GROUP, parent=city.root)
    project_of(other, ProjectStatus.DRAFT, reported_on=None)
    assert number_of("party_groups_with_project", city.root) == 1
    ProjectMeasure.objects.create(project=SecretaryProject.objects.first(), name="全程办")
    ProjectMeasure.objects.create(project=project_of(group, year=2026), name="来年")
    assert number_of("project_measures", city.root) == 1


def test_milestones_are_late_once_their_day_has_passed(group):
    run = project_of(group, started_on=IN)
    ended = project_of(group, ProjectStatus.STOPPED, started_on=BEFORE, stopped_on=IN)
    due = date(2025, 9, 30)
    rows = (
        ("按期", run, due, {"done_on": due}),
        ("迟了", run, due, {"done_on": date(2025, 10, 8)}),
        ("来年才办", run, due, {"done_on": AFTER}),
        ("没有办", run, due, {}),
        ("取消", run, due, {"dropped_on": IN, "drop_reason": "合并"}),
        ("来年到期", run, AFTER, {}),
        ("项目已中止", ended, due, {}),
    )
    for name, project, day, fields in rows:
        Milestone.objects.create(project=project, name=name, due_on=day, **fields)
    late = counting.rows("milestones_late", YEAR, [group.pk])
    assert set(late.values_list("name", flat=True)) == {"迟了", "来年才办", "没有办"}
    overdue = counting.rows("milestones_overdue", YEAR, [group.pk])
    assert set(overdue.values_list("name", flat=True)) == {"来年才办", "没有办"}


@pytest.fixture
def best(db) -> TitleKind:
    return TitleKind.objects.create(name="十佳（试）", level=TitleLevel.CITY)


def test_titles_count_by_level_kind_and_year(group, best):
    other = TitleKind.objects.create(name="优质（试）", level=TitleLevel.PROVINCIAL)
    held, twice = (project_of(group, ProjectStatus.TITLED) for _ in range(2))
    rows = (
        (held, best, {"awarded_on": IN}),
        (twice, best, {"awarded_on": IN}),
        (twice, other, {"awarded_on": IN}),
        (held, other, {"awarded_on": AFTER}),
        (held, other, {"awarded_on": IN, "withdrawn_on": AFTER, "withdrawal_reason": "失实"}),
    )
    for project, kind, fields in rows:
        Title.objects.create(project=project, kind=kind, year=fields["awarded_on"].year, **fields)
    assert number_of("titles:十佳（试）", group) == 2
    assert number_of("titles_city", group) == 2
    assert number_of("titles_provincial", group) == 1
    assert number_of("projects_with_title", group) == 2


def test_outcomes_add_up_by_kind_and_never_twice(group):
    """Neither targets nor ranks; what a later number covers is in it."""
    rooms, talks = (
        OutcomeKind.objects.create(name=name, unit=unit)
        for name, unit in (("室", "个"), ("会", "场"))
    )
    first, second = project_of(group), project_of(group)
    rows = (
        (first, rooms, 40, {"starts_on": date(2025, 1, 1), "ends_on": IN}),
        (first, rooms, 100, {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}),
        (second, rooms, 7, {"ends_on": IN, "value_hedge": "more"}),
        (second, rooms, 9, {"ends_on": AFTER}),
        (second, rooms, 500, {"ends_on": IN, "is_target": True}),
        (second, rooms, 1, {"ends_on": date(2025, 6, 2), "is_ordinal": True, "reach": "全省"}),
        (second, talks, 3, {"ends_on": IN}),
    )
    for project, kind, value, fields in rows:
        Outcome.objects.create(project=project, kind=kind, value=value, **fields)
    assert str(tree.total("outcomes:室", YEAR, group)) == "107多个"
    assert number_of("outcomes:会", group) == 3
    assert number_of("outcome_ranks", group) == 1
    assert number_of("outcome_targets", group) == 1


def test_events_count_by_kind_for_whoever_called_them(city):
    for kind, day in (
        (EventKind.FIELD_SHOW, IN),
        (EventKind.FIELD_SHOW, AFTER),
        (EventKind.CHECK_UP, IN),
    ):
        ProjectEvent.objects.create(kind=kind, title="活动", organisation=city.root, starts_on=day)
    assert number_of("project_events_field_show", city.root) == 1
    assert number_of("project_events_progress_meeting", city.root) == 0


def test_no_key_is_given_twice():
    keys = [indicator.key for indicator in chain.from_iterable(catalogue.GROUPS)]
    assert len(keys) == len(set(keys))


def test_kind_has_its_number_and_its_page(group, best, users, as_user):
    Title.objects.create(project=project_of(group), kind=best, year=2025, awarded_on=IN)
    assert "titles:十佳（试）" in {i.key for i in catalogue.offered()}
    address = reverse("indicators:rows", args=["titles:十佳（试）"])
    page = as_user(users.staff).get(address, {"period": "2025"})
    assert "项目0" in page.content.decode()
    assert page.context["number"].value == 1


def test_no_rate_of_titles_in_years_beside_groups_of_today(monkeypatch):
    """Handbook 15.5: 11 titles in five years are no share of the 37 groups there are now."""
    ratio = catalogue.Ratio(
        "titled", "获称号率", "projects_with_title", "party_groups_with_project"
    )
    monkeypatch.setitem(catalogue.RATIOS, ratio.key, ratio)
    with pytest.raises(catalogue.SpansDiffer, match="时段不同，不能相除"):
        counting.shares([ratio.key], YEAR)


def test_shipped_rates_are_of_the_same_days():
    for ratio in catalogue.RATIOS.values():
        catalogue.refuse_other_spans(*catalogue.several([ratio.part, ratio.whole]))
