"""Late milestones reach their owner: on the home page, and by a message that rests some days."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.notices.models import Notice
from apps.projects.choices import ProjectStatus as Status
from apps.projects.models import SecretaryProject
from apps.projects.reminders import remind_of_milestones
from tests.projects.conftest import make_milestone, make_project

# A Monday at ten in Shanghai.
MONDAY = datetime(2026, 11, 23, 2, tzinfo=timezone.get_fixed_timezone(0))
DUE = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _monday(db):
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def under_way(works) -> SecretaryProject:
    works.project.status = Status.IN_PROGRESS
    works.project.save()
    return works.project


def remind(days: int = 0, hours: int = 0) -> list[str]:
    now = MONDAY + timedelta(days=days, hours=hours)
    with time_machine.travel(now, tick=False):
        return [notice.text for notice in remind_of_milestones(now=now)]


def test_late_milestones_stand_on_the_home_of_their_owner(users, works, under_way, as_user):
    make_milestone(under_way, "逾期", due_on=DUE, owner=users.stranger.person)
    make_milestone(under_way, "今天", due_on=date(2026, 11, 23), owner=users.stranger.person)
    make_milestone(make_project(works.group, title="没有启动"), "没有启动", due_on=DUE)
    page = as_user(users.stranger).get(reverse("portal:home"))
    assert [m.words for m in page.context["milestones"]] == ["把支部建在项目上：逾期"]
    assert "过了期限的书记项目节点 1 个" in page.text
    assert as_user(users.secretary).get(reverse("portal:home")).context["milestones"] == []


def test_owner_is_reminded_once_of_all_that_is_late_and_again_after_a_rest(works, under_way):
    first = make_milestone(under_way, "调研", due_on=DUE)
    make_milestone(under_way, "建章", due_on=DUE)
    assert remind() == [
        "书记项目“把支部建在项目上”的节点“调研”等2个已过期限（11月20日），"
        "完成了的请登记，没完成的请改期并写明原因"
    ]
    assert Notice.objects.get().user == works.user
    # Tuesday to Friday of the rest and the weekend are silent, the next Monday is not.
    assert [len(remind(days)) for days in (1, 4, 5, 6, 7)] == [0, 0, 0, 0, 1]
    assert first.get_absolute_url() == Notice.objects.first().link


def test_owner_without_an_account_is_reminded_by_the_secretary(users, works, under_way):
    make_milestone(under_way, due_on=DUE, owner=None)
    assert remind(hours=12) == []
    assert len(remind()) == 1
    assert Notice.objects.get().user == works.user
