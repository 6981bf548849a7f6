"""Reminders under a fake clock: T−3 and T+1 around a weekend and two holidays (ux, check 21).

The quarter ends on Wednesday 30 September 2026. Its T−3 is Sunday the 27th, the last day of the
Mid-Autumn holiday, so Monday the 28th reminds; its T+1 is the National Day, so 8 October does.
"""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import Post
from apps.branches.models import Appointment
from apps.core.periods import Period
from apps.core.workdays import workdays
from apps.duties import asking, reminders, upkeep
from apps.duties.models import Reminder, ReminderGroup, ReminderRule
from apps.duties.open_duties import CITY, bound_by_duties
from apps.duties.services import approve, waive
from apps.meetings.choices import MeetingKind
from apps.notices import sending
from apps.notices.choices import GroupKind, NoticeKind, Outcome
from apps.notices.models import Delivery, Notice
from apps.notices.services import open_group
from apps.notices.telling import tell
from tests import cast
from tests.notices.conftest import robot, with_mail

__all__ = ["robot"]
pytestmark = pytest.mark.django_db
MONDAY = "2026-09-28 09:00 +0800"
FACTS = ("duty_rules", "holidays", "reminder_rules")


@pytest.fixture(autouse=True)
def clock(db, city, users):
    call_command("loaddata", *FACTS, verbosity=0)
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def moments(first: str, last: str, minutes: int = 30):
    """Every half hour of the days from `first` to `last`."""
    moment = timezone.make_aware(datetime.fromisoformat(first))
    end = timezone.make_aware(datetime.fromisoformat(last)) + timedelta(days=1)
    while moment < end:
        yield moment
        moment += timedelta(minutes=minutes)


def look() -> int:
    """What beat does: remind, then send."""
    now = timezone.now()
    told = reminders.remind(now=now)
    sending.send_waiting(now=now)
    return told


def texts_of(user) -> list[str]:
    return list(Notice.objects.of(user).order_by("pk").values_list("text", flat=True))


def test_days_around_a_weekend_and_two_holidays(city, users, clock):
    with_mail(users.secretary)
    with_mail(users.stranger, is_muted=True)
    cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=date(2026, 9, 3))
    waiver = waive(
        organisation=city.other_branch,
        duty_key="party_lecture",
        period=Period.quarter(2026, 3),
        reason="党员都在外地抢险",
    )
    approve(waiver=waiver, by=users.staff)
    told: list[datetime] = []
    mailed: list[datetime] = []
    days = workdays()
    for first, last in (("2026-09-24", "2026-09-30"), ("2026-10-01", "2026-10-09")):
        for moment in moments(first, last):
            clock.move_to(moment)
            before = Notice.objects.count(), len(mail.outbox)
            look()
            after = Notice.objects.count(), len(mail.outbox)
            told += [moment] * (after[0] - before[0])
            mailed += [moment] * (after[1] - before[1])
            if moment == timezone.make_aware(datetime(2026, 9, 29, 12)):
                cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, 9, 29))
    assert all(days.is_working_moment(moment) for moment in told + mailed)
    morning, after_the_feast = (
        timezone.make_aware(datetime(2026, *day, 8, 30)) for day in ((9, 28), (10, 8))
    )
    assert told == [morning, morning, after_the_feast, after_the_feast]
    assert mailed == [morning, after_the_feast]
    assert texts_of(users.secretary) == [
        "市财政局第一党支部还有2件事要办：三季度支部党员大会（还剩2天）、9月主题党日（还剩2天）",
        "市财政局第一党支部还有1件事要办：三季度支部党员大会（已超8天）",
    ]
    assert [t.count("党课") for t in texts_of(users.stranger)] == [0, 0]
    assert {m.to[0] for m in mail.outbox} == {"secretary@example.cn"}


def test_running_again_says_nothing_twice(users, clock):
    assert look() == 2
    assert [look() for _ in range(3)] == [0, 0, 0]
    clock.move_to("2026-09-29 09:00 +0800")
    assert look() == 0
    assert Reminder.objects.filter(user=users.secretary).count() == 3


def test_portal_that_was_down_makes_good_for_two_working_days(users, clock):
    rule = ReminderRule.objects.get(days=1)
    days = workdays()
    reminding = [
        day
        for day in range(1, 20)
        if days.is_working(date(2026, 10, day))
        and date(2026, 9, 30) in reminders.last_days(rule, date(2026, 10, day), days)
    ]
    # The 10th is a Saturday that is worked.
    assert reminding == [8, 9, 10]


