"""The reports of a quarter in one go: begun, closed by a worker, checked, issued, bundled, told."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.urls import reverse

from apps.core import jobs
from apps.core.desk import waiting_for
from apps.core.lifecycle import StepRefused, advance
from apps.core.models import Job, JobItem
from apps.notices.models import Notice
from apps.reports.choices import ReportStatus
from apps.reports.closing import close_quarter
from apps.reports.issuing import order_issues
from apps.reports.models import QuarterlyReport
from apps.reports.services import check_many, order_closing, order_closings, try_again
from apps.zones.models import ZoneOfficer
from tests import cast
from tests.reports.conftest import (
    QUARTER,
    TYPED,
    YEAR,
    checked,
    closed_again,
    issued,
    printed,
    worked,
)

ALL = ["whole", "zone", "unit"]


def order_all(by, **given) -> Job:
    asked = {"year": YEAR, "quarter": QUARTER, "levels": ALL, **given}
    return order_closings(by=by, **asked)[0]


def statuses() -> set[str]:
    return set(QuarterlyReport.objects.values_list("status", flat=True))


def test_city_zones_and_units_are_closed_in_one_go(quarter, users):
    job = order_all(users.staff, **TYPED)
    assert statuses() == {"closing"}
    worked(job)
    assert statuses() == {"draft"}
    assert [str(report) for report in QuarterlyReport.objects.by_place()] == [
        "2025年三季度全市报告",
        "2025年三季度第一联系片报告",
        "2025年三季度第二联系片报告",
        "2025年三季度市财政局报告",
        "2025年三季度市审计局报告",
    ]
    assert {r.closing.closed_by for r in QuarterlyReport.objects.select_related("closing")} == {
        users.staff
    }
    assert set(QuarterlyReport.objects.values_list("problems", flat=True)) == {TYPED["problems"]}


def test_what_stands_already_is_left_alone(quarter, users):
    standing = close_quarter(year=YEAR, quarter=QUARTER, zone=quarter.zone)
    job, stood = order_closings(year=YEAR, quarter=QUARTER, levels=ALL, by=users.staff)
    assert (stood, job.items.count()) == (1, 4)
    assert QuarterlyReport.objects.get(pk=standing.pk).status == ReportStatus.DRAFT
    with pytest.raises(StepRefused, match="要结账的5份报告都已结账，没有要办的"):
        order_all(users.staff)


def test_quarter_that_is_not_over_is_not_closed_in_one_go(quarter, users):
    with pytest.raises(StepRefused, match="才结束，过后再结账"):
        order_closings(year=2999, quarter=1, levels=ALL, by=users.staff)


@pytest.mark.parametrize("more", [1, 3])
def test_number_of_queries_does_not_grow(quarter, users, django_assert_num_queries, more):
    for number in range(more):
        unit = cast.make_unit(f"单位{number}")
        cast.make_organisation(f"支部{number}", parent=quarter.root, unit=unit)
    with django_assert_num_queries(16):
        order_all(users.staff)


def test_closing_that_fails_is_told_and_tried_again(quarter, users, as_user, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("apps.reports.closing._annexes", lambda *_: 1 / 0)
        report = order_closing(year=YEAR, quarter=QUARTER, by=users.staff)
        for _ in range(jobs.MAX_ATTEMPTS):
            worked(report.job)
    report.refresh_from_db()
    assert (report.status, report.closing) == ("closing", None)
    page = as_user(users.staff).get(report.get_absolute_url()).text
    assert "没有结成账，数字还没有固定" in page
    assert "hx-get" not in page
    try_again(report=report)
    worked(report.job)
    report.refresh_from_db()
    assert report.status == ReportStatus.DRAFT
    with pytest.raises(StepRefused, match="没有需要重试的事项"):
        try_again(report=report)


def test_closing_that_was_withdrawn_meanwhile_freezes_nothing(quarter, users):
    report = order_closing(year=YEAR, quarter=QUARTER, by=users.staff)
    advance(report, "withdraw", by=users.staff, note="选错了季度")
    worked(report.job)
    report.refresh_from_db()
    assert (report.status, report.closing) == ("withdrawn", None)
    assert report.job.items.get().status == JobItem.Status.DONE


def test_what_lacks_its_words_is_not_checked_with_the_others(quarter, users):
    reports = [close_quarter(year=YEAR, quarter=QUARTER, unit=u) for u in units(quarter)]
    QuarterlyReport.objects.filter(pk=reports[0].pk).update(**TYPED)
    found = check_many(reports=reports, by=users.staff)
    assert found.done == [reports[0]]
    assert found.stayed == [(reports[1], "请先填写存在问题、下步安排，再核对")]


def units(quarter):
    return quarter.unit, quarter.other_unit


def test_checked_reports_are_issued_and_printed_each_by_itself(quarter, users, as_user):
    reports = [
        checked(close_quarter(year=YEAR, quarter=QUARTER, unit=u), users.staff)
        for u in units(quarter)
    ]
    job = order_issues(reports=reports, by=users.staff)
    advance(reports[1], "send_back", by=users.staff, note="漏了一段")
    for _ in range(jobs.MAX_ATTEMPTS):
        worked(job)
    good, bad = QuarterlyReport.objects.order_by("pk")
    assert (good.status, bool(good.document)) == ("issued", True)
    assert (bad.status, bad.document) == ("draft", None)
    assert jobs.progress(job).failed == 1
    told = Notice.objects.get(user=users.staff, kind="job")
    assert "完成1项，1项没有成功，请打开查看原因" in told.text
    assert f"year={YEAR}&quarter__exact={QUARTER}" in told.link


def test_printed_papers_of_a_quarter_come_as_one_file(quarter, users, as_user, client):
    reports = [
        printed(issued(close_quarter(year=YEAR, quarter=QUARTER, unit=u), users.staff))
        for u in units(quarter)
    ]
    address = f"{reverse('reports:report_bundle')}?period=2025Q3"
    page = as_user(users.leader).get(reverse("reports:report_list")).text
    assert address in page
    answer = as_user(users.leader).get(address)
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == [
            "001_2025年三季度市财政局报告.pdf",
            "002_2025年三季度市审计局报告.pdf",
        ]
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
    own = as_user(users.subtree_secretary).get(address)
    with ZipFile(BytesIO(b"".join(own.streaming_content))) as archive:
        assert archive.namelist() == ["001_2025年三季度市财政局报告.pdf"]
    for wrong in ("", "2025", "abc", "2025Q2"):
        answer = as_user(users.leader).get(f"{reverse('reports:report_bundle')}?period={wrong}")
        assert answer.status_code == 404
    assert len(reports) == 2


def told_of(report) -> set[str]:
    found = Notice.objects.filter(link=report.get_absolute_url(), kind="other")
    return set(found.values_list("user__username", flat=True))


def test_those_whom_a_report_is_about_are_told_of_it(quarter, users):
    leader = cast.make_person("片长")
    person = cast.make_user("zone_leader", person=leader)
    quarter.zone.leader = leader
    quarter.zone.save()
    ZoneOfficer.objects.create(zone=quarter.zone, user=users.staff)
    city = issued(close_quarter(year=YEAR, quarter=QUARTER), None)
    assert told_of(city) == {"leader"}
    of_zone = issued(close_quarter(year=YEAR, quarter=QUARTER, zone=quarter.zone), None)
    # The zone is one of a year that is over: who led it reads it no more.
    assert told_of(of_zone) == {"staff"}
    of_unit = issued(close_quarter(year=YEAR, quarter=QUARTER, unit=quarter.unit), None)
    assert told_of(of_unit) == {"subtree_secretary"}
    assert not person.notices.exists()


def test_second_paper_and_its_withdrawal_are_told(quarter, users):
    unit = {"year": YEAR, "quarter": QUARTER, "unit": quarter.unit}
    first = issued(close_quarter(**unit), users.staff)
    second = issued(closed_again(first), users.staff)
    advance(second, "withdraw", by=users.staff, note="数字有误")
    texts = list(Notice.objects.filter(kind="other").order_by("pk").values_list("text", flat=True))
    assert texts == [
        "2025年三季度市财政局报告已印发",
        "2025年三季度市财政局报告已印发，替代以前印发的一份",
        "2025年三季度市财政局报告已撤回，不再有效。原因：数字有误",
    ]


def test_desk_shows_what_waits_to_be_checked_and_issued(report, users, as_user):
    def waiting() -> dict[str, str]:
        queues = {queue["label"]: queue["link"] for queue in waiting_for(users.staff)}
        return {label: link for label, link in queues.items() if label.endswith("季度报告")}

    assert list(waiting()) == ["待核对的季度报告"]
    assert str(report) in as_user(users.staff).get(waiting()["待核对的季度报告"]).text
    checked(report, users.staff)
    assert list(waiting()) == ["待印发的季度报告"]
    assert str(report) in as_user(users.staff).get(waiting()["待印发的季度报告"]).text


def desk(name: str) -> str:
    return reverse(f"admin:reports_quarterlyreport_{name}")


@time_machine.travel(date(YEAR, 11, 2), tick=False)
def test_desk_does_a_quarter_in_one_go(quarter, users, as_user):
    client = as_user(users.staff)
    period = f"{YEAR}Q{QUARTER}"
    assert "请至少选一项" in client.post(desk("close_many"), {"period": period}).text
    asked = {"period": period, "levels": ["whole", "zone"], **TYPED}
    answer = client.post(desk("close_many"), asked, follow=True)
    assert "3份报告正在结账。可以离开此页" in answer.text
    assert "没有要办的" in client.post(desk("close_many"), asked).text
    worked(Job.objects.get())
    keys = list(QuarterlyReport.objects.values_list("pk", flat=True))
    answer = client.post(desk("check_many"), {"reports": keys}, follow=True)
    assert "3份报告已核对" in answer.text
    answer = client.post(desk("issue_many"), {"reports": keys[:2]}, follow=True)
    assert "2份报告正在印发" in answer.text
    worked(Job.objects.latest("pk"))
    assert sorted(QuarterlyReport.objects.values_list("status", flat=True)) == [
        *("checked", "issued", "issued")
    ]
    assert "没有草拟好、等待核对的报告" in client.get(desk("check_many")).text
