"""A saved record becomes a micro lecture: noted, not refused; the campaign's number leads to it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.core.periods import Period
from apps.meetings.choices import MeetingKind
from apps.sixlights.models import Activity, Lecturer
from tests import cast
from tests.browser.conftest import DESKTOP, NARROW, PHONE
from tests.browser.test_meeting_form import shoot
from tests.meetings.conftest import make_committee, yesterday
from tests.sixlights.campaigning import logged, make_micros

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def micros(db):
    return make_micros()


@pytest.fixture
def committee(city, users):
    return make_committee(city, users)


def test_secretary_counts_a_lecture_of_45_minutes_from_its_record(
    visit, users, city, committee, micros
):
    earlier = logged(city.branch, micros.lecture)
    meeting = cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=yesterday())
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(meeting.get_absolute_url())
    page.get_by_role("link", name="计入主题行动").click()
    page.locator(f"label[for=item-{micros.lecture.pk}]").click()
    assert visitor.faults() == []
    shoot(page, "items-phone")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("每人讲多少分钟").fill("45")
    page.locator("label", has_text=committee[1].name).first.click()
    page.get_by_label("其他主讲人").fill("吴老师，组织科")
    page.locator("label", has_text="讲授").click()
    assert visitor.faults() == []
    shoot(page, "activity-form-phone")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("heading", name="办理经过").wait_for()
    expect(page.locator("body")).to_contain_text("这次记的是 45 分钟。已照常登记")
    shoot(page, "activity-phone")
    activity = Activity.objects.exclude(pk=earlier.pk).get()
    assert (activity.minutes, activity.lecturers.count()) == (45, 2)
    assert visitor.faults() == []
    year = Period.year(yesterday().year)
    visitor.open(f"{micros.campaign.get_absolute_url()}?year={year.key}")
    shoot(page, "campaign-phone")
    assert visitor.faults() == []
    page.get_by_role("link", name="微党课活动 2堂").click()
    expect(page.locator("[data-number]")).to_have_text("2堂")
    page.get_by_role("link", name=meeting.title).click()
    page.get_by_role("heading", name=meeting.title).wait_for()
    assert page.url.endswith(activity.get_absolute_url())
    assert visitor.problems == []


def test_pages_of_campaigns_hold_at_every_width(visit, users, city, committee, micros):
    activity = logged(city.branch, micros.lecture, micros.service, minutes=45, series="组工讲坛")
    Lecturer.objects.create(
        organisation=city.root,
        name="讲师",
        topics="三微、党纪一小时",
        booking="提前一周预约",
        valid_from=cast.FOUNDED,
    )
    visitor = visit(users.secretary, NARROW)
    new = reverse("sixlights:activity_create")
    for name, address in {
        "campaigns": reverse("sixlights:campaign_list"),
        "campaign": micros.campaign.get_absolute_url(),
        "turns": reverse("sixlights:item_detail", args=[micros.lecture.uuid]),
        "lecturers": reverse("sixlights:lecturer_list"),
        "activities": reverse("sixlights:activity_list"),
        "activity": activity.get_absolute_url(),
        "edit": reverse("sixlights:activity_update", args=[activity.uuid]),
        "choose": new,
        "new": f"{new}?items={micros.lecture.uuid}&items={micros.service.uuid}",
    }.items():
        page = visitor.open(address)
        for width in visitor.turned(NARROW, DESKTOP):
            shoot(page, f"{name}-{width}")
        assert visitor.faults(NARROW, DESKTOP) == [], name
    assert visitor.problems == []


def test_editor_of_a_campaign_holds_items_and_what_they_count(visit, users, city, micros):
    activity = logged(city.branch, micros.lecture, minutes=20)
    visitor = visit(users.staff, DESKTOP)
    for model, row in {
        "campaign": micros.campaign,
        "campaignitem": micros.lecture,
        "activity": activity,
    }.items():
        page = visitor.open(reverse(f"admin:sixlights_{model}_change", args=[row.pk]))
        shoot(page, f"desk-{model}")
        assert visitor.barriers(("serious", "critical")) == [], model
        assert visitor.overflow() == [], model
    assert visitor.problems == []