@pytest.mark.parametrize(
    ("rule_days", "today", "last"),
    [
        (-3, date(2026, 11, 27), date(2026, 11, 30)),
        (1, date(2027, 1, 1), date(2026, 12, 31)),
        (-3, date(2028, 2, 25), None),  # three days before the 28th, but February has 29
        (-3, date(2028, 2, 28), date(2028, 2, 29)),
        (0, date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_days_of_a_rule(rule_days, today, last):
    found = reminders.last_days(ReminderRule(days=rule_days), today, workdays())
    assert found == ({last} if last else set())


def test_reminder_before_the_deadline_is_pointless_after_it(clock):
    """31 January 2026 is a Saturday: the next working day lies behind the deadline."""
    rule = ReminderRule(days=0)
    assert reminders.last_days(rule, date(2026, 2, 2), workdays()) == set()


def test_new_year_is_reminded_of_the_year_that_ended(city, users, clock):
    clock.move_to("2027-01-04 09:00 +0800")
    look()
    (text,) = texts_of(users.secretary)
    assert "12月主题党日（已超4天）" in text
    assert "2026年组织生活会（已超4天）" in text


def test_many_things_are_counted_and_ten_are_named(city, users, clock):
    clock.move_to("2026-12-28 09:00 +0800")
    for number in range(4):
        branch = cast.make_organisation(f"第{number}支部", parent=city.committee)
        cast.appoint(users.secretary.person, branch)
    look()
    (text,) = texts_of(users.secretary)
    assert text.startswith("还有")
    assert text.endswith("等")
    assert text.count("、") == reminders.NAMED - 1
    assert Notice.objects.of(users.secretary).get().link == reverse("duties:duty_list")


def test_one_thing_leads_to_its_form(city, users, clock):
    clock.move_to("2026-08-28 09:00 +0800")
    look()
    notice = Notice.objects.of(users.secretary).get()
    create = reverse("meetings:meeting_create")
    assert notice.link == f"{create}?organisation={city.branch.uuid}&kind=theme_day"


def test_deputy_is_reminded_while_there_is_no_secretary(city, users, clock):
    deputy = cast.make_member(city.branch)
    account = cast.make_user("deputy", person=deputy)
    cast.appoint(deputy, city.branch, Post.DEPUTY_SECRETARY)
    look()
    assert not Notice.objects.of(account).exists()
    Appointment.objects.filter(organisation=city.branch, post=Post.SECRETARY).update(
        valid_to=date(2026, 9, 1)
    )
    look()
    assert Notice.objects.of(account).count() == 1


def test_mail_that_was_late_leaves_out_what_was_done_meanwhile(city, users, clock):
    with_mail(users.secretary)
    reminders.remind(now=timezone.now())
    for kind in (MeetingKind.THEME_DAY, MeetingKind.PARTY_LECTURE):
        cast.make_meeting(city.branch, kind, held_on=date(2026, 9, 28))
    sending.send_waiting(now=timezone.now())
    assert "还有1件事要办：三季度支部党员大会" in mail.outbox[0].body


def test_mail_about_nothing_is_not_sent(city, users, clock):
    with_mail(users.secretary)
    reminders.remind(now=timezone.now())
    for kind in (MeetingKind.THEME_DAY, MeetingKind.PARTY_LECTURE, MeetingKind.MEMBERS_MEETING):
        cast.make_meeting(city.branch, kind, held_on=date(2026, 9, 28))
    sending.send_waiting(now=timezone.now())
    assert mail.outbox == []
    assert Delivery.objects.get().outcome == Outcome.NEEDLESS


def test_rule_that_is_switched_off_says_nothing(users, clock):
    ReminderRule.objects.filter(days=-3).update(is_active=False)
    assert look() == 0


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_remind_once(users, clock):
    start = Barrier(4)
    told: list[int] = []

    def run():
        start.wait()
        told.append(reminders.remind(now=timezone.now()))
        connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(told) == 2
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_run(city, users, clock, number, django_assert_num_queries):
    for index in range(number):
        branch = cast.make_organisation(f"第{index}支部", parent=city.committee)
        person = cast.make_member(branch)
        cast.make_user(f"user{index}", person=person)
        cast.appoint(person, branch)
    with django_assert_num_queries(23):
        reminders.remind(now=timezone.now())


def test_group_hears_counts_and_no_names(city, users, clock, robot):
    group = open_group(name="联络群", kind=GroupKind.GENERIC, address=robot.address)
    ReminderGroup.objects.create(channel=group, organisation=city.committee)
    other = open_group(name="另一群", kind=GroupKind.GENERIC, address=robot.address)
    ReminderGroup.objects.create(channel=other, organisation=city.sibling)
    look()
    assert robot.heard == [
        "市财政局机关党委有1个党组织、3件组织生活事项还没有办。请登录六亮门户查看。"
    ]
    look()
    assert len(robot.heard) == 1


# What the staff ask for


def ask(users, now=None, within=7, places=None, **more) -> int:
    places = bound_by_duties(CITY) if places is None else places
    return asking.ask(places, by=users.staff, now=now or timezone.now(), within=within, **more)


def test_asking_reminds_at_the_next_working_moment(city, users, clock):
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, 10, 20))
    clock.move_to("2026-11-20 20:00 +0800")
    assert ask(users, within=15) == 2
    assert look() == 0
    clock.move_to("2026-11-21 10:00 +0800")  # a Saturday
    assert look() == 0
    clock.move_to("2026-11-23 08:30 +0800")
    assert look() == 2
    assert texts_of(users.secretary) == ["市财政局第一党支部还有1件事要办：11月主题党日（还剩7天）"]


def test_same_thing_rests_for_72_hours(users, clock):
    clock.move_to("2026-11-17 10:00 +0800")
    assert ask(users, within=15) == 2
    assert ask(users, within=15) == 0
    look()
    clock.move_to("2026-11-20 09:59 +0800")
    assert ask(users, within=15) == 0
    clock.move_to("2026-11-20 10:01 +0800")
    assert ask(users, within=15) == 2


def test_what_a_rule_has_said_rests_too(users, clock):
    look()
    clock.move_to("2026-09-29 10:00 +0800")
    assert ask(users, within=3, duty_key="party_lecture") == 0


def test_asked_for_on_a_day_that_had_its_message_waits_for_the_next(city, users, clock):
    look()
    assert ask(users, within=45, places=bound_by_duties(CITY), duty_key="life_meeting") == 0
    clock.move_to("2026-11-27 09:00 +0800")
    look()  # T−3 of November
    assert ask(users, within=45, duty_key="party_lecture") == 2
    assert look() == 0
    clock.move_to("2026-11-30 09:00 +0800")
    assert look() == 2
    assert "四季度党课（还剩31天）" in texts_of(users.secretary)[-1]


def test_what_is_done_meanwhile_lapses(city, users, clock):
    clock.move_to("2026-11-20 20:00 +0800")
    ask(users, within=15, duty_key="theme_day")
    for month in (10, 11):
        cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(2026, month, 20))
    clock.move_to("2026-11-23 09:00 +0800")
    look()
    assert texts_of(users.secretary) == []
    assert all(row.has_lapsed for row in Reminder.objects.filter(user=users.secretary))
    assert len(texts_of(users.stranger)) == 1


