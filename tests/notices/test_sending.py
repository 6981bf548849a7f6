"""Mails and group messages: one a person and day, in working hours, lost by nobody."""

import smtplib
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from apps.notices import sending, services
from apps.notices.choices import GroupKind, NoticeKind, Outcome
from apps.notices.models import ChannelPreference, Delivery, Notice
from apps.notices.telling import tell
from tests.notices.conftest import with_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_time")]


def say(*people, text="请查看", kind=NoticeKind.OTHER):
    return tell(users=people, kind=kind, text=text, link="/duties/")


def look() -> int:
    return sending.send_waiting(now=timezone.now())


def outcomes() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("outcome", flat=True))


def test_notices_of_a_day_leave_in_one_mail(users):
    with_mail(users.secretary)
    say(users.secretary, text="第一件")
    say(users.secretary, text="第二件")
    assert look() == 1
    (letter,) = mail.outbox
    assert letter.subject == "六亮：2条消息"
    assert "第一件\nhttp://127.0.0.1:8000/duties/" in letter.body
    assert "第二件" in letter.body
    assert "/notices/preference/" in letter.body
    assert letter.to == ["secretary@example.cn"]


def test_second_mail_waits_for_the_next_working_day(users, working_time):
    call_command("loaddata", "holidays", verbosity=0)
    with_mail(users.secretary)
    working_time.move_to("2026-09-24 16:00 +0800")
    say(users.secretary, text="第一件")
    assert look() == 1
    say(users.secretary, text="第二件")
    for moment in ("2026-09-24 17:59", "2026-09-25 10:00", "2026-09-27 10:00", "2026-09-28 08:29"):
        working_time.move_to(f"{moment} +0800")
        assert look() == 0
    working_time.move_to("2026-09-28 08:30 +0800")
    assert look() == 1
    assert [m.subject for m in mail.outbox] == ["六亮：第一件", "六亮：第二件"]


@pytest.mark.parametrize("moment", ["08:29", "18:00", "23:59"])
def test_nothing_leaves_outside_working_hours(users, working_time, moment):
    with_mail(users.secretary)
    say(users.secretary)
    working_time.move_to(f"2026-11-25 {moment} +0800")
    assert look() == 0
    assert not Delivery.objects.exists()


def test_quiet_hours_are_kept(users, working_time):
    preference = {"quiet_from": "12:00", "quiet_until": "14:00"}
    with_mail(users.secretary, **preference)
    say(users.secretary)
    working_time.move_to("2026-11-25 13:00 +0800")
    assert look() == 0
    working_time.move_to("2026-11-25 14:00 +0800")
    assert look() == 1


@pytest.mark.parametrize(
    ("start", "end", "moment", "quiet"),
    [
        ("12:00", "14:00", "12:00", True),
        ("12:00", "14:00", "14:00", False),
        ("17:00", "09:00", "08:45", True),
        ("17:00", "09:00", "09:00", False),
        (None, None, "12:00", False),
    ],
)
def test_quiet_hours_may_pass_midnight(start, end, moment, quiet):
    def clock(text):
        return datetime.strptime(text, "%H:%M").time() if text else None

    assert sending.is_quiet(clock(moment), clock(start), clock(end)) is quiet


def test_whoever_muted_the_portal_since_gets_no_mail(users):
    with_mail(users.secretary)
    say(users.secretary)
    ChannelPreference.objects.update(is_muted=True)
    assert look() == 0
    assert mail.outbox == []
    assert Notice.objects.of(users.secretary).count() == 1


def test_notice_that_was_opened_needs_no_mail(users):
    with_mail(users.secretary)
    (notice,) = say(users.secretary)
    services.mark_seen(notice=notice)
    assert look() == 0


def test_what_became_needless_meanwhile_is_not_sent(users, monkeypatch):
    monkeypatch.setitem(sending._rechecks, NoticeKind.HANDOVER, lambda notices: {})
    with_mail(users.secretary)
    say(users.secretary, kind=NoticeKind.HANDOVER)
    assert look() == 0
    assert outcomes() == [Outcome.NEEDLESS]
    assert mail.outbox == []


