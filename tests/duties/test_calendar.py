from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from apps.branches.models import Appointment, Term
from apps.core.periods import Period
from apps.duties import calendar, feeds
from apps.duties.models import CalendarFeed
from apps.meetings.choices import MeetingKind, MeetingStatus
from apps.meetings.models import StudyTopic
from tests import cast

TODAY = date(2026, 9, 22)
MONTH = reverse("duties:calendar")
SUBSCRIPTION = reverse("duties:subscription")
SEPTEMBER = Period.month(2026, 9)


@pytest.fixture(autouse=True)
def clock(db):
    call_command("loaddata", "duty_rules", "holidays", verbosity=0)
    with time_machine.travel(f"{TODAY} 10:00 +0800", tick=False) as clock:
        yield clock


@pytest.fixture
def term(city) -> Term:
    return Term.objects.create(
        organisation=city.branch,
        number=3,
        term_years=3,
        starts_on=date(2023, 9, 24),
        ends_on=date(2026, 9, 24),
    )


def shown(client, month="2026-09"):
    return client.get(MONTH, {"month": month})


def test_month_shows_deadlines_sittings_and_the_end_of_the_term(city, users, as_user, term):
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, 9, 3))
    cast.make_meeting(city.other_branch, MeetingKind.THEME_DAY, held_on=date(2026, 9, 4))
    void = cast.make_meeting(city.branch, held_on=date(2026, 9, 5), status=MeetingStatus.VOID)
    page = shown(as_user(users.secretary))
    found = [(e.day.day, e.title, e.word) for e in page.context["events"]]
    assert found == [
        (3, "市财政局第一党支部主题党日", "待审核"),
        (24, "第3届任期届满", "换届"),
        (30, "9月主题党日", "已办"),
        (30, "三季度党课", "还剩8天"),
        (30, "三季度支部党员大会", "还剩8天"),
        (30, "三季度第一议题", "已办"),
    ]
    assert void.get_absolute_url() not in page.content.decode()


def test_table_has_whole_weeks_and_names_the_holidays(city, users, as_user):
    page = shown(as_user(users.secretary))
    weeks = page.context["weeks"]
    assert [week[0].day.weekday() for week in weeks] == [0] * 5
    assert weeks[0][0].day == date(2026, 8, 31)
    cells = {cell.day: cell for week in weeks for cell in week}
    assert cells[date(2026, 9, 20)].holiday.is_working
    assert cells[TODAY].is_today
    text = page.content.decode()
    assert "休 中秋节" in text
    assert 'aria-current="date"' in text
    # Days outside the month are empty, though the fourth quarter's begin there.
    assert not cells[date(2026, 8, 31)].events


def test_a_full_day_leads_to_the_list_below(city, users, as_user):
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, 9, 3))
    page = shown(as_user(users.secretary))
    text = page.content.decode()
    assert 'href="#day-2026-09-30">还有 1 件' in text
    assert 'id="day-2026-09-30"' in text


def test_open_deadline_leads_to_its_form(city, users, as_user):
    (event,) = [e for e in shown(as_user(users.secretary)).context["events"] if "党课" in e.title]
    assert event.url.startswith(reverse("meetings:meeting_create"))


def test_topics_of_the_month_stand_above_its_days(users, as_user):
    for month, title in ((9, "九月学习重点"), (10, "十月学习重点")):
        StudyTopic.objects.create(title=title, month=date(2026, month, 1), status="published")
    text = shown(as_user(users.secretary)).content.decode()
    assert "九月学习重点" in text
    assert "十月学习重点" not in text


@pytest.mark.parametrize(
    ("month", "status"), [("2026-02", 200), ("2026", 200), ("x", 404), ("1999-01", 404)]
)
def test_other_months(users, as_user, month, status):
    assert shown(as_user(users.secretary), month).status_code == status


def test_whoever_leads_nothing_is_told_so(users, as_user):
    for name in ("staff", "leader"):
        assert "您目前没有担任书记" in shown(as_user(getattr(users, name))).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_month(city, users, as_user, number, term, django_assert_num_queries):
    for day in range(number):
        cast.make_meeting(city.branch, held_on=date(2026, 9, 1 + day))
        branch = cast.make_organisation(f"第{day}支部", parent=city.committee)
        cast.appoint(users.secretary.person, branch)
    client = as_user(users.secretary)
    with django_assert_num_queries(15):
        shown(client)


# The feed


