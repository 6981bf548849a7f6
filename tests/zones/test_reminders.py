"""Whoever owes an answer is reminded: once a day at most, and only while it is late."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from apps.notices.models import Notice
from apps.zones.models import Suggestion
from apps.zones.reminders import remind_of_answers

# A Monday at ten in Shanghai.
MONDAY = datetime(2026, 11, 23, 2, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture(autouse=True)
def _monday(db):
    with time_machine.travel(MONDAY, tick=False):
        yield


def owe(zone, unit, *, due: date, **owner) -> Suggestion:
    return Suggestion.objects.create(
        zone=zone,
        unit=unit,
        text="多办几次活动",
        made_on=date(2026, 11, 1),
        due_on=due,
        status="assigned",
        **owner,
    )


def remind(days: int = 0, hours: int = 0) -> list[str]:
    now = MONDAY + timedelta(days=days, hours=hours)
    with time_machine.travel(now, tick=False):
        return [notice.text for notice in remind_of_answers(now=now)]


def test_owner_is_told_once_of_all_that_is_late(users, zone, members):
    for _ in range(2):
        owe(zone, members[0].unit, due=date(2026, 11, 22), owner=users.staff)
    owe(zone, members[0].unit, due=date(2026, 11, 23), owner=users.leader)
    assert remind() == ["意见建议“多办几次活动”等2条已过答复期限（11月22日），请尽快答复"]
    assert remind(hours=1) == []
    assert Notice.objects.get().user == users.staff


def test_unit_as_owner_is_reminded_at_its_secretary(zone, members):
    owe(zone, members[0].unit, due=date(2026, 11, 20), owner_unit=members[1].unit)
    remind()
    assert Notice.objects.get().user == members[1].secretary


def test_reminder_rests_some_days_and_ends_with_the_answer(users, zone, members):
    suggestion = owe(zone, members[0].unit, due=date(2026, 11, 20), owner=users.staff)
    assert [len(remind(days)) for days in range(5)] == [1, 0, 0, 1, 0]
    Suggestion.objects.filter(pk=suggestion.pk).update(status="answered")
    assert remind(9) == []


@pytest.mark.parametrize(("days", "hours"), [(5, 0), (0, 12), (0, -2)])
def test_nobody_is_reminded_outside_working_hours(users, zone, members, days, hours):
    owe(zone, members[0].unit, due=date(2026, 11, 20), owner=users.staff)
    assert remind(days, hours) == []
