from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.core.models import CalendarDay
from apps.core.workdays import Workdays, enter_festival, has_schedule, workdays

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
CALENDARS = st.dictionaries(DAYS, st.booleans(), max_size=60).map(Workdays)
MOMENTS = st.builds(
    lambda day, moment: timezone.make_aware(datetime.combine(day, moment)), DAYS, st.times()
)
PLAIN = Workdays({})


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture
def official(db) -> Workdays:
    call_command("loaddata", "holidays", verbosity=0)
    return workdays()


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [
        ("2025-01-28", "2025-02-04", 8),
        ("2025-10-01", "2025-10-08", 8),
        ("2026-01-01", "2026-01-03", 3),
        ("2026-02-15", "2026-02-23", 9),
        ("2026-10-01", "2026-10-07", 7),
    ],
)
def test_festivals_are_free_from_the_first_to_the_last_day(official, first, last, free):
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + timedelta(n) for n in range((end - start).days + 1)]
    assert len(days) == free
    assert not any(official.is_working(day) for day in days)


@pytest.mark.parametrize(
    "day",
    ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]
    + ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
)
def test_weekend_days_worked_for_a_festival_are_working_days(official, day):
    worked = date.fromisoformat(day)
    assert worked.weekday() >= 5
    assert official.is_working(worked)


def test_the_two_years_have_as_many_working_days_as_were_announced(official):
    """Government tables: 248 working days in 2025 and in 2026."""
    for year in (2025, 2026):
        assert official.between(date(year - 1, 12, 31), date(year, 12, 31)) == 248


@pytest.mark.parametrize(
    ("moment", "next_one"),
    [
        ("2026-11-25T10:00", "2026-11-25T10:00"),
        ("2026-11-25T08:29", "2026-11-25T08:30"),
        ("2026-11-25T18:00", "2026-11-26T08:30"),
        ("2026-11-27T19:00", "2026-11-30T08:30"),
        # The night before the National Day, and a Saturday that is worked.
        ("2026-09-30T18:00", "2026-10-08T08:30"),
        ("2026-10-10T09:00", "2026-10-10T09:00"),
        # The year's end of Asia/Shanghai, not of UTC.
        ("2025-12-31T23:59:59", "2026-01-04T08:30"),
    ],
)
def test_next_working_moment(official, moment, next_one):
    assert official.next_working_moment(at(moment)) == at(next_one)


def test_year_without_a_schedule_works_from_monday_to_friday(official):
    assert not has_schedule(2027)
    assert has_schedule(2026)
    assert official.is_working(date(2027, 1, 1))
    assert not official.is_working(date(2027, 1, 2))


@given(CALENDARS, MOMENTS)
def test_next_moment_is_a_working_one_and_never_before(days, moment):
    found = days.next_working_moment(moment)
    assert found >= moment
    assert days.is_working_moment(found)
    local = timezone.localtime(found)
    assert days.is_working(local.date())
    assert time(8, 30) <= local.time() < time(18)


@given(CALENDARS, MOMENTS)
def test_a_later_moment_never_comes_earlier(days, moment):
    later = moment + timedelta(hours=5)
    assert days.next_working_moment(moment) <= days.next_working_moment(later)


@given(CALENDARS, DAYS, st.integers(0, 30))
def test_days_after_and_days_between_are_two_views_of_one_thing(days, day, number):
    found = days.after(day, number)
    assert days.is_working(found)
    if number:
        assert days.between(day, found) == number


@given(DAYS)
def test_five_working_days_are_a_week_where_nothing_else_is_said(day):
    assert PLAIN.after(day, 5) - day <= timedelta(days=7)


def test_festival_is_entered_with_its_worked_days(db):
    enter_festival(
        name="春节",
        first=date(2027, 2, 6),
        last=date(2027, 2, 13),
        working=(date(2027, 2, 14), date(2027, 2, 20)),
    )
    days = workdays()
    assert not days.is_working(date(2027, 2, 8))
    assert days.is_working(date(2027, 2, 14))
    assert CalendarDay.objects.count() == 10


@pytest.mark.parametrize(
    ("first", "last", "working", "words"),
    [
        ("2027-02-06", "2027-02-05", (), "不能早于"),
        ("2027-02-06", "2027-03-06", (), "不超过 14 天"),
        ("2027-02-06", "2027-02-08", (date(2027, 2, 7),), "不能既放假又上班"),
        ("2026-10-01", "2026-10-07", (), "已登记为“国庆节”"),
    ],
)
def test_festival_that_cannot_be_is_refused(official, first, last, working, words):
    before = CalendarDay.objects.count()
    with pytest.raises(ValidationError, match=words):
        enter_festival(
            name="节日",
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            working=working,
        )
    assert CalendarDay.objects.count() == before


def test_staff_enter_a_festival_at_the_desk(users, as_user):
    client = as_user(users.staff)
    answers = {"name": "春节", "first": "2027-02-06", "last": "2027-02-12"}
    add = reverse("admin:core_calendarday_add")
    refused = client.post(add, answers | {"working": "二月十四日"})
    assert "日期写成 2027-02-06" in refused.content.decode()
    assert client.post(add, answers | {"working": "2027-02-14、2027-02-20"}).status_code == 302
    assert CalendarDay.objects.filter(is_working=True).count() == 2
    day = CalendarDay.objects.get(day=date(2027, 2, 14))
    change = reverse("admin:core_calendarday_change", args=[day.pk])
    assert client.post(change, {"name": "春节", "opened_version": 1}).status_code == 302
    assert not CalendarDay.objects.get(pk=day.pk).is_working


def test_fixture_is_loaded_again_without_doubling(official):
    before = CalendarDay.objects.count()
    call_command("loaddata", "holidays", verbosity=0)
    assert CalendarDay.objects.count() == before
