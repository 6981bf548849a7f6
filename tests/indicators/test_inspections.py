"""Issues found, open, overdue, closed and back again, on hand-made rows (handbook 9)."""

from datetime import date, timedelta

import pytest

from apps.core.periods import Period
from apps.indicators import counting, tree
from apps.inspections.choices import IssueKind, IssueLevel, IssueSource, IssueStatus
from apps.inspections.models import Inspection, Issue, Visit

YEAR, NEXT = Period.year(2024), Period.year(2025)
IN, AFTER = date(2024, 6, 1), date(2025, 2, 1)


def number_of(key: str, organisation, period: Period = YEAR) -> int:
    return int(tree.total(key, period, organisation).value)


def issue_of(organisation, found_on: date = IN, closed_on: date | None = None, **given) -> Issue:
    return Issue.objects.create(
        organisation=organisation,
        text="记录过于简单",
        found_on=found_on,
        due_on=given.pop("due_on", found_on + timedelta(days=30)),
        closed_on=closed_on,
        status=given.pop("status", IssueStatus.CLOSED if closed_on else IssueStatus.OPEN),
        **given,
    )


def test_closing_rate_is_of_those_that_were_found(city):
    """What was found the year before and closed now is in no rate of this year."""
    issue_of(city.branch, closed_on=IN)
    issue_of(city.branch, closed_on=AFTER)
    issue_of(city.branch)
    issue_of(city.branch, date(2023, 12, 1), closed_on=IN)
    issue_of(city.branch, status=IssueStatus.VOID)
    share = counting.shares(["issues_closing_rate"], YEAR)["issues_closing_rate"]
    assert share[city.branch.pk, YEAR.start] == (2, 3)
    assert number_of("issues_closed", city.root) == 2


@pytest.mark.parametrize(
    ("closed_on", "in_2024", "in_2025"), [(None, 1, 1), (AFTER, 1, 0), (IN, 0, 0)]
)
def test_open_is_asked_of_the_last_day(city, closed_on, in_2024, in_2025):
    issue_of(city.branch, closed_on=closed_on)
    assert number_of("issues_open", city.root, YEAR) == in_2024
    assert number_of("issues_open", city.root, NEXT) == in_2025


def test_overdue_counts_where_the_deadline_passed(city):
    issue_of(city.branch, closed_on=AFTER)
    issue_of(city.branch, closed_on=IN)
    issue_of(city.sibling, due_on=AFTER)
    assert number_of("issues_overdue", city.root) == 1
    assert number_of("issues_overdue", city.root, NEXT) == 1


def test_acknowledgement_is_late_from_the_day_after_its_last_day(city):
    last = IN + timedelta(days=5)
    for acknowledged in (None, last, last + timedelta(days=1)):
        issue_of(city.branch, acknowledge_due_on=last, acknowledged_on=acknowledged)
    issue_of(city.branch)  # raised before the day was kept
    issue_of(city.sibling, acknowledge_due_on=date(2099, 1, 1))
    assert number_of("issues_acknowledged_late", city.root) == 2


def test_deadlines_of_a_year_are_kept_or_not(city):
    """A rate of the same rows; what is not due yet is in neither."""
    issue_of(city.branch, closed_on=IN)
    issue_of(city.branch, closed_on=AFTER)
    issue_of(city.branch, status=IssueStatus.VOID)
    share = counting.shares(["issues_in_time_rate"], YEAR)["issues_in_time_rate"]
    assert share[city.branch.pk, YEAR.start] == (1, 2)


def test_relapse_counts_in_the_year_in_which_it_came_back(city):
    first = issue_of(city.branch, closed_on=IN)
    issue_of(city.branch, AFTER, relapse_of=first, status=IssueStatus.REOPENED)
    assert number_of("issues_reopened", city.root) == 0
    assert number_of("issues_reopened", city.root, NEXT) == 1


def test_issues_are_told_apart_by_source_level_and_kind(city):
    issue_of(city.branch, source=IssueSource.OBSERVATION)
    issue_of(city.branch, level=IssueLevel.GRAVE)
    issue_of(city.sibling, kind=IssueKind.COMMON)
    keys = ("issues_found", "issues_found_by_inspections", "issues_grave", "issues_common")
    assert [number_of(key, city.root) for key in keys] == [3, 2, 1, 1]


def test_unit_visited_twice_is_one_unit(city):
    inspection = Inspection.objects.create(
        title="年度督查", year=2024, starts_on=date(2024, 1, 1), ends_on=date(2025, 3, 1)
    )
    for unit, day in ((city.unit, IN), (city.unit, IN + timedelta(days=1)), (city.unit, AFTER)):
        Visit.objects.create(inspection=inspection, unit=unit, held_on=day)
    assert number_of("inspection_visits", city.root) == 2
    assert number_of("units_inspected", city.root) == 1
