"""消息, 通知方式 and 月历 on a phone and at a desk: found, read, chosen, printed."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.branches.models import Term
from apps.core.lifecycle import advance
from apps.duties.feeds import open_feed
from apps.notices.models import ChannelPreference, Notice
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE, SCREENS
from tests.browser.test_meeting_form import shoot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def returned(city, users):
    """A record that came back, and a term that ends this month."""
    User.objects.update(name="张三")
    call_command("loaddata", "duty_rules", "holidays", "reminder_rules", verbosity=0)
    today = timezone.localdate()
    Term.objects.create(
        organisation=city.branch,
        number=3,
        term_years=3,
        starts_on=today - timedelta(days=3 * 365),
        ends_on=today,
    )
    meeting = cast.make_meeting(city.branch, held_on=today - timedelta(days=1))
    return advance(meeting, "return", by=users.staff, note="请补上缺席原因")


def test_reader_finds_the_notice_and_comes_to_the_record(visit, users, returned):
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(reverse("portal:home"))
    shoot(page, "home-390")
    page.click("text=消息 1")
    page.get_by_role("heading", name="有 1 条新消息").wait_for()
    assert visitor.faults() == []
    page.locator(".notice-entry a").click()
    page.wait_for_url(f"**{returned.get_absolute_url()}")
    page = visitor.open(reverse("notices:notice_list"))
    expect(page.locator("h1")).to_have_text("消息")
    assert not Notice.objects.new().exists()


def test_reader_chooses_how_to_be_told(visit, users, returned):
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(reverse("notices:preference"))
    page.check("text=同时发到电子邮箱")
    save = page.get_by_role("button", name="保存")
    save.click()
    page.locator(".error-summary").wait_for()
    expect(page.locator(".error-summary")).to_contain_text("请先填写电子邮箱")
    assert visitor.faults() == []
    page.fill("[name=email]", "zhangsan@example.cn")
    save.click()
    page.locator("text=通知方式已保存").wait_for()
    assert ChannelPreference.objects.get(user=users.secretary).by_mail


def test_pages_hold(visit, users, returned):
    open_feed(user=users.secretary)
    visitor = visit(users.secretary, PHONE)
    for name in (
        "duties:calendar",
        "duties:subscription",
        "notices:notice_list",
        "notices:preference",
    ):
        visitor.open(reverse(name))
        for width in visitor.turned(*SCREENS):
            shoot(visitor.page, f"{name.partition(':')[2]}-{width}")
        # The address of the feed is no word.
        visitor.page.evaluate("document.querySelectorAll('#feed-address').forEach(e => e.remove())")
        assert visitor.faults(*SCREENS) == [], name
    assert (visitor.problems, visitor.foreign) == ([], [])


def test_month_is_a_table_at_the_desk_and_a_list_on_the_phone(visit, users, returned):
    page = visit(users.secretary, DESKTOP).open(reverse("duties:calendar"))
    expect(page.locator(".month")).to_be_visible()
    page.focus(".month-event >> nth=0")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page = visit(users.secretary, PHONE).open(reverse("duties:calendar"))
    expect(page.locator(".month")).to_be_hidden()
    expect(page.locator(".agenda >> text=第3届任期届满")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".month")).to_be_visible()
    expect(page.locator(".navigation")).to_be_hidden()


def test_staff_see_whom_they_remind(visit, users, returned):
    for viewport in (DESKTOP, PHONE):
        visitor = visit(users.staff, viewport)
        page = visitor.open(f"{reverse('duties:reminder_ask')}?within=45")
        number = page.locator("[name=organisation]:checked").count()
        expect(page.locator("h1")).to_have_text(f"提醒 {number} 个党组织")
        shoot(page, f"reminder-{viewport['width']}")
        assert visitor.faults() == []
    page.click("text=提醒勾选的党组织")
    page.locator(f"text=已安排提醒 {number} 个党组织").wait_for()
    assert visitor.faults() == []