def subscribed(user, as_user) -> CalendarFeed:
    client = as_user(user)
    assert client.post(SUBSCRIPTION, {"step": "open"}).status_code == 302
    feed = CalendarFeed.objects.get(user=user)
    page = client.get(SUBSCRIPTION).content.decode()
    assert feed.address in page
    assert "<svg" in page
    return feed


def read(feed: CalendarFeed):
    return Client().get(feed.get_absolute_url())


def test_feed_holds_what_is_open_and_nothing_else(city, users, as_user, term):
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, 9, 3))
    answer = read(subscribed(users.secretary, as_user))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    book = Calendar.from_ical(answer.content)
    entries = {str(e["summary"]): e for e in book.walk("VEVENT")}
    assert "9月主题党日（市财政局第一党支部）" not in entries
    lecture = entries["三季度党课（市财政局第一党支部）"]
    assert lecture.decoded("dtstart") == date(2026, 9, 30)
    assert lecture.decoded("dtend") == date(2026, 10, 1)
    assert lecture["transp"] == "TRANSPARENT"
    assert str(lecture["url"]).startswith("http://127.0.0.1:8000/meetings/")
    assert "第3届任期届满（市财政局第一党支部）" in entries
    assert not [s for s in entries if "市审计局" in s]
    assert not [s for s in entries if users.secretary.name in s]


def test_feed_keeps_the_key_of_each_thing(city, users, as_user, clock):
    feed = subscribed(users.secretary, as_user)

    def keys():
        return {str(e["uid"]) for e in Calendar.from_ical(read(feed).content).walk("VEVENT")}

    first = keys()
    clock.move_to("2026-09-24 10:00 +0800")
    assert keys() == first
    assert len(first) == len(Calendar.from_ical(read(feed).content).walk("VEVENT"))


def test_wrong_token_opens_nothing(users, as_user):
    feed = subscribed(users.secretary, as_user)
    wrong = reverse("duties:calendar_feed", args=[feed.uuid, "0" * 64])
    assert Client().get(wrong).status_code == 404
    assert len(feed.token) == 64


def test_new_address_makes_the_old_one_worthless(users, as_user):
    feed = subscribed(users.secretary, as_user)
    before = feed.get_absolute_url()
    as_user(users.secretary).post(SUBSCRIPTION, {"step": "renew"})
    feed.refresh_from_db()
    assert feed.get_absolute_url() != before
    assert Client().get(before).status_code == 404
    assert read(feed).status_code == 200


def test_feed_ends_with_the_post_and_with_the_account(city, users, as_user):
    feed = subscribed(users.secretary, as_user)
    Appointment.objects.filter(person__user=users.secretary).update(valid_to=TODAY)
    assert read(feed).status_code == 404
    Appointment.objects.filter(person__user=users.secretary).update(valid_to=None)
    assert read(feed).status_code == 200
    users.secretary.is_active = False
    users.secretary.save()
    assert read(feed).status_code == 404


def test_feed_is_read_a_limited_number_of_times_an_hour(users, as_user, clock, settings):
    settings.CALENDAR_FETCHES_AN_HOUR = 2
    feed = subscribed(users.secretary, as_user)
    assert [read(feed).status_code for _ in range(3)] == [200, 200, 429]
    clock.shift(timedelta(hours=1, seconds=1))
    assert read(feed).status_code == 200


def test_readings_leave_no_history(users, as_user):
    feed = subscribed(users.secretary, as_user)
    read(feed)
    assert feed.events.count() == 1


def test_whoever_leads_nothing_gets_no_feed(users, as_user):
    client = as_user(users.leader)
    page = client.post(SUBSCRIPTION, {"step": "open"}, follow=True)
    assert "没有可以订阅的事项" in page.content.decode()
    assert not CalendarFeed.objects.exists()


def test_two_years_meet_in_one_feed(city, users):
    now = timezone.make_aware(datetime(2026, 12, 20, 9))
    body = feeds.written([city.branch.pk], now=now, today=date(2026, 12, 20))
    days = {e.decoded("dtstart").year for e in Calendar.from_ical(body).walk("VEVENT")}
    assert days == {2026, 2027}


def test_day_of_the_table_fits_three(city):
    event = calendar.Event(TODAY, "一", "支部", "待办", "wait", "/", "1")
    day = calendar.Day(TODAY, True, False, None, [event] * 5)
    assert (len(day.shown), day.more) == (3, 2)
