"""The whole story: one entry of a secretary feeds his home page, the assessment and the paper."""

import io
import os
import re
import subprocess
import sys
import time
from datetime import timedelta

import pypdf
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.assessments.models import Result, Run, Scheme
from apps.branches.choices import Post
from apps.core.models import Document, JobItem
from apps.meetings.choices import MeetingKind
from apps.meetings.models import Meeting
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]
WORK_SECONDS = 120


@pytest.fixture
def committee(city, users):
    """Seven members, three of them the branch committee: so it meets every month (R-MTG-03)."""
    call_command("loaddata", "duty_rules", "schemes", verbosity=0)
    posts = (Post.DEPUTY_SECRETARY, Post.ORGANISATION_MEMBER, Post.DISCIPLINE_MEMBER)
    for number in range(1, 8):
        person = cast.make_member(city.branch, f"委员{number}")
        if number <= len(posts):
            cast.appoint(person, city.branch, posts[number - 1])
    # From the last meeting come whoever kept the minutes and the topics to choose from.
    last_month = timezone.localdate().replace(day=1) - timedelta(days=5)
    cast.make_meeting(city.branch, MeetingKind.COMMITTEE_MEETING, held_on=last_month)


@pytest.fixture
def worker(transactional_db, tmp_path):
    """A real Celery worker on the database and the files of this test."""
    database = connection.settings_dict
    address = f"postgres://{database['USER']}@/{database['HOST']}/{database['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "REDIS_URL": settings.CELERY_BROKER_URL,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "FILE_ROOT": str(settings.FILE_ROOT),
    }
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1"]
    with (tmp_path / "worker.log").open("w") as log:
        running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        yield running
        running.terminate()
        running.wait(30)


def wait_for(condition, seconds: float = WORK_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the worker did not come to an end"
        time.sleep(0.5)


def sign_in(page, home: str) -> None:
    page.goto(home)
    page.fill("[name=login]", "secretary")
    page.fill("[name=password]", cast.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.locator("h1").wait_for()


def duty_of_this_month() -> str:
    return f"{timezone.localdate().month}月支委会"


def log_meeting(page) -> None:
    """From the to-do on the home page to the receipt."""
    page.locator(".task", has_text=duty_of_this_month()).get_by_role("link").click()
    page.get_by_role("button", name="保存并提交").wait_for()
    topic = page.locator("[name$=topic]:visible").first
    topic.fill("研究发展党员工作")
    page.get_by_role("button", name="保存并提交").click()
    page.wait_for_load_state()
    refused = page.locator(".error-summary")
    assert refused.count() == 0, refused.inner_text()
    page.get_by_role("heading", name="已提交").wait_for()


def open_tasks(page, home: str) -> list[str]:
    page.goto(home)
    return page.locator(".task strong").all_inner_texts()


def start_assessment(page, home: str, year: int) -> Run:
    """As the staff does it: add a run at the desk and start it."""
    page.goto(home + reverse("admin:assessments_run_add"))
    page.fill("[name=year]", str(year))
    page.select_option("[name=scheme]", str(Scheme.objects.get().pk))
    page.locator("[name=_save]").first.click()
    page.wait_for_load_state()
    run = Run.objects.get()
    act(page, home, run, "start")
    return run


def act(page, home: str, run: Run, verb: str) -> None:
    page.goto(home + reverse(f"admin:assessments_run_{verb}", args=[run.pk]))
    page.locator("main form button[type=submit], #content form button[type=submit]").first.click()
    page.wait_for_load_state()


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def test_one_entry_feeds_home_page_assessment_and_paper(visit, users, city, committee, worker):
    phone = visit(None, PHONE)
    sign_in(phone.page, phone.home)
    before = open_tasks(phone.page, phone.home)
    assert duty_of_this_month() in before
    log_meeting(phone.page)
    after = open_tasks(phone.page, phone.home)
    assert [task for task in before if task not in after] == [duty_of_this_month()]

    desk = visit(users.staff, DESKTOP)
    run = start_assessment(desk.page, desk.home, timezone.localdate().year)
    unfinished = JobItem.objects.exclude(status=JobItem.Status.DONE)
    wait_for(lambda: JobItem.objects.count() > 1 and not unfinished.exists())
    act(desk.page, desk.home, run, "issue")

    result = Result.objects.get(organisation=city.branch)
    items = Meeting.objects.latest("pk").agenda_items.values_list("pk", flat=True)
    lines = result.lines.filter(evidence__overlap=list(items))
    assert lines.exists(), "the entry is not among the evidence of any line"

    phone.open(reverse("assessments:result_detail", args=[result.uuid]))
    assert f"{result.total:.2f}" in phone.page.inner_text("main")
    document = Document.objects.get(results=result)
    download = phone.page.request.get(phone.home + document.get_absolute_url())
    assert download.ok
    printed = text_of(download.body())
    assert f"{result.total:.2f}" in printed
    assert city.branch.name in printed
    assert document.code in printed

    visitor = visit(None, PHONE)
    page = visitor.open(f"{reverse('core:verify')}?code={document.code}")
    expect(page.locator("main")).to_contain_text(document.title)
    assert [*phone.problems, *visitor.problems] == []
    assert [*phone.foreign, *visitor.foreign] == []
