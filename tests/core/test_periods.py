from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.periods import Cycle, Period, add_months, local_day

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
cycles = st.sampled_from(list(Cycle))
calendar_periods = st.builds(Period.containing, days, cycles)


@given(calendar_periods)
def test_key_reads_back_as_the_same_period(period):
    assert Period.parse(period.key) == period


@given(days, cycles)
def test_containing_period_contains_its_day_and_both_edges_are_right(day, cycle):
    period = Period.containing(day, cycle)
    assert day in period
    assert period.start in period
    assert period.end not in period
    assert period.cycle == cycle


@given(calendar_periods)
def test_previous_ends_where_the_period_begins(period):
    assert period.previous.end == period.start
    assert period.previous.cycle == period.cycle


@given(calendar_periods)
def test_same_last_year_is_twelve_months_earlier(period):
    earlier = period.same_last_year
    assert earlier.start.replace(year=earlier.start.year + 1) == period.start
    assert earlier.cycle == period.cycle


@given(st.integers(1900, 2200), cycles)
def test_split_covers_a_year_exactly(year, cycle):
    parts = list(Period.year(year).split(cycle))
    assert parts[0].start == date(year, 1, 1)
    assert parts[-1].end == date(year + 1, 1, 1)
    assert all(one.end == two.start for one, two in zip(parts, parts[1:], strict=False))
    assert len(parts) == 12 // cycle.months


@given(days, st.integers(1, 500), cycles)
def test_split_of_any_days_stays_inside_them(start, length, cycle):
    whole = Period(start, start + timedelta(days=length))
    for part in whole.split(cycle):
        assert whole.start <= part.start < part.end <= whole.end
        assert part.cycle == cycle


@given(days, st.integers(1, 500), days, st.none() | st.integers(1, 500))
def test_overlap_holds_the_days_that_lie_in_both(start, length, other_start, other_length):
    period = Period(start, start + timedelta(days=length))
    other_end = other_start + timedelta(days=other_length) if other_length else None
    shared = period.overlap(other_start, other_end)
    last = min(period.end, other_end or period.end)
    assert (shared is None) == (max(start, other_start) >= last)
    if shared:
        assert shared.start in period
        assert shared.last_day in period
        assert shared.start >= other_start


@given(days, st.integers(-600, 600))
def test_add_months_leads_to_a_first_of_month(day, months):
    moved = add_months(day, months)
    assert moved.day == 1
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + months


@pytest.mark.parametrize(
    ("key", "label", "first", "last"),
    [
        ("2026", "2026年", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026Q1", "2026年一季度", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026Q4", "2026年四季度", date(2026, 10, 1), date(2026, 12, 31)),
        ("2028-02", "2028年2月", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", "2026年12月", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_period_is_named_and_bounded(key, label, first, last):
    period = Period.parse(key)
    assert (period.label, period.start, period.last_day) == (label, first, last)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "26",
        "2026Q5",
        "2026Q0",
        "2026-13",
        "2026-00",
        "2026-1",
        "0000",
        "9999",
        "２０２６",
        "2026\n",
        "x",
    ],
)
def test_unreadable_key_is_refused_in_chinese(key):
    with pytest.raises(ValueError, match="期间"):
        Period.parse(key)


def test_empty_period_is_refused():
    with pytest.raises(ValueError, match="早于"):
        Period(date(2026, 1, 1), date(2026, 1, 1))


def test_days_of_no_calendar_period_have_no_cycle():
    period = Period(date(2026, 1, 2), date(2026, 2, 1))
    assert period.cycle is None
    assert period.previous == Period(date(2025, 12, 3), date(2026, 1, 2))
    assert period.label == "2026-01-02至2026-01-31"


def test_covered_by_wants_the_whole_period():
    quarter = Period.quarter(2026, 3)
    assert quarter.covered_by(date(2026, 7, 1), None)
    assert quarter.covered_by(date(2020, 1, 1), date(2026, 10, 1))
    assert not quarter.covered_by(date(2026, 7, 2), None)
    assert not quarter.covered_by(date(2020, 1, 1), date(2026, 9, 30))


def test_local_day_is_that_of_shanghai():
    before_midnight = datetime(2026, 3, 31, 15, 59, tzinfo=ZoneInfo("UTC"))
    assert local_day(before_midnight) == date(2026, 3, 31)
    assert local_day(before_midnight + timedelta(minutes=1)) == date(2026, 4, 1)
