from datetime import date

import pytest

from apps.core.numerals import ordinal
from apps.portal.city.names import person_name
from apps.portal.city.plan import Plan, last_whole_month, working_day
from apps.portal.city.sizes import allot
from apps.portal.city.tables import encode

UNTIL = date(2026, 10, 31)


def test_period_ends_with_the_last_day():
    plan = Plan(organisations=20, years=2, seed=1, until=UNTIL)
    assert (plan.start, plan.period.last_day) == (date(2024, 11, 1), UNTIL)
    assert plan.finished_years == [2024, 2025]


def test_zones_reach_into_the_year_after_the_last_day():
    plan = Plan(organisations=20, years=1, seed=1, until=date(2026, 12, 31))
    assert list(plan.calendar_years) == [2026, 2027]


@pytest.mark.parametrize(("organisations", "years"), [(19, 1), (20, 0), (20, 11)])
def test_plan_out_of_bounds_is_refused(organisations, years):
    with pytest.raises(ValueError, match="必须|不能"):
        Plan(organisations=organisations, years=years, seed=1, until=UNTIL)


def test_streams_depend_on_seed_and_name_only():
    plan = Plan(organisations=20, years=1, seed=1, until=UNTIL)
    assert plan.stream("a").random() == plan.stream("a").random() != plan.stream("b").random()


def test_last_whole_month_is_the_one_before():
    assert last_whole_month(date(2026, 3, 15)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 3), date(2026, 10, 9)),
        (date(2026, 8, 1), date(2026, 8, 3)),
        (date(2026, 5, 31), date(2026, 5, 29)),
        (date(2026, 6, 10), date(2026, 6, 10)),
    ],
)
def test_working_day_avoids_weekends_and_holidays(day, expected):
    assert working_day(day) == expected


@pytest.mark.parametrize("total", [0, 7, 100])
def test_shares_add_up_to_the_total(total):
    assert sum(allot(total, [1.0, 2.5, 0.3, 9.0])) == total


def test_names_hold_rare_characters_too():
    plan = Plan(organisations=20, years=1, seed=1, until=UNTIL)
    rng = plan.stream("names")
    names = {person_name(rng) for _ in range(20_000)}
    assert any("𠮷" in name for name in names)
    assert any("·" in name for name in names)
    assert len(names) > 5_000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, r"\N"),
        (True, "t"),
        ("一\n二\t三\\", r"一\n二\t三\\"),
        (["a", "b"], "{a,b}"),
        (date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_encode_writes_copy_text(value, text):
    assert encode(value) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "第一"), (10, "第十"), (12, "第十二"), (20, "第二十"), (35, "第三十五")],
)
def test_ordinal_speaks_chinese(number, text):
    assert ordinal(number) == text
