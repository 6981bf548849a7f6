"""A secretary's day on a phone: home, a record with a vote, the receipt, the next thing; then the notes."""

import os
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.core.lifecycle import advance
from apps.meetings.choices import FollowUpOutcome, MeetingKind
from apps.meetings.models import FollowUp, Meeting, StudyTopic
from apps.meetings.services import write_topic
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.meetings.conftest import make_committee, yesterday

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def committee(city, users):
    call_command("loaddata", "duty_rules", verbosity=0)
    people = make_committee(city, users)
    earlier = cast.make_meeting(city.branch, MeetingKind.COMMITTEE_MEETING, held_on=yesterday())
    earlier.resolutions.create(text="走访老党员", owner=people[1], due_on=yesterday())
    topic = write_topic(
        topic=StudyTopic(), title="学习条例", month=timezone.localdate(), text="谈认识、谈打算"
    )
    advance(topic, "publish", by=None)
    return people


def shoot(page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_day_of_a_secretary(visit, users, city, committee):
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(reverse("portal:home"))
    assert re.match(r"本月还有 \d+ 件事", page.locator("h1").inner_text())
    expect(page.locator(".btn-primary")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("工委本月学习重点：学习条例")
    expect(page.locator("main")).to_contain_text("过了期限的决议 1 条")
    shoot(page, "home-phone")
    assert visitor.faults() == []

    visitor.open(
        f"{reverse('meetings:meeting_create')}?organisation={city.branch.uuid}&kind=members_meeting"
    )
    expect(page.locator("[data-summary]")).not_to_contain_text("地点待填", use_inner_text=True)
    page.get_by_role("button", name="学习条例").click()
    page.locator("#followed > summary").click()
    page.locator("label", has_text="已落实").first.click()
    page.locator("#votes > summary").click()
    page.locator("[name=votes-0-matter]").fill("接收预备党员")
    page.locator("[name=votes-0-ayes]").fill("7")
    page.get_by_text("赞成 7 票，超过应到有表决权人数的半数，通过").wait_for()
    absent = [page.locator(f"label[for=id_present-{p.uuid}]") for p in committee[3:]]
    for name in absent:
        name.click()
    page.get_by_text("不足半数，表决无效").wait_for()
    shoot(page, "form-vote-phone")
    assert visitor.faults() == []
    for name in absent:
        name.click()
    page.get_by_text("赞成 7 票，超过").wait_for()
    page.get_by_role("button", name="保存并提交").click()
    page.get_by_role("heading", name="已提交").wait_for()
    shoot(page, "receipt-day-phone")
    expect(page.locator("main")).to_contain_text("以前可以撤回修改")
    assert visitor.faults() == []
    meeting = Meeting.objects.order_by("-pk")[0]
    assert FollowUp.objects.get(meeting=meeting).outcome == FollowUpOutcome.DONE
    page.get_by_role("link", name="记下一件：").click()
    page.get_by_role("button", name="保存并提交").wait_for()

    visitor.open(reverse("portal:home"))
    expect(page.locator("main")).not_to_contain_text("过了期限的决议", use_inner_text=True)
    shoot(page, "home-after-phone")
    page.get_by_role("link", name="补全", exact=False).first.click()
    page.get_by_label("会议记录", exact=True).fill("讨论了三件事")
    shoot(page, "complete-phone")
    assert visitor.faults() == []
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已补全").first.wait_for()
    shoot(page, "detail-day-phone")
    assert visitor.faults() == []
    visitor.open(reverse("meetings:meeting_list"))
    shoot(page, "list-day-phone")
    assert visitor.faults() == []
    visitor.open(reverse("meetings:topic_list"))
    shoot(page, "topics-phone")
    assert visitor.faults() == []
    page.set_viewport_size(DESKTOP)
    for name, path in (
        ("home-desk", reverse("portal:home")),
        ("list-day-desk", reverse("meetings:meeting_list")),
        ("detail-day-desk", meeting.get_absolute_url()),
    ):
        visitor.open(path)
        shoot(page, name)
    assert visitor.problems == []


def test_copy_of_the_last_record(visit, users, city, committee):
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(
        f"{reverse('meetings:meeting_create')}?organisation={city.branch.uuid}&kind=committee_meeting"
    )
    page.get_by_role("link", name="沿用上次").click()
    page.get_by_text("已沿用").wait_for()
    expect(page.get_by_label("第一议题")).to_have_value("学习重要讲话")
    shoot(page, "copied-phone")
    assert visitor.faults() == []
    assert visitor.problems == []


def test_staff_send_out_a_study_topic(visit, users, city):
    visitor = visit(users.staff, DESKTOP)
    page = visitor.open(reverse("admin:meetings_studytopic_add"))
    shoot(page, "topic-add-desk")
    page.get_by_label("标题").fill("学习全会精神")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("成功").first.wait_for()
    topic = StudyTopic.objects.get()
    visitor.open(reverse("admin:meetings_studytopic_change", args=[topic.pk]))
    page.get_by_role("link", name="下发").first.click()
    page.get_by_role("button", name="下发").click()
    page.get_by_text("已下发").first.wait_for()
    shoot(page, "topic-sent-desk")
    topic.refresh_from_db()
    assert topic.status == "published"
    assert visitor.problems == []
