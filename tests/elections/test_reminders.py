"""Each lead time is said once; what is overdue is said again and again; nothing on a free day."""

from datetime import datetime, time, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from apps.core.models import PolicyNumber
from apps.core.periods import local_day
from apps.core.workdays import workdays
from apps.elections.choices import RenewalStatus as Status
from apps.elections.models import Renewal
from apps.elections.reminders import remind_of_terms
from apps.elections.rules import NOTICE
from apps.elections.tasks import remind_of_terms as remind
from apps.notices.models import Notice
from tests.elections.conftest import make_body, renewal_in

pytestmark = pytest.mark.django_db


def working_moment(ahead: int = 0) -> datetime:
    """Ten o'clock of the first working day from then on."""
    moment = timezone.make_aware(
        datetime.combine(timezone.localdate() + timedelta(days=ahead), time(10))
    )
    while not workdays().is_working_moment(moment):
        moment += timedelta(days=1)
    return moment


def test_each_lead_is_said_once(city, users):
    make_body(city.branch, ends_in=150)
    first = working_moment()
    assert [n.user for n in remind_of_terms(now=first)] == [users.secretary]
    assert Renewal.objects.get().status == Status.DUE
    assert remind_of_terms(now=first + timedelta(hours=1)) == []
    assert len(remind_of_terms(now=working_moment(40))) == 1
    assert remind_of_terms(now=working_moment(50)) == []
    last = remind_of_terms(now=working_moment(125))
    assert len(last) == 1
    assert "请报送换届请示" in last[0].text


def test_overdue_is_said_again_after_its_rest(city, users):
    body = make_body(city.branch, ends_in=-1)
    first = working_moment()
    [notice] = remind_of_terms(now=first)
    over = (local_day(first) - body.term.ends_on).days
    assert f"已超过届满日期 {over} 天" in notice.text
    assert remind_of_terms(now=first + timedelta(hours=1)) == []
    assert len(remind_of_terms(now=working_moment(35))) == 1


def test_what_was_asked_is_not_reminded_of(users, body):
    renewal_in(Status.REQUESTED, body)
    Notice.objects.all().delete()
    assert remind_of_terms(now=working_moment()) == []


def test_nobody_is_reminded_at_night(city, users, body):
    night = timezone.make_aware(datetime.combine(body.today, time(3)))
    assert remind_of_terms(now=night) == []
    assert Renewal.objects.count() == 1  # it is opened all the same


def test_lead_times_are_numbers_of_the_committee(city, users):
    """Beat asks every hour; what it says follows from the rows that hold on the day."""
    make_body(city.branch, ends_in=200)
    assert settings.CELERY_BEAT_SCHEDULE["remind-of-terms"]["task"] == remind.name
    first = working_moment()
    assert remind_of_terms(now=first) == []
    PolicyNumber.objects.create(
        key=NOTICE,
        name="届满前提醒",
        valid_from=timezone.localdate(),
        value=210,
        unit="天",
        source="新规定",
    )
    assert [n.user for n in remind_of_terms(now=first)] == [users.secretary]
