"""A body is reminded of each turn of an issue once; never of what it has handed in."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from apps.core.periods import local_day
from apps.core.workdays import workdays
from apps.inspections.choices import IssueStatus
from apps.inspections.models import Issue
from apps.inspections.reminders import remind_of_issues
from tests.inspections.conftest import days, find_issue, put


def working_moment(ahead: int = 0) -> datetime:
    """Ten o'clock of the first working day from then on."""
    moment = timezone.make_aware(datetime.combine(days(ahead), time(10)))
    while not workdays().is_working_moment(moment):
        moment += timedelta(days=1)
    return moment


def texts(moment: datetime) -> list[str]:
    return [notice.text for notice in remind_of_issues(now=moment)]


def test_each_turn_is_said_once(city, users, round_):
    issue = find_issue(round_, city.branch, due_on=days(40))
    assert texts(working_moment()) == []
    first = working_moment(9)
    [asked] = texts(first)
    assert "还没有签收" in asked
    assert texts(first + timedelta(hours=1)) == []
    put(issue, IssueStatus.IN_CORRECTION)
    assert texts(working_moment(20)) == []
    near = working_moment(40)
    Issue.objects.update(due_on=local_day(near) + timedelta(days=3))
    [due] = texts(near)
    assert "还有3天到整改时限" in due
    Issue.objects.update(due_on=local_day(near) - timedelta(days=1))
    [late] = texts(near)
    assert "已过整改时限" in late
    assert texts(near + timedelta(hours=1)) == []
    assert len(texts(working_moment(50))) == 1


def test_nothing_is_said_of_what_waits_for_others_or_at_night(city, users, round_):
    issue = find_issue(round_, city.branch, due_on=days(-1))
    night = timezone.make_aware(datetime.combine(days(0), time(3)))
    assert texts(night) == []
    put(issue, IssueStatus.SUBMITTED)
    assert texts(working_moment()) == []
