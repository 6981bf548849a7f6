"""The desk in a real browser: every page of it, and the review of records by keyboard."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.duties.models import DutyRule
from apps.meetings.models import Meeting
from tests import cast
from tests.browser.conftest import DESKTOP
from tests.browser.kinds import Kind, kinds_of
from tests.core.test_admin_pages import OWN_LISTS, all_pages, filled

__all__ = ["filled"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRAVE = ("serious", "critical")
SIDE_BAR = "#nav-sidebar"


@pytest.mark.parametrize("role", ["staff", *OWN_LISTS])
def test_every_page_of_the_desk(role, visit, filled, users, as_user):
    """The browser opens a page that has any kind of element on it which none before it had."""
    User.objects.update(name="张三")
    call_command("loaddata", "duty_rules", "schemes", "return_reasons", verbosity=0)
    client, visitor = as_user(getattr(users, role)), visit(getattr(users, role), DESKTOP)
    found, bars, known = {}, set(), set()
    for address in all_pages():
        kinds = kinds_on(client.get(address))
        if kinds <= known:
            continue
        known |= kinds
        bar = visitor.open(address).locator(SIDE_BAR).inner_text()
        # One that is open at the same group looks alike on all pages.
        seen = SIDE_BAR if bar in bars else None
        bars.add(bar)
        faults = [*visitor.barriers(GRAVE, without=seen), *visitor.overflow(), *visitor.problems]
        visitor.problems.clear()
        if faults:
            found[address] = faults
    assert found == {}
    assert visitor.foreign == []
    assert bars


def kinds_on(response) -> set[Kind]:
    """None where one is refused, led on or given a file."""
    is_page = response.status_code == 200 and not response.streaming
    return kinds_of(response.text) if is_page else set()


@pytest.fixture
def waiting(city, users) -> list[Meeting]:
    call_command("loaddata", "return_reasons", verbosity=0)
    branches = (city.branch, city.sibling, city.other_branch, city.committee)
    day = timezone.localdate()
    return [
        cast.make_meeting(branch, held_on=day - timedelta(days=9 - n))
        for n, branch in enumerate(branches)
    ]


def test_records_are_reviewed_by_keyboard(visit, users, waiting):
    """From the first page to four records done: two passed, one sent back, one left."""
    visitor = visit(users.staff, DESKTOP)
    page = visitor.open(reverse("admin:index"))
    card = page.locator(".desk-queues a", has_text="待审核")
    assert card.inner_text().split() == ["4", "待审核"]
    card.click()
    heading = page.locator(".review-pane h2")
    for number in (0, 1):
        expect(heading).to_contain_text(waiting[number].organisation.name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(heading).to_contain_text(waiting[2].organisation.name)
    with page.expect_navigation():
        page.keyboard.press("j")
    expect(heading).to_contain_text(waiting[3].organisation.name)
    with page.expect_navigation():
        page.keyboard.press("k")
    page.get_by_text("退回", exact=True).click()
    page.get_by_label("缺请假或缺席原因").check()
    with page.expect_navigation():
        page.get_by_role("button", name="退回并看下一条").click()
    expect(heading).to_contain_text(waiting[3].organisation.name)
    states = Meeting.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == ["reviewed", "reviewed", "returned", "filed"]
    visitor.open(reverse("admin:index"))
    assert card.inner_text().split() == ["1", "待审核"]
    assert (visitor.problems, visitor.foreign) == ([], [])


def test_many_are_passed_in_three_clicks(visit, users, waiting):
    visitor = visit(users.staff, DESKTOP)
    page = visitor.open(reverse("admin:meetings_meeting_queue"))
    page.get_by_label("全选本页").check()
    page.get_by_role("button", name="通过所选").click()
    page.get_by_role("button", name="确认通过 4 条").click()
    page.get_by_text("已通过 4 条记录").wait_for()
    assert not Meeting.objects.awaiting_review().exists()
    assert visitor.problems == []


def test_typing_a_reason_does_not_pass_the_record(visit, users, waiting):
    visitor = visit(users.staff, DESKTOP)
    page = visitor.open(reverse("admin:meetings_meeting_queue"))
    page.get_by_text("退回", exact=True).click()
    page.get_by_label("退回的原因").fill("缺议题")
    page.keyboard.press("Enter")
    page.keyboard.type("jk")
    assert Meeting.objects.awaiting_review().count() == 4
    expect(page.get_by_label("退回的原因")).to_have_value(re.compile("jk"))


def test_choosing_a_file_raises_no_error(visit, users, tmp_path):
    visitor = visit(users.staff, DESKTOP)
    page = visitor.open(reverse("branches:import_upload"))
    workbook = tmp_path / "名册.xlsx"
    workbook.write_bytes(b"x")
    page.locator("input[type=file]").first.set_input_files(workbook)
    assert visitor.problems == []


def test_rule_is_previewed_and_saved_in_two_clicks(visit, users, city):
    call_command("loaddata", "duty_rules", verbosity=0)
    rule = DutyRule.objects.get(key="theme_day")
    visitor = visit(users.staff, DESKTOP)
    page = visitor.open(reverse("admin:duties_dutyrule_change", args=[rule.pk]))
    page.fill("[name=minimum]", "2")
    page.fill("[name=starts_on]", "2027-01-01")
    page.get_by_role("button", name="预览影响").click()
    page.get_by_text("预览：还没有保存").wait_for()
    expect(page.locator("[name=minimum]")).to_have_value("2")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(f"**{reverse('admin:duties_dutyrule_changelist')}*")
    assert DutyRule.objects.filter(key="theme_day").count() == 2
    assert visitor.problems == []


def test_side_bar_opens_group_by_group(visit, users):
    desk = visit(users.staff, DESKTOP)
    page = desk.open(reverse("admin:meetings_meeting_queue"))
    bar = page.locator("#nav-sidebar-apps")
    assert bar.get_by_role("button", name="组织生活").get_attribute("aria-expanded") == "true"
    closed = bar.get_by_role("button", name="内容发布")
    assert closed.get_attribute("aria-expanded") == "false"
    expect(bar.get_by_role("link", name="文章")).to_be_hidden()
    closed.focus()
    page.keyboard.press("Enter")
    bar.get_by_role("link", name="文章").wait_for()
    assert closed.get_attribute("aria-expanded") == "true"
    assert desk.problems == []
