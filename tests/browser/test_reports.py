"""One quarter in a browser: closed at the desk, read with its numbers, issued, verified, closed again."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.models import User
from apps.branches.models import Person
from apps.core import files
from apps.reports.models import QuarterlyReport
from tests.browser.conftest import DESKTOP, PHONE, SCREENS
from tests.core.pdf_documents import text_of
from tests.reports.conftest import QUARTER, TYPED, YEAR, printed, quarter, worked

__all__ = ["quarter"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = os.environ.get("SCREENSHOTS", "")


def shown(visitor, name: str, *sizes: dict) -> None:
    assert visitor.faults(*sizes) == []
    if FOLDER:
        Path(FOLDER).mkdir(parents=True, exist_ok=True)
        for width in visitor.turned(*sizes):
            visitor.page.screenshot(path=f"{FOLDER}/{name}-{width}.png", full_page=True)


def test_quarter_is_closed_written_issued_and_verified(visit, users, quarter):
    User.objects.update(name="张三")
    Person.objects.update(name="李四")
    desk = visit(users.staff, DESKTOP)
    report = close_at_the_desk(desk)
    read_the_draft(desk, report)
    write_and_issue(desk, report)
    report = printed(QuarterlyReport.objects.get())
    read_what_was_issued(visit(users.leader, PHONE), report)
    close_again(desk, report)
    assert desk.problems == []


def close_at_the_desk(visitor) -> QuarterlyReport:
    page = visitor.open(reverse("admin:reports_quarterlyreport_add"))
    page.locator("#id_year").fill(str(YEAR))
    page.locator("#id_quarter").select_option(str(QUARTER))
    page.locator("[name=_save]").first.click()
    page.get_by_text("正在统计并固定数字").wait_for()
    shown(visitor, "report-closing", PHONE, DESKTOP)
    worked(QuarterlyReport.objects.get().job)
    # The page asks by itself and shows the report when it is there.
    page.get_by_role("heading", name="2025年三季度机关党建工作情况报告").wait_for()
    visitor.page.set_viewport_size(DESKTOP)
    visitor.open(reverse("admin:reports_quarterlyreport_add"))
    page.locator("#id_year").fill(str(YEAR))
    page.locator("#id_quarter").select_option(str(QUARTER))
    page.locator("[name=_save]").first.click()
    page.get_by_text("不能再结一次").first.wait_for()
    return QuarterlyReport.objects.get()


def read_the_draft(visitor, report: QuarterlyReport) -> None:
    """Every number is a link; one is followed to the record and back."""
    page = visitor.open(report.get_absolute_url())
    page.get_by_text("报告还没有印发").wait_for()
    shown(visitor, "report", *SCREENS)
    visitor.page.set_viewport_size(DESKTOP)
    page.locator("a[href$='now/whole/-/members_meeting/']").first.click()
    page.locator("[data-frozen]", has_text="2次").wait_for()
    shown(visitor, "report-number", PHONE, DESKTOP)
    assert page.locator("tbody tr").count() == 2
    page.locator("tbody tr a").first.click()
    page.get_by_role("heading", level=1).wait_for()
    visitor.open(f"{report.get_absolute_url()}numbers/now/whole/-/duty:all:missing/")
    shown(visitor, "report-duties", PHONE, DESKTOP)


def write_and_issue(visitor, report: QuarterlyReport) -> None:
    change = reverse("admin:reports_quarterlyreport_change", args=[report.pk])
    page = visitor.open(change)
    for name, text in TYPED.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("[name=_save]").first.click()
    page.get_by_text("2025年三季度全市报告").first.wait_for()
    for step in ("核对", "印发"):
        visitor.open(change)
        if FOLDER:
            page.screenshot(path=f"{FOLDER}/report-desk-{step}.png", full_page=True)
        page.get_by_role("link", name=step).click()
        page.locator(".verb form button[type=submit]").click()
        page.get_by_text(f"已{step}").first.wait_for()


def read_what_was_issued(visitor, report: QuarterlyReport) -> None:
    """Screen and PDF say the same, and the code leads to the words about it."""
    page = visitor.open(reverse("reports:report_list"))
    shown(visitor, "report-list", *SCREENS)
    page.get_by_role("link", name="全市报告", exact=True).click()
    page.get_by_text("核验码").wait_for()
    said = "".join(page.locator(".report-chapter p").nth(0).inner_text().split())
    printed_text = text_of(PdfReader(BytesIO(files.read(report.document.path))))
    assert said in printed_text
    visitor.open(f"{reverse('core:verify')}?code={report.document.code}")
    page.get_by_text("没有更新的报告").wait_for()
    assert visitor.problems == []


def close_again(visitor, report: QuarterlyReport) -> None:
    page = visitor.open(reverse("admin:reports_quarterlyreport_change", args=[report.pk]))
    page.get_by_role("link", name="重新结账").click()
    page.get_by_label("重新结账的原因").fill("补登了一次会议")
    page.locator(".verb form button[type=submit]").click()
    page.get_by_text("正在重新结账").wait_for()
    again = QuarterlyReport.objects.in_hand().get()
    assert again.corrects == report
    worked(again.job)
    supersede(visitor, again, report)


def supersede(visitor, again: QuarterlyReport, report: QuarterlyReport) -> None:
    """Checked and issued in one go; the older paper leads to the newer one."""
    for step in ("整批核对", "整批印发"):
        page = visitor.open(reverse("admin:reports_quarterlyreport_changelist"))
        page.get_by_role("link", name=step).first.click()
        if FOLDER:
            page.screenshot(path=f"{FOLDER}/report-desk-{step}.png", full_page=True)
        page.locator(".verb form button[type=submit]").click()
        page.get_by_text("1份报告").first.wait_for()
    again.refresh_from_db()
    worked(again.job)
    page = visitor.open(report.get_absolute_url())
    page.get_by_text("这份报告已被新的报告替代").wait_for()
    shown(visitor, "report-superseded", PHONE, DESKTOP)
    page.get_by_role("link", name="印发的新报告").click()
    page.wait_for_url(f"**{again.get_absolute_url()}")
