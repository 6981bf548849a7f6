"""The record form as a secretary with a phone meets it (ux.md, checks 1 and 2)."""

import os
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.meetings.choices import AttendanceStatus, MeetingKind
from apps.meetings.models import Meeting
from tests import cast
from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.meetings.conftest import make_committee, yesterday

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def committee(city, users):
    cast.make_meeting(city.branch, MeetingKind.COMMITTEE_MEETING, held_on=yesterday())
    return make_committee(city, users)


@pytest.fixture
def open_form(visit, users, committee, form_address):
    """The visit of the first branch's secretary, on the empty form."""

    def opened(viewport: dict = PHONE, address: str = form_address):
        visitor = visit(users.secretary, viewport)
        visitor.open(address)
        return visitor

    return opened


@pytest.fixture
def form_address(city):
    return f"{reverse('meetings:meeting_create')}?organisation={city.branch.uuid}&kind=committee_meeting"


def shoot(page, name: str) -> None:
    """Keep a picture when a folder is asked for; a person looks at it."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_committee_meeting_of_seven_takes_two_taps(open_form):
    visitor = open_form()
    page = visitor.page
    assert visitor.faults() == []
    shoot(page, "form-phone")
    taps = [page.locator(".chip").first, page.get_by_role("button", name="保存并提交")]
    for target in taps:
        target.click()
    page.get_by_role("heading", name="已提交").wait_for()
    shoot(page, "receipt-phone")
    meeting = Meeting.objects.order_by("-pk")[0]
    assert len(taps) <= 4
    assert (meeting.expected_count, meeting.present_count) == (7, 7)
    assert visitor.faults() == []
    assert visitor.problems == []


def test_one_absence_with_its_reason_takes_four_taps(open_form, committee):
    visitor = open_form()
    page, absent = visitor.page, committee[3]
    taps = [
        page.locator(f"label[for=id_present-{absent.uuid}]"),
        page.locator(f"label[for=id_absence-{absent.uuid}_0]"),
        page.locator(".chip").first,
        page.get_by_role("button", name="保存并提交"),
    ]
    for number, target in enumerate(taps):
        target.click()
        if number == 1:
            expect(page.locator("[data-count]")).to_have_text("应到 7 人，实到 6 人")
            assert visitor.barriers() == []
            shoot(page, "absence-phone")
    page.get_by_role("heading", name="已提交").wait_for()
    row = Meeting.objects.order_by("-pk")[0].attendances.get(person=absent)
    assert len(taps) <= 4
    assert (row.status, row.reason) == (AttendanceStatus.SICK, "病假")
    page.get_by_role("link", name="查看记录").click()
    page.get_by_role("heading", name="办理经过").wait_for()
    shoot(page, "detail-phone")
    assert visitor.faults() == []
    assert visitor.problems == []


def test_form_works_without_javascript(
    browser, live_server, as_user, users, form_address, committee
):
    context = browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=False)
    session = as_user(users.secretary).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page, absent = context.new_page(), committee[2]
    page.goto(live_server.url + form_address)
    page.locator(f"label[for=id_present-{absent.uuid}]").click()
    page.locator(f"label[for=id_absence-{absent.uuid}_1]").click()
    page.get_by_label("第一议题").fill("学习全会精神")
    page.get_by_role("button", name="保存并提交").click()
    page.get_by_role("heading", name="已提交").wait_for()
    context.close()
    row = Meeting.objects.order_by("-pk")[0].attendances.get(person=absent)
    assert row.status == AttendanceStatus.PERSONAL


def test_typed_text_survives_a_closed_page(open_form):
    page = open_form().page
    page.get_by_label("会议记录", exact=True).fill("讨论了三件事")
    page.goto("about:blank")
    page.go_back()
    page.reload()
    expect(page.get_by_label("会议记录", exact=True)).to_have_value("讨论了三件事")
    expect(page.locator("[data-draft-restored]")).to_be_visible()


def test_targets_are_large_and_nothing_scrolls_sideways(open_form):
    page = open_form(NARROW).page
    overflow = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    heights = page.eval_on_selector_all(
        ".attendee-name, .chip, .actions .btn",
        "found => found.map(e => e.getBoundingClientRect().height)",
    )
    assert not overflow
    assert min(heights) >= 44
    assert min(heights[:7]) >= 48


def test_errors_are_told_at_top_and_at_the_field(open_form):
    page = open_form(DESKTOP).page
    shoot(page, "form-desk")
    page.get_by_role("button", name="保存并提交").click()
    summary = page.locator(".error-summary")
    summary.wait_for()
    shoot(page, "errors-desk")
    expect(summary).to_contain_text("请填写会议议题")
    assert page.evaluate("document.activeElement.classList.contains('error-summary')")
    page.goto(page.url.split("/meetings/")[0] + reverse("meetings:meeting_list"))
    shoot(page, "list-desk")
    page.set_viewport_size(PHONE)
    shoot(page, "list-phone")
    page.set_viewport_size(DESKTOP)
    page.locator(".record-title a").first.click()
    shoot(page, "detail-desk")


def test_desk_shows_the_record_and_asks_for_a_reason(visit, users, city):
    meeting = cast.make_meeting(city.branch, held_on=yesterday())
    visitor = visit(users.staff, DESKTOP)
    page = visitor.open(reverse("admin:meetings_meeting_changelist"))
    shoot(page, "admin-list")
    visitor.open(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
    shoot(page, "admin-detail")
    page.get_by_role("link", name=re.compile("退回$")).first.click()
    page.get_by_label("退回的原因").fill("请补记发言要点")
    shoot(page, "admin-return")
    page.get_by_role("button", name="退回").click()
    page.get_by_text("已退回").first.wait_for()
    meeting.refresh_from_db()
    assert meeting.status == "returned"


def test_long_roll_is_found_by_name(open_form, city):
    for n in range(40):
        cast.make_member(city.branch, f"张三{n}")
    address = (
        f"{reverse('meetings:meeting_create')}?organisation={city.branch.uuid}&kind=members_meeting"
    )
    page = open_form(address=address).page
    page.get_by_label("按姓名查找").fill("张三17")
    expect(page.locator(".attendee-name:visible")).to_have_count(1)
    page.get_by_label("按姓名查找").fill("")
    shoot(page, "long-phone")
    expect(page.locator("[data-count]")).to_have_text("应到 47 人，实到 47 人")
