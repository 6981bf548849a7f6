"""The year: a scheme is tried, the year assessed, shown, objected to, issued, printed, verified."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.accounts.models import User
from apps.assessments import ballots, services
from apps.assessments.models import BallotPoll, ManualEntry, Objection, Run, Scheme
from apps.meetings.choices import MeetingKind
from tests import cast
from tests.assessments.conftest import YEAR, work_off
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SCREENSHOTS", "")
FAR = date(2099, 12, 31)


def looked_at(visitor, name: str) -> None:
    """On the phone and at the desk: it is one page, so axe reads it once."""
    for size, found in ((DESKTOP, visitor.overflow), (PHONE, visitor.faults)):
        visitor.page.set_viewport_size(size)
        if SHOTS:
            shot = Path(SHOTS) / f"year-{name}-{size['width']}.png"
            visitor.page.screenshot(path=shot, full_page=True)
        assert found() == [], (name, size)


def at_desk(staff, model: str, obj, verb: str, **typed: str) -> None:
    """One verb of the desk, as its page asks for it."""
    page = staff.open(reverse(f"admin:assessments_{model}_{verb}", args=[obj.pk]))
    for name, text in typed.items():
        page.fill(f"[name={name}]", text)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"year-desk-{model}-{verb}.png", full_page=True)
    with page.expect_navigation():
        page.locator("#content form button[type=submit]").first.click()


@pytest.fixture
def run(city, users) -> Run:
    User.objects.filter(username="secretary").update(name="张三")
    call_command("loaddata", "duty_rules", "schemes", verbosity=0)
    for month in range(1, 10):
        cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, month, 9))
    return services.create_run(year=YEAR, scheme=Scheme.objects.get(), dated_on=date(2026, 1, 15))


def computed(run: Run) -> Run:
    work_off(run.job)
    run.refresh_from_db()
    return run


def test_year_from_the_trial_of_its_scheme_to_a_verified_sheet(visit, city, users, run):
    secretary, staff = visit(users.secretary), visit(users.staff, DESKTOP)
    run = computed(services.start_run(run=run, by=users.staff))
    first = run.results.get(organisation=city.branch)
    page = staff.open(reverse("admin:assessments_scheme_what_if", args=[run.scheme.pk]))
    assert page.inner_text("#moved") == "0"
    page.get_by_label("“一般”最低分").fill("0.01")
    page.get_by_role("button", name="试算").click()
    page.locator("#moved:not(:text-is('0'))").wait_for()
    assert f"{first.total} 一般" in page.inner_text("#content")
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "year-desk-what-if.png", full_page=True)

    at_desk(staff, "run", run, "announce")
    secretary.open(first.get_absolute_url())
    looked_at(secretary, "announced")
    secretary.page.get_by_text("对这个结果提出异议").click()
    secretary.page.get_by_label("对哪一项有异议").select_option(label="主题党日")
    secretary.page.get_by_label("异议内容").fill("十月的主题党日已补录，请核对")
    secretary.page.get_by_role("button", name="提交异议").click()
    secretary.page.get_by_text("异议已提交").wait_for()
    looked_at(secretary, "objected")

    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, 10, 9))
    objection = Objection.objects.get()
    at_desk(staff, "objection", objection, "uphold", answer="属实", change="补审十月记录")
    again = services.repeat_run(run=run, by=users.staff, note="采纳异议")
    again = computed(again)
    at_desk(staff, "run", again, "issue")
    result = again.results.get(organisation=city.branch)
    assert result.total > first.total
    secretary.open(result.get_absolute_url())
    looked_at(secretary, "issued")
    assert "改动：补审十月记录" in secretary.page.inner_text("main")
    secretary.open(reverse("core:verify") + f"?code={result.document.code}")
    assert "考核结果已发布" in secretary.page.inner_text("main")
    for visitor in (secretary, staff):
        assert visitor.problems == []
        assert visitor.foreign == []
    assert not ManualEntry.objects.exists()


def test_holder_of_a_code_votes_without_an_account(visit, city, users):
    poll = BallotPoll.objects.create(year=YEAR, organisation=city.branch, electors=3, closes_on=FAR)
    code = ballots.open_poll(poll=poll, by=users.staff)[0]
    visitor = visit()
    page = visitor.open(poll.get_absolute_url())
    looked_at(visitor, "ballot")
    page.get_by_label("测评码").fill(code.lower())
    page.get_by_label("较好").check()
    page.get_by_role("button", name="投票").click()
    page.get_by_text("已投票，谢谢您").wait_for()
    looked_at(visitor, "ballot-cast")
    poll.count.refresh_from_db()
    assert poll.count.fairly_good == 1
    assert visitor.problems == []