def test_mail_server_that_is_away_is_tried_three_times_and_then_shown(
    users, working_time, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with_mail(users.secretary)
    with_mail(users.staff)
    say(users.secretary, users.staff)
    for _ in range(3):
        assert look() == 0
        assert look() == 0  # too early for the next attempt
        working_time.shift(timedelta(minutes=10))
    assert outcomes() == [Outcome.FAILED] * 2
    delivery = Delivery.objects.first()
    assert delivery.attempts == 3
    assert "连接不上邮件服务器" in delivery.error
    assert Delivery.objects.failed().count() == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    services.send_again(delivery=delivery)
    assert look() == 1
    assert len(mail.outbox) == 1


def test_refusal_of_one_address_leaves_the_others(users, monkeypatch):
    send = EmailBackend.send_messages

    def refuse_one(backend, messages):
        if messages[0].to == ["secretary@example.cn"]:
            raise smtplib.SMTPDataError(550, b"no such user")
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_one)
    with_mail(users.secretary)
    with_mail(users.staff)
    say(users.secretary, users.staff)
    assert look() == 1
    assert Delivery.objects.get(user=users.staff).outcome == Outcome.SENT
    waiting = Delivery.objects.get(user=users.secretary)
    assert (waiting.outcome, "代码 550" in waiting.error) == ("", True)


def test_what_could_not_leave_takes_the_place_of_the_next_day_s(users, working_time, monkeypatch):
    with_mail(users.secretary)
    say(users.secretary, text="第一件")
    failing = EmailBackend.send_messages
    monkeypatch.setattr(
        EmailBackend, "send_messages", lambda *a: (_ for _ in ()).throw(OSError("away"))
    )
    assert look() == 0
    monkeypatch.setattr(EmailBackend, "send_messages", failing)
    say(users.secretary, text="第二件")
    working_time.move_to("2026-11-26 09:00 +0800")
    assert look() == 1
    assert look() == 0
    assert [m.subject for m in mail.outbox] == ["六亮：第一件"]
    working_time.move_to("2026-11-27 09:00 +0800")
    assert look() == 1
    assert mail.outbox[1].subject == "六亮：第二件"


def test_killed_worker_loses_no_mail(users, working_time):
    """Killed after the claim and before the sending: the row comes up again."""
    with_mail(users.secretary)
    say(users.secretary)
    now = timezone.now()
    sending.gather(now=now)
    assert sending._begin(Delivery.objects.get(), now)
    assert look() == 0
    working_time.shift(timedelta(minutes=10))
    assert look() == 1


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_send_once(users):
    with_mail(users.secretary)
    say(users.secretary)
    start = Barrier(4)
    sent: list[int] = []

    def run():
        start.wait()
        sent.append(look())
        connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == [0, 0, 0, 1]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_look_with_nothing_but_gathering(users, number, django_assert_num_queries):
    for user in list(users.named().values())[:number]:
        with_mail(user)
        say(user)
    with django_assert_num_queries(7):
        sending.gather(now=timezone.now())


def group_of(robot, name="第一联系片联络群"):
    return services.open_group(name=name, kind=GroupKind.GENERIC, address=robot.address)


def test_group_gets_one_message_a_day(robot, working_time):
    group = group_of(robot)
    assert services.tell_group(group=group, text="3个支部有5件事")
    assert services.tell_group(group=group, text="又来") is None
    assert look() == 1
    assert robot.heard == ["3个支部有5件事"]


def test_group_whose_platform_refuses_is_tried_again(robot, working_time):
    robot.status = 500
    services.tell_group(group=group_of(robot), text="3个支部有5件事")
    assert look() == 0
    assert "平台没有接收" in Delivery.objects.get().error
    robot.status = 200
    working_time.shift(timedelta(minutes=10))
    assert look() == 1
    assert len(robot.heard) == 2
