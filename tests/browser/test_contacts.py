"""A leader on the way to his contact branch: sheet, visit, promise; and the pages of both sides."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.branches.choices import Post
from apps.contacts.choices import PromiseOwner, PromiseStatus
from apps.contacts.models import ContactPoint, ContactVisit, MonthlyCheck, Promise
from apps.contacts.services import PromiseEntry, VisitEntry, establish, record_visit
from apps.inspections.models import Issue
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE, SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SCREENSHOTS", "")


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def point(city, users) -> ContactPoint:
    """A leader with an account, a branch with a secretary, an issue and an open promise."""
    call_command("loaddata", "duty_rules", verbosity=0)
    head = cast.make_member(city.branch, "李领导")
    cast.make_user("head", person=head)
    secretary = cast.make_member(city.sibling, "赵书记")
    cast.appoint(secretary, city.sibling, Post.SECRETARY)
    cast.make_user("second", person=secretary)
    User.objects.exclude(username__in=("head", "second")).update(name="张三")
    today = timezone.localdate()
    found = establish(person=head, organisation=city.sibling, since=today - timedelta(days=400))
    Issue.objects.create(
        organisation=city.sibling,
        text="支委会记录过于简单，缺少发言要点",
        found_on=today - timedelta(days=40),
        due_on=today - timedelta(days=3),
    )
    cast.make_meeting(city.sibling, held_on=today - timedelta(days=9))
    line = PromiseEntry("协调解决党员活动室", PromiseOwner.BRANCH, today + timedelta(days=20))
    entry = VisitEntry(
        today - timedelta(days=60),
        today - timedelta(days=60),
        helps=("帮带班子", "帮建队伍"),
        forms=("talks", "lecture"),
        findings="支部组织生活正常，青年党员比例高，骨干不足。",
    )
    record_visit(point=found, entry=entry, by=head.user, promises=[line])
    return found


def test_pages_of_contact_points(visit, users, point):
    old = ContactVisit.objects.get()
    pages = {
        "list": "/contacts/",
        "sheet": point.get_absolute_url(),
        "form": f"/contacts/{point.uuid}/visits/new/",
        "visit": old.get_absolute_url(),
        "change": f"{old.get_absolute_url()}change/",
    }
    shared = {name: pages[name] for name in ("list", "sheet", "visit")}
    readers = {"head": pages, "second": shared | {"research": "/contacts/research/"}}
    for username, addresses in readers.items():
        visitor = visit(User.objects.get(username=username), PHONE)
        for name, address in addresses.items():
            page = visitor.open(address)
            for width in visitor.turned(*SCREENS):
                shot(page, f"{username}-{name}-{width}")
            assert visitor.faults(*SCREENS) == [], name
        assert (visitor.problems, visitor.foreign) == ([], [])
    visitor = visit(users.leader, PHONE)
    page = visitor.open("/contacts/")
    for width in visitor.turned(*SCREENS):
        shot(page, f"reader-list-{width}")
    assert visitor.faults(*SCREENS) == []


def test_leader_reads_the_sheet_records_a_visit_and_follows_a_promise(visit, point):
    promise = Promise.objects.get()
    page = visit(point.person.user, PHONE).open("/contacts/")
    page.get_by_role("link", name="打开案头书：市财政局第二党支部").click()
    expect(page.locator("main")).to_contain_text("支委会记录过于简单")
    assert MonthlyCheck.objects.get().month == timezone.localdate().replace(day=1)
    page.get_by_role("link", name="记录调研").click()
    page.get_by_label("帮正纪律").check()
    page.get_by_label("了解到的情况").fill("活动室已开工")
    page.get_by_text("这次的承诺").click()
    page.get_by_label("承诺的事").first.fill("送一批学习用书")
    page.get_by_label("办结期限").first.fill(str(timezone.localdate() + timedelta(days=30)))
    question = page.locator(f"#id_followed-{promise.uuid}")
    question.get_by_text("已兑现").click()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/contacts/visits/**")
    expect(page.locator("main")).to_contain_text("送一批学习用书")
    expect(page.locator("main")).to_contain_text("已兑现")
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.KEPT
    latest = ContactVisit.objects.latest("starts_on")
    assert (latest.findings, latest.starts_on) == ("活动室已开工", timezone.localdate())


def test_branch_reports_and_the_leader_has_the_last_word(visit, point):
    promise = Promise.objects.get()
    branch = visit(User.objects.get(username="second"), PHONE)
    page = branch.open(promise.get_absolute_url())
    page.get_by_label("办理情况（可不填）").fill("已装修完")
    page.get_by_role("button", name="报告已办：协调解决党员活动室").click()
    expect(page.locator("main")).to_contain_text("支部已办")
    leader = visit(point.person.user, DESKTOP).open(promise.get_absolute_url())
    leader.get_by_text("说一说现在怎样").click()
    leader.get_by_text("已兑现", exact=True).click()
    leader.get_by_role("button", name="保存").click()
    leader.wait_for_load_state()
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.KEPT
    assert promise.settled_at.date() <= date.today()
