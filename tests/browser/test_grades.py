"""A branch from its self-rating on the phone to its stars, by everybody who has a hand in it."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.accounts.models import User
from apps.branches.models import Grade
from apps.branches.services import record_grade
from apps.grades.models import GradeScheme, Rating
from apps.grades.services import open_ratings
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.grades.conftest import YEAR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SCREENSHOTS", "")
RATED = YEAR - 1


def looked_at(visitor, name: str) -> None:
    """On the phone and at the desk: it is one page, so axe reads it once."""
    for size, found in ((DESKTOP, visitor.overflow), (PHONE, visitor.faults)):
        visitor.page.set_viewport_size(size)
        if SHOTS:
            shot = Path(SHOTS) / f"grade-{name}-{size['width']}.png"
            visitor.page.screenshot(path=shot, full_page=True)
        assert found() == [], (name, size)


def at_desk(staff, rating: Rating, step: str) -> str:
    page = staff.open(reverse("admin:grades_rating_step", args=[rating.pk]) + f"?step={step}")
    read = page.inner_text("body")
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"grade-desk-{step}.png", full_page=True)
    with page.expect_navigation():
        page.locator("#content form button[type=submit]").first.click()
    return read


@pytest.fixture
def rating(city, users) -> Rating:
    """The shipped five-star measure, without a notice to wait for."""
    User.objects.update(name="张三")
    call_command("loaddata", "duty_rules", "grade_schemes", verbosity=0)
    scheme = GradeScheme.objects.get(name="五星创评办法")
    GradeScheme.objects.update(notice_days=0)
    cast.make_member(city.branch)
    record_grade(organisation=city.branch, kind="stars", year=RATED - 1, level="一星", order=1)
    return open_ratings(scheme=scheme, year=RATED, by=None, organisations=[city.branch])[0]


def test_branch_comes_from_its_self_rating_to_its_stars(visit, users, rating):
    secretary, committee = visit(users.secretary), visit(users.subtree_secretary)
    staff = visit(users.staff, DESKTOP)
    page = secretary.page
    secretary.open("/grades/")
    looked_at(secretary, "list")
    with page.expect_navigation():
        page.get_by_role("link", name="市财政局第一党支部").first.click()
    looked_at(secretary, "detail")
    with page.expect_navigation():
        page.get_by_role("link", name="填写自评").click()
    looked_at(secretary, "form")
    asked = page.locator(".grade-fields input[type=number]:visible")
    for box in asked.all():
        box.fill(
            "10"
            if "满分 10" in page.locator(f"label[for={box.get_attribute('id')}]").inner_text()
            else "5"
        )
    page.get_by_role("button", name="提交自评").click()
    page.get_by_text("由上级党委初评").first.wait_for()

    committee.open(rating.get_absolute_url())
    with committee.page.expect_navigation():
        committee.page.get_by_role("link", name="填写初评").click()
    looked_at(committee, "endorse")
    committee.page.get_by_label("初评说明").fill("情况属实")
    committee.page.get_by_role("button", name="报工委评定").click()
    committee.page.get_by_text("初评已上报").first.wait_for()

    staff.open(reverse("admin:grades_rating_change", args=[rating.pk]))
    if SHOTS:
        staff.page.screenshot(path=Path(SHOTS) / "grade-desk.png", full_page=True)
    assert "各等级名额（参评 1 个）" in at_desk(staff, rating, "announce")
    at_desk(staff, rating, "decide")
    secretary.open("/grades/")
    grade = Grade.objects.with_before().get(year=RATED)
    assert grade.moved is not None
    assert grade.level in page.inner_text("main")
    secretary.open(rating.get_absolute_url())
    looked_at(secretary, "decided")
    for visitor in (secretary, committee, staff):
        assert visitor.problems == []
        assert visitor.foreign == []
