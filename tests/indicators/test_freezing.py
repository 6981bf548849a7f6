"""Numbers with what they were counted from: by group, and with a hash of their rows."""

from datetime import date

import pytest

from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.core.quantities import Qualifier
from apps.indicators import catalogue, counting
from apps.indicators.freezing import frozen, hash_of, nothing
from apps.meetings.choices import MeetingKind
from apps.zones.models import ZoneActivity
from tests import cast

QUARTER = Period.quarter(2025, 3)
ALL, FIRST, SECOND = 0, 1, 2


@pytest.fixture
def groups(city):
    """Everything in one group, and each unit in one of its own."""
    number = {city.unit.pk: FIRST, city.other_unit.pk: SECOND}
    rows = Organisation.objects.values_list("pk", "unit")
    return {pk: (ALL, number[unit]) if unit else (ALL,) for pk, unit in rows}


def test_what_adds_up_does_so_and_what_is_distinct_is_counted_once(city, groups):
    for branch in (city.branch, city.sibling, city.other_branch):
        cast.make_member(branch)
    found = frozen(("members", "units"), QUARTER, groups)
    members = [found["members", group].quantity.value for group in (ALL, FIRST, SECOND)]
    units = [found["units", group].quantity.value for group in (ALL, FIRST, SECOND)]
    assert members == [3, 2, 1]
    assert units == [2, 1, 1]


def test_rows_are_those_of_the_drill_down(city, groups):
    for day in (date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 1)):
        cast.make_meeting(city.branch, MeetingKind.MEMBERS_MEETING, held_on=day)
    number = frozen(("members_meeting",), QUARTER, groups)["members_meeting", FIRST]
    rows = counting.rows("members_meeting", QUARTER).values_list("pk", flat=True)
    assert (number.row_count, number.rows_hash) == (2, hash_of(rows))


def test_group_without_rows_is_absent_and_nothing_is_zero(city, groups):
    assert frozen(("members",), QUARTER, groups) == {}
    number = nothing(catalogue.get("members"))
    assert (str(number.quantity), number.row_count) == ("0人", 0)
    assert number.rows_hash == hash_of([])


def test_hedge_of_the_rows_stays_with_the_number(city, users, groups):
    ZoneActivity.objects.create(
        organiser=city.root,
        title="集中交流",
        starts_on=date(2025, 7, 1),
        ends_on=date(2025, 7, 1),
        status="published",
        persons=180,
        persons_hedge=Qualifier.OVER,
    )
    number = frozen(("zone_persons_reported",), QUARTER, groups)
    assert str(number["zone_persons_reported", ALL].quantity) == "180余人"


def test_hash_does_not_depend_on_the_order():
    assert hash_of([3, 1, 2]) == hash_of([1, 2, 3])
    assert hash_of([1]) != hash_of([2])
