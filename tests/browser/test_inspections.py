"""The closed loop: a visit written down on a phone, corrected by the body, rechecked by the team."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.models import Person
from apps.core.lifecycle import advance
from apps.inspections.choices import IssueStatus
from apps.inspections.models import Checklist, Inspection, Issue, Visit
from apps.inspections.services import Finding, plan_inspection, record_visit
from apps.meetings.choices import MeetingKind
from tests import cast
from tests.browser.conftest import PHONE, SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SCREENSHOTS", "")


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def inspection(city, users) -> Inspection:
    call_command("loaddata", "inspection_foci", "checklists", verbosity=0)
    inspector = cast.make_user("inspector", person=cast.make_person("李督查"))
    head = cast.make_user("head", person=cast.make_person("王组长"))
    User.objects.exclude(username__in=("inspector", "head")).update(name="张三")
    Person.objects.exclude(user__username__in=("inspector", "head")).update(name="李四")
    today = timezone.localdate()
    planned = plan_inspection(
        title="年度重点任务督查",
        year=today.year,
        starts_on=today - timedelta(days=10),
        ends_on=today + timedelta(days=30),
        checklist=Checklist.objects.get(),
        units=[city.unit, city.other_unit],
        team=[inspector.person],
        head=head.person,
        by=users.staff,
    )
    return advance(planned, "open", by=users.staff)


def find(page, row: int, text: str, **chosen: str) -> None:
    """One finding in the form of a visit."""
    entry = page.locator("#findings [data-row]").nth(row)
    for label, option in chosen.items():
        entry.get_by_label(label).select_option(label=option)
    entry.get_by_label("问题", exact=True).fill(text)


def test_visit_on_a_phone_survives_a_weak_line_and_its_issue_is_closed(
    city, users, visit, inspection
):
    inspector = visit(User.objects.get(username="inspector"), PHONE)
    line = inspector.page.context.set_offline
    page = inspector.open(reverse("portal:home"))
    shot(page, "home-inspector")
    page.get_by_role("link", name="年度重点任务督查").click()
    shot(page, "inspection")
    page.get_by_role("link", name="登记督查：市财政局").click()
    page.get_by_label("督查情况").fill("总体较好，个别会议没有按时开")
    chosen = {"清单条目": "2. 支部党员大会是否每季度召开", "党组织": "市财政局第一党支部"}
    find(page, 0, "二季度没有开支部党员大会", **chosen)
    page.get_by_role("button", name="再加一项问题").click()
    find(page, 1, "党费没有公示", 党组织="市财政局第二党支部")
    shot(page, "visit-form")
    line(True)
    page.get_by_role("button", name="保存").click()
    page.get_by_text("没有保存：网络断开").wait_for()
    assert Visit.objects.count() == 0
    shot(page, "visit-offline")
    line(False)  # it goes out by itself
    page.wait_for_url("**/inspections/visits/**")
    shot(page, "visit")
    assert Visit.objects.get().issues.count() == 2

    page.get_by_role("link", name="再登记一个问题").click()
    page.get_by_label("党组织").select_option(label="市财政局第一党支部")
    page.get_by_label("问题", exact=True).fill("学习记录不全")
    page.wait_for_timeout(300)
    page.reload()  # a killed page
    assert page.get_by_label("问题", exact=True).input_value() == "学习记录不全"
    line(True)
    page.get_by_role("button", name="下发问题").click()
    page.get_by_text("没有保存：网络断开").wait_for()
    line(False)
    page.wait_for_url("**/inspections/visits/*/")
    assert Issue.objects.count() == 3
    issue = Issue.objects.get(meeting_kind="members_meeting")

    cast.make_meeting(city.branch, MeetingKind.MEMBERS_MEETING, held_on=timezone.localdate())
    body = visit(users.secretary, PHONE).open(issue.get_absolute_url())
    body.get_by_role("button", name="签收").click()
    body.get_by_role("link", name="选后来开的会议").click()
    body.get_by_label("市财政局第一党支部").check()
    shot(body, "answer")
    body.get_by_role("button", name="提交，请复核").click()
    body.wait_for_url(f"**{issue.get_absolute_url()}")
    shot(body, "issue-submitted")

    page = inspector.open(issue.get_absolute_url())
    page.get_by_role("link", name="登记复核").click()
    shot(page, "recheck")
    page.get_by_label("通过", exact=True).check()
    page.get_by_label("复核意见").fill("已补开，记录完整")
    page.get_by_role("button", name="登记复核").click()
    page.wait_for_url(f"**{issue.get_absolute_url()}")
    shot(page, "issue-closed")
    issue.refresh_from_db()
    assert issue.status == IssueStatus.CLOSED


def test_pages_of_the_loop_are_whole_on_every_screen(city, users, visit, inspection):
    today = timezone.localdate()
    held = record_visit(
        inspection=inspection,
        unit=city.unit,
        held_on=today,
        inspectors=list(inspection.inspectors.all()),
        summary="总体较好",
        seen=["党费收缴台账"],
        findings=[Finding(city.branch, "支委会记录过于简单，缺少发言要点")],
        by=users.staff,
    )
    issue = advance(Issue.objects.get(), "acknowledge", by=users.secretary)
    of_body = {
        "ledger": reverse("inspections:issue_list"),
        "issue": issue.get_absolute_url(),
        "measure": reverse("inspections:measure_create", args=[issue.uuid]),
        "evidence": reverse("inspections:evidence_create", args=[issue.uuid]),
        "extension": reverse("inspections:extension_create", args=[issue.uuid]),
    }
    of_team = {
        "inspection": inspection.get_absolute_url(),
        "visit": held.get_absolute_url(),
        "form": reverse("inspections:visit_create", args=[inspection.uuid, city.unit.uuid]),
        "finding": reverse("inspections:finding_create", args=[held.uuid]),
        "notice": reverse("inspections:notice_detail", args=[held.uuid]),
    }
    head = User.objects.get(username="head")
    for user, pages in ((users.secretary, of_body), (head, of_team)):
        visitor = visit(user, PHONE)
        for name, address in pages.items():
            page = visitor.open(address)
            for width in visitor.turned(*SCREENS):
                shot(page, f"{name}-{width}")
            assert visitor.faults(*SCREENS) == [], name
        assert (visitor.problems, visitor.foreign) == ([], [])