def test_page_shows_the_list_and_reminds_whoever_is_ticked(city, users, as_user, clock):
    clock.move_to("2026-11-20 10:00 +0800")
    client = as_user(users.staff)
    address = reverse("duties:reminder_ask")
    page = client.get(f"{address}?within=15")
    shown = page.content.decode()
    assert [line.name for line in page.context["reachable"]] == [
        "市财政局第一党支部",
        "市审计局第一党支部",
    ]
    assert "提醒 2 个党组织" in shown
    assert "没有账号可提醒的 1 个党组织" in shown  # the sibling has no secretary
    answer = client.post(
        address, {"within": "15", "organisation": [str(city.branch.uuid), "x"]}, follow=True
    )
    assert "已安排提醒 1 个党组织，十分钟内送达" in answer.content.decode()
    assert {r.user for r in Reminder.objects.all()} == {users.secretary}
    assert "72 小时内提醒过" in client.get(f"{address}?within=15").content.decode()


def test_page_tells_when_outside_working_hours(users, as_user, clock):
    clock.move_to("2026-11-20 20:00 +0800")
    page = as_user(users.staff).get(reverse("duties:reminder_ask"), {"within": "15"})
    assert "11月23日 08:30送达" in page.content.decode()


@pytest.mark.parametrize("query", ["?within=x", "?area=none", "?duty_key=%00"])
def test_page_with_an_odd_filter_still_opens(users, as_user, query):
    assert as_user(users.staff).get(reverse("duties:reminder_ask") + query).status_code in (
        200,
        400,
    )


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_page(city, users, as_user, clock, number, django_assert_num_queries):
    for index in range(number):
        cast.make_organisation(f"第{index}支部", parent=city.committee)
    client = as_user(users.staff)
    with django_assert_num_queries(17):
        client.get(reverse("duties:reminder_ask"))


# The calendar itself


def test_staff_are_told_in_december_that_next_year_s_holidays_are_missing(users, clock):
    assert upkeep.look_ahead(today=date(2026, 11, 30)) == 0
    assert upkeep.look_ahead(today=date(2026, 12, 1)) == 1
    assert upkeep.look_ahead(today=date(2026, 12, 2)) == 0
    assert upkeep.look_ahead(today=date(2027, 1, 5)) == 1
    first = Notice.objects.of(users.staff).last()
    assert first.kind == NoticeKind.DESK
    assert first.text.startswith("2027年的放假调休安排还没有录入")
    assert first.link == reverse("admin:core_calendarday_add")


def test_other_notices_do_not_use_up_the_day_s_reminder(users, clock):
    tell(users=[users.secretary], kind=NoticeKind.RETURNED, text="退回")
    assert look() == 2
