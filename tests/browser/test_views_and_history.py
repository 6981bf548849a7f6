"""At the desk: keep a view, take its rows along; at the branch: read the history and go back."""

import io
import os
from dataclasses import replace
from pathlib import Path

import openpyxl
import pghistory
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.core.models import SavedView
from apps.meetings.choices import AttendanceStatus
from apps.meetings.services import log_meeting, update_meeting
from apps.meetings.sitting import Absence, Ballot
from tests import cast
from tests.browser.conftest import DESKTOP, PHONE
from tests.meetings.conftest import make_committee, sitting_of, yesterday

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEETINGS = "admin:meetings_meeting_changelist"


def keep(page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_view_is_kept_opened_first_and_taken_along(visit, city, users):
    User.objects.update(name="张三")
    cast.make_meeting(city.branch, held_on=yesterday())
    desk = visit(users.staff, DESKTOP)
    page = desk.open(f"{reverse(MEETINGS)}?status__exact=filed")
    page.locator("summary", has_text="存为视图").click()
    page.fill("#view-name-new", "待审核的")
    page.locator(".view-panel:visible label", has_text="打开列表时先显示").click()
    page.locator(".view-panel:visible label", has_text="提交时间").click()
    keep(page, "view-panel")
    ours = [fault for fault in desk.barriers() if "view-" in fault or 'name="columns"' in fault]
    assert [*ours, *desk.overflow()] == []
    page.get_by_role("button", name="保存视图").click()
    page.get_by_role("link", name="待审核的").wait_for()
    desk.open(reverse(MEETINGS))
    assert "status__exact=filed" in page.url
    assert page.get_by_role("link", name="待审核的").get_attribute("aria-current") == "true"
    expect(page.locator("#result_list thead")).not_to_contain_text("提交时间", use_inner_text=True)
    keep(page, "view-default")
    with page.expect_download() as begun:
        page.get_by_role("button", name="导出当前视图").click()
    name = begun.value.suggested_filename
    assert name.startswith("市直机关_")
    assert name.endswith("_会议记录.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(Path(begun.value.path()).read_bytes())).active
    shown = page.locator("#result_list thead th").all_inner_texts()
    assert [c.value for c in sheet[2]] == [s.split()[0] for s in shown if s.strip()]
    assert SavedView.objects.get().is_default
    assert (desk.problems, desk.foreign) == ([], [])


@pytest.fixture
def changed(city, users):
    """A draft of the branch whose second version lost its vote and one who was ill."""
    User.objects.update(name="李四")
    committee = make_committee(city, users)
    sitting = sitting_of(
        city.branch,
        ballots=(Ballot("接收预备党员", ayes=6),),
        absences={committee[2].pk: Absence(AttendanceStatus.SICK)},
    )
    with pghistory.context(user=users.secretary.pk):
        meeting = log_meeting(
            organisation=city.branch, sitting=sitting, by=users.secretary, file=False
        )
    with pghistory.context(user=users.secretary.pk):
        return update_meeting(
            meeting=meeting,
            sitting=replace(sitting, place="五楼", ballots=(), absences={}),
            expected_version=1,
            by=users.secretary,
        )


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_branch_goes_back_to_a_version_with_its_attendance(visit, users, changed, window):
    branch = visit(users.secretary, window)
    page = branch.open(changed.get_absolute_url())
    page.get_by_role("link", name="修改历史").click()
    page.get_by_role("heading", name="修改历史").wait_for()
    told = page.locator(".story-changes").first.inner_text()
    assert "把“地点”由“三楼会议室”改为“五楼”" in told
    assert "委员2由“病假”改为“出席”" in told
    assert "删去表决：“接收预备党员”" in told
    page.locator("summary", has_text="恢复此版本").click()
    keep(page, f"history-{window['width']}")
    assert branch.faults() == []
    page.get_by_role("button", name="确认恢复").click()
    page.get_by_text("已恢复所选版本的内容").wait_for()
    record = page.locator(".minute-book").inner_text()
    for words in ("三楼会议室", "委员2（病假）", "接收预备党员"):
        assert words in record
    keep(page, f"restored-{window['width']}")
    assert (branch.problems, branch.foreign) == ([], [])
