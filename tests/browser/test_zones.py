"""A zone's activity from plan to record, and a suggestion from the table to its accepted answer."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.zones.models import Suggestion, ZoneActivity
from tests.browser.conftest import DESKTOP, PHONE
from tests.zones.conftest import make_activity, members, zone

__all__ = ["members", "zone"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = os.environ.get("SCREENSHOTS", "")


def picture(page, name: str) -> None:
    """Kept where somebody wants to look at the pages."""
    if FOLDER:
        Path(FOLDER).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{FOLDER}/{name}.png", full_page=True)


def checked(visitor, name: str) -> None:
    picture(visitor.page, name)
    assert visitor.faults() == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["390", "1366"])
def test_story_of_a_suggestion(visit, users, zone, members, size):
    width = size["width"]
    # People have Chinese names; the cast is called by its accounts.
    User.objects.update(name="张三")
    convenor = visit(users.convenor, size)
    plan(convenor, width)
    activity = ZoneActivity.objects.get()
    assert activity.status == "called"
    record(convenor, members, width)
    activity.refresh_from_db()
    assert (activity.status, activity.attending.count()) == ("recorded", 3)
    suggestion = Suggestion.objects.get()
    assign(visit(users.staff, DESKTOP), suggestion, members[1], width)
    answer(visit(members[1].secretary, size), width)
    speaker = visit(members[0].secretary, size)
    page = speaker.open(reverse("notices:notice_list"))
    page.get_by_role("link", name="已有答复").click()
    page.get_by_text("每季度办一次").wait_for()
    checked(speaker, f"suggestion-answered-{width}")
    page.get_by_role("button", name="认可答复").click()
    page.get_by_text("提出人已认可").first.wait_for()
    assert [v.problems for v in (convenor, speaker)] == [[], []]


def plan(visitor, width: int) -> None:
    page = visitor.open(reverse("zones:zone_list"))
    checked(visitor, f"zones-empty-{width}")
    page.get_by_role("link", name="计划活动").click()
    page.get_by_label("活动名称").fill("第一联系片学习交流活动")
    page.get_by_label("主题", exact=True).fill("学习贯彻全会精神")
    page.get_by_label("开始日期").fill(timezone.localdate().isoformat())
    page.get_by_label("地点").fill("市气象局三楼会议室")
    page.locator("#id_hosts-0-unit").select_option(label="市气象局")
    checked(visitor, f"plan-{width}")
    page.get_by_role("button", name="保存安排").click()
    page.get_by_role("button", name="发出通知").wait_for()
    checked(visitor, f"activity-planned-{width}")
    page.get_by_role("button", name="发出通知").click()
    page.get_by_role("link", name="填写活动记录").wait_for()


def record(visitor, members, width: int) -> None:
    """One tap a unit, the number of people beside it."""
    page = visitor.page
    page.get_by_role("link", name="填写活动记录").click()
    page.get_by_role("button", name="全部来了").click()
    page.get_by_label("市气象局的人数").fill("3")
    expect(page.locator("[data-count]")).to_have_text("3 家，3 人（2 家没填人数）")
    page.locator("#id_suggestions-0-text").fill("多办几次这样的活动")
    page.locator("#id_suggestions-0-unit").select_option(label="市气象局")
    checked(visitor, f"record-{width}")
    page.get_by_role("button", name="保存并提交").click()
    page.get_by_text("已提交活动记录").wait_for()
    checked(visitor, f"activity-recorded-{width}")


def assign(visitor, suggestion: Suggestion, owner, width: int) -> None:
    """From the first page of the desk."""
    page = visitor.open(reverse("admin:index"))
    page.locator(".desk-queues a", has_text="待指派的意见建议").click()
    picture(page, f"desk-suggestions-{width}")
    page.get_by_role("link", name="多办几次").click()
    page.get_by_role("link", name="指派").click()
    page.get_by_label("承办单位").select_option(label=owner.unit.name)
    page.get_by_label("答复期限").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    picture(page, f"desk-assign-{width}")
    page.locator("form button[type=submit]").last.click()
    page.get_by_text("已指派").first.wait_for()


def answer(visitor, width: int) -> None:
    page = visitor.open(reverse("zones:zone_list"))
    checked(visitor, f"zones-owing-{width}")
    page.get_by_role("link", name="去答复").click()
    page.get_by_role("textbox", name="答复").fill("每季度办一次，下次在十二月。")
    page.get_by_role("button", name="提交答复").click()
    page.get_by_text("已答复，提出人会收到消息").wait_for()


def test_activity_with_everything_reads_well(city, visit, users, zone, members):
    whole = make_activity(
        None,
        organiser=city.root,
        title="第一次示范性学习交流活动",
        units=107,
        persons=180,
        persons_hedge="over",
    )
    activity = make_activity(zone, "published", part_of=whole, record="开得很好。\n大家都说好。")
    for member in members:
        activity.attending.create(unit=member.unit, persons=2)
        activity.speeches.create(unit=member.unit, topic="围绕六亮开展工作")
    activity.hosts.create(unit=members[0].unit, provides="会议室和讲解")
    activity.demands.create(speaker="工委书记", gist="把活动办实。")
    practice = activity.practices.create(name="五点半党校", unit=members[0].unit, gist="下班后学习")
    practice.adoptions.create(unit=members[1].unit, since=activity.starts_on, result="每周一次")
    activity.publications.create(
        title="联系片集中开展活动", medium="市直党建", published_on=activity.starts_on
    )
    for size in (PHONE, DESKTOP):
        visitor = visit(users.secretary, size)
        for name, row in (("activity", activity), ("round", whole)):
            visitor.open(row.get_absolute_url())
            checked(visitor, f"{name}-whole-{size['width']}")
        visitor.open(reverse("zones:zone_list"))
        checked(visitor, f"zones-{size['width']}")
        visitor.open(reverse("zones:suggestion_create"))
        checked(visitor, f"suggest-{size['width']}")
