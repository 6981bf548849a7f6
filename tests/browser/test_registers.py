"""Booking a base on a phone, from the free half-day to the keeper's answer; the registers' pages."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.sixlights.choices import Slot, Weekday
from apps.sixlights.models import BaseBooking, VenueCriterion, VolunteerTeam
from apps.sixlights.services import review_venue
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE, SCREENS
from tests.browser.test_meeting_form import shoot
from tests.sixlights.conftest import book, coming, make_base
from tests.sixlights.test_registers import make_standard, make_team, make_venue, propose

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def registers(city, users):
    """Two bases, one of them nearly full on a day, and something in each other register."""
    User.objects.update(name="张三")
    base = make_base(city.root, closed_weekdays=[Weekday.MONDAY], opening_hours="9:00—17:00")
    make_base(city.root, name="市博物馆", capacity=100)
    book(base, city.other_branch, users.stranger, persons=35)
    make_standard(1, date(2020, 1, 1))
    review_venue(
        venue=make_venue(city.branch),
        reviewed_on=date(2026, 6, 1),
        criteria=VenueCriterion.objects.all(),
        by=users.staff,
    )
    corps = make_team(city.root, "corps", name="市直机关党员志愿服务总队")
    corps.save()
    below = make_team(city.committee, "detachment", corps, "市财政局党员志愿服务支队")
    below.save()
    make_team(city.branch, "team", below, "第一分队").save()
    propose(city.branch, users.secretary)
    assert VolunteerTeam.objects.count() == 3
    return base


def test_secretary_books_and_the_staff_confirm(visit, city, users, registers):
    visitor = visit(users.secretary, PHONE)
    page = visitor.open(reverse("sixlights:base_list"))
    shoot(page, "bases-390")
    page.get_by_role("link", name="藕塘烈士纪念馆").click()
    day = coming()
    label = f"{day.month}月{day.day}日上午，剩 5 人，去预约"
    page.get_by_role("link", name=label).click()
    page.get_by_role("heading", name="预约藕塘烈士纪念馆").wait_for()
    expect(page.locator("[name=visit_on]")).to_have_value(day.isoformat())
    page.fill("[name=persons]", "6")
    page.fill("[name=purpose]", "重温入党誓词")
    page.get_by_role("button", name="提交预约").click()
    page.locator(".error-summary").wait_for()
    told = page.inner_text(".error-summary")
    assert "只剩 5 个名额" in told
    assert f"{day.month}月{day.day}日下午（剩 40）" in told
    shoot(page, "overbooked-390")
    assert visitor.faults() == []
    page.get_by_label("下午").check()
    page.get_by_role("button", name="提交预约").click()
    page.locator("text=待确认").first.wait_for()
    shoot(page, "booking-390")
    booking = BaseBooking.objects.get(organisation=city.branch)
    assert (booking.visit_on, booking.slot, booking.persons) == (day, Slot.AFTERNOON, 6)

    desk = visit(users.staff, DESKTOP)
    listed = desk.open(reverse("admin:index"))
    listed.get_by_role("link", name="待确认的基地预约").click()
    shoot(listed, "desk-bookings-1366")
    desk.open(reverse("admin:sixlights_basebooking_confirm", args=[booking.pk]))
    desk.page.get_by_role("button", name="确认预约").click()
    desk.page.locator("text=已确认预约").first.wait_for()

    page.reload()
    page.locator("text=已确认").first.wait_for()
    shoot(page, "confirmed-390")
    # The browser itself notes the answer that refused the first attempt.
    assert [p for p in visitor.problems if "422" not in p] == []


def test_pages_hold(visit, city, users, registers):
    visitor = visit(users.secretary, PHONE)
    booking = BaseBooking.objects.create(
        base=registers,
        organisation=city.branch,
        visit_on=coming(),
        slot=Slot.AFTERNOON,
        persons=12,
        purpose="参观学习",
        status="requested",
    )
    pages = {
        "base-list": reverse("sixlights:base_list"),
        "base-detail": registers.get_absolute_url(),
        "base-book": reverse("sixlights:base_book", args=[registers.uuid]),
        "booking-list": reverse("sixlights:booking_list"),
        "booking-detail": booking.get_absolute_url(),
        "venue-list": reverse("sixlights:venue_list"),
        "venue-detail": city.branch.venues.get().get_absolute_url(),
        "team-list": reverse("sixlights:team_list"),
        "honour-list": reverse("sixlights:honour_list"),
        "honour-form": reverse("sixlights:honour_create"),
        "organisation": city.branch.get_absolute_url(),
    }
    for name, address in pages.items():
        visitor.open(address)
        for width in visitor.turned(*SCREENS):
            shoot(visitor.page, f"{name}-{width}")
        assert visitor.faults(*SCREENS) == [], name
    assert visitor.problems == []


def test_desk_of_the_registers(visit, city, users, registers):
    visitor = visit(users.staff, DESKTOP)
    for name in ("themedaybase", "venue", "volunteerteam", "honour"):
        visitor.open(reverse(f"admin:sixlights_{name}_changelist"))
        shoot(visitor.page, f"desk-{name}-1366")
    visitor.open(reverse("admin:sixlights_venuereview_add"))
    shoot(visitor.page, "desk-review-1366")
    visitor.open(reverse("admin:branches_organisation_set_up"))
    shoot(visitor.page, "desk-set-up-1366")
    assert visitor.barriers(("serious", "critical")) == []
    cast.make_member(city.branch)
    visitor.open(reverse("admin:branches_organisation_change", args=[city.branch.pk]))
    shoot(visitor.page, "desk-organisation-1366")
