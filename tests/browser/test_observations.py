"""Sitting in on study: planned at the desk, written down on a phone, read and put right by the unit."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.inspections.models import Issue
from apps.observations.models import Observation, ObservationForm
from apps.observations.services import SessionEntry, plan_session
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE, SCREENS
from tests.observations.conftest import study

__all__ = ["study"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = os.environ.get("SCREENSHOTS", "")


def checked(visitor, name: str, *sizes: dict) -> None:
    """Without a fault in each of the windows, and a picture of each."""
    sizes = sizes or (visitor.page.viewport_size,)
    if FOLDER:
        Path(FOLDER).mkdir(parents=True, exist_ok=True)
        for width in visitor.turned(*sizes):
            visitor.page.screenshot(path=f"{FOLDER}/{name}-{width}.png", full_page=True)
    assert visitor.faults(*sizes) == [], name


def test_a_sitting_is_planned_heard_fed_back_and_put_right(visit, users, study):
    call_command("loaddata", "observation_forms", verbosity=0)
    study.cycle.form = ObservationForm.objects.get(name="中心组学习列席旁听反馈表")
    study.cycle.save()
    for person in study.people:
        cast.make_user(f"sent{person.pk}", person=person)
    User.objects.update(name="张三")
    desk = visit(users.staff, DESKTOP)
    observation = plan_at_the_desk(desk, study)
    head = observation.observers.get(is_head=True).person.user
    observer = visit(head, PHONE)
    fill_in_on_the_phone(observer, observation)
    give_feedback(desk, observation)
    read_by_the_unit(visit(users.subtree_secretary, PHONE), observation)
    assert [visitor.problems for visitor in (desk, observer)] == [[], []]


def plan_at_the_desk(visitor, study) -> Observation:
    page = visitor.open(
        reverse("admin:observations_observationcycle_change", args=[study.cycle.pk])
    )
    page.get_by_role("link", name="安排旁听").click()
    page.get_by_text("每人旁听次数，最多与最少相差 1 次").wait_for()
    checked(visitor, "plan")
    page.locator(".verb form button[type=submit]").click()
    page.get_by_text("已按方案安排").wait_for()
    session = plan_session(
        group=study.groups[0],
        entry=SessionEntry(timezone.localdate(), "学习重要讲话", place="三楼会议室"),
    )
    observation = Observation.objects.get(group=study.groups[0])
    page = visitor.open(reverse("admin:observations_observation_change", args=[observation.pk]))
    page.get_by_role("link", name="商定日期").click()
    page.get_by_label("旁听哪次学习").select_option(str(session.pk))
    page.locator(".verb form button[type=submit]").click()
    page.get_by_role("link", name="通知单位").click()
    page.locator(".verb form button[type=submit]").click()
    page.get_by_text("已通知单位").wait_for()
    checked(visitor, "desk")
    return observation


def fill_in_on_the_phone(visitor, observation: Observation) -> None:
    page = visitor.open(reverse("accounts:profile"))
    page.get_by_role("link", name="列席旁听").first.click()
    checked(visitor, "list", *SCREENS)
    page.get_by_role("link", name="市财政局").click()
    checked(visitor, "sent", *SCREENS)
    page.get_by_role("link", name="填反馈表").click()
    page.get_by_role("button", name="交反馈表").click()
    page.get_by_text("还没有交，请先改正下面").wait_for()
    checked(visitor, "errors", PHONE)
    # The browser itself notes that the form was refused.
    assert [fault for fault in visitor.problems if "422" not in fault] == []
    visitor.problems.clear()
    for box in page.locator("fieldset.followed").all():
        box.locator(".absence-choice label").first.click()
    page.locator("fieldset", has_text="总体评价").locator("label", has_text="较好").last.click()
    page.get_by_label("总体情况").fill("学习组织有序，成员准备充分。")
    page.get_by_label("存在的问题").fill("成员课题调研没有形成报告")
    page.get_by_label("学习方案已收").check()
    checked(visitor, "form", *SCREENS)
    page.get_by_role("button", name="交反馈表").click()
    page.get_by_text("反馈表已交").wait_for()
    checked(visitor, "returned", *SCREENS)
    observation.refresh_from_db()
    assert (observation.status, observation.has_plan) == ("returned", True)


def give_feedback(visitor, observation: Observation) -> None:
    page = visitor.open(reverse("admin:observations_observation_change", args=[observation.pk]))
    page.get_by_role("link", name="反馈单位").click()
    page.locator(".verb form button[type=submit]").click()
    page.get_by_text("已反馈单位").wait_for()


def read_by_the_unit(visitor, observation: Observation) -> None:
    page = visitor.open(observation.get_absolute_url())
    page.get_by_text("学习组织有序，成员准备充分。").wait_for()
    checked(visitor, "feedback", *SCREENS)
    with page.expect_download() as word:
        page.get_by_role("link", name="反馈函（Word）").click()
    assert word.value.suggested_filename.endswith(".docx")
    with page.expect_download() as paper:
        page.get_by_role("button", name="反馈函（PDF）").click()
    if FOLDER:
        paper.value.save_as(f"{FOLDER}/letter.pdf")
        word.value.save_as(f"{FOLDER}/letter.docx")
    issue = Issue.objects.get()
    assert (issue.text, issue.status) == ("成员课题调研没有形成报告", "open")
    assert visitor.problems == []
