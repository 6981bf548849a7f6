"""Paper from a phone: in a messenger the address instead of a lost file; a book that is waited for."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.core import jobs
from apps.meetings.models import PaperOrder
from tests import cast
from tests.browser.conftest import NARROW, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WECHAT = "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.50"


@pytest.fixture
def meeting(city, users):
    users.secretary.person.name = "张三"
    users.secretary.person.save()
    return cast.make_meeting(city.branch, held_on=timezone.localdate())


def test_record_in_a_messenger(visit, users, meeting):
    visitor = visit(users.secretary, NARROW, WECHAT)
    page = visitor.open(meeting.get_absolute_url())
    page.get_by_role("link", name="下载 PDF").click()
    page.get_by_role("button", name="复制链接").click()
    told = page.locator("[data-copied]")
    expect(told).not_to_have_text("长按上面的链接也可以复制。")
    expect(told).to_contain_text("复制")
    file = reverse("meetings:meeting_pdf", args=[meeting.uuid])
    expect(page.locator("#copy-address")).to_have_value(f"{visitor.home}{file}?file=1")
    expect(page.locator("article")).to_contain_text("张三")
    assert visitor.faults() == []
    assert (visitor.problems, visitor.foreign) == ([], [])


def test_book_is_ready_without_a_touch(visit, users, meeting):
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(reverse("meetings:book_list", args=[meeting.organisation.uuid]))
    page.get_by_role("button", name=f"生成 {meeting.held_on.year} 年手册").click()
    page.get_by_text("正在排队").wait_for()
    assert visitor.faults() == []
    order = PaperOrder.objects.get()
    jobs.work(order.item.pk)
    link = page.get_by_role("link", name="下载 PDF")
    link.wait_for()
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert visitor.faults() == []
    assert (visitor.problems, visitor.foreign) == ([], [])
