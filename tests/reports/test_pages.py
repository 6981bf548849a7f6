"""Pages of reports: who sees which, every number a link to its rows, one set of values."""

import re
from html import unescape
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from apps.branches.choices import Role
from apps.core.lifecycle import advance
from apps.meetings.choices import MeetingKind
from apps.reports.closing import close_quarter
from apps.reports.composing import paper_of
from apps.reports.models import QuarterlyReport
from apps.reports.services import issue_report
from tests import cast
from tests.reports.conftest import (
    FIRST,
    QUARTER,
    YEAR,
    checked,
    closed_again,
    issued,
    printed,
    worked,
)

LIST = "reports:report_list"
NUMBER = re.compile(
    r'<a(?: class="report-number")? href="(/reports/[^"]+/numbers/[^"]+)">([^<]+)</a>'
)


def numbers_on(page: str) -> dict[str, str]:
    """Address and text of every number."""
    return dict(NUMBER.findall(page))


def test_draft_is_seen_by_the_staff_alone(report, users, as_user):
    for user, status in ((users.staff, 200), (users.leader, 404), (users.subtree_secretary, 404)):
        assert as_user(user).get(report.get_absolute_url()).status_code == status


def test_issued_report_of_a_unit_is_seen_by_its_head(quarter, users, as_user):
    report = issued(close_quarter(year=YEAR, quarter=QUARTER, unit=quarter.unit), users.staff)
    for name in ("staff", "leader", "subtree_secretary"):
        client = as_user(getattr(users, name))
        assert client.get(report.get_absolute_url()).status_code == 200
        assert str(report.period.label) in client.get(reverse(LIST)).text
    for name in ("secretary", "stranger"):
        client = as_user(getattr(users, name))
        assert client.get(report.get_absolute_url()).status_code == 404
        assert "还没有您能看到的季度报告" in client.get(reverse(LIST)).text


def test_issued_report_of_a_zone_is_seen_by_whoever_reads_all_of_it(quarter, users, as_user):
    report = issued(close_quarter(year=YEAR, quarter=QUARTER, zone=quarter.zone), users.staff)
    for committee, status in ((quarter.committee, 200), (quarter.other_committee, 404)):
        reader = cast.make_user(f"reader{status}")
        cast.grant(reader, Role.LEADER, committee)
        assert as_user(reader).get(report.get_absolute_url()).status_code == status
    assert as_user(users.leader).get(report.get_absolute_url()).status_code == 200


def test_every_number_on_screen_leads_to_its_rows(report, users, as_user):
    client = as_user(users.staff)
    found = numbers_on(client.get(report.get_absolute_url()).text)
    assert len(found) > 300
    told = {address: text for address, text in found.items() if not text.endswith(("%", "—"))}
    for address in list(told)[:: len(told) // 40]:
        page = client.get(address)
        assert page.status_code == 200, address
        frozen = re.search(r"data-frozen>([^<]+)<", page.text)
        assert frozen, address
        assert frozen[1] == told[address], address


def test_screen_shows_the_values_of_the_paper(report, users, as_user):
    page = as_user(users.staff).get(report.get_absolute_url()).text
    paper = paper_of(report)
    sections = [section for chapter in paper["chapters"] for section in chapter["sections"]]
    tables = [table for section in sections for table in section["tables"]]
    rows = [row for table in (*tables, *paper["annexes"]) for row in table["rows"]]
    shown = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", page, re.DOTALL)
    cells = [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in shown]
    heads = [c["label"] for t in (*tables, *paper["annexes"]) for c in t["columns"]]
    assert sorted(cells) == sorted([*heads, *(cell["text"] for row in rows for cell in row)])
    paragraphs = [unescape(re.sub(r"<[^>]+>", "", p)) for p in re.findall(r"<p>(.*?)</p>", page)]
    for section in sections:
        for pieces in section["paragraphs"]:
            assert "".join(piece["text"] for piece in pieces) in paragraphs


def test_rows_behind_a_number_are_as_many_as_it_says(report, users, as_user):
    client = as_user(users.staff)
    for key, rows in (("members_meeting", 2), ("issues_found", 1), ("duty:all:due", 3)):
        page = client.get(f"{report.get_absolute_url()}numbers/now/whole/-/{key}/")
        assert page.text.count("<tr>") == rows + 1, key


def test_number_that_changed_since_says_both(report, quarter, users, as_user):
    cast.make_meeting(quarter.branch, MeetingKind.MEMBERS_MEETING, held_on=FIRST)
    page = as_user(users.staff).get(
        f"{report.get_absolute_url()}numbers/now/whole/-/members_meeting/"
    )
    assert "data-frozen>2次<" in page.text
    assert "结账以后记录有变动，按现在的记录是" in page.text
    assert "data-number>3次<" in page.text


@pytest.mark.parametrize(
    "ref",
    [
        "now/whole/-/nothing",
        "then/whole/-/members",
        "now/zone/1/members",
        "now/nowhere/-/members",
        "members",
    ],
)
def test_number_that_no_report_has_is_not_found(report, users, as_user, ref):
    page = as_user(users.staff).get(f"{report.get_absolute_url()}numbers/{ref}/")
    assert page.status_code == 404


def test_word_has_the_same_values(report, users, as_user):
    client = as_user(users.staff)
    answer = client.get(reverse("reports:report_word", args=[report.uuid]))
    document = docx.Document(BytesIO(answer.content))
    paper = paper_of(report)
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    tables = [t for c in paper["chapters"] for s in c["sections"] for t in s["tables"]]
    expected = []
    for table in (*tables, *paper["annexes"]):
        expected += [column["label"] for column in table["columns"]]
        expected += [cell["text"] for row in table["rows"] for cell in row]
    assert cells == expected
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        one["heading"] for one in (*paper["chapters"], *paper["annexes"])
    ]
    assert "草稿" in document.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("units", [1, 3])
def test_page_takes_as_many_queries_however_many_units(
    quarter, users, as_user, django_assert_num_queries, units
):
    for number in range(1, units):
        unit = cast.make_unit(f"单位{number}")
        cast.make_organisation(f"支部{number}", parent=quarter.root, unit=unit)
    report = close_quarter(year=YEAR, quarter=QUARTER, by=users.staff)
    client = as_user(users.staff)
    client.get(report.get_absolute_url())
    with django_assert_num_queries(6):
        client.get(report.get_absolute_url())


@pytest.mark.parametrize("reports", [1, 3])
def test_list_takes_as_many_queries_however_many_reports(
    quarter, users, as_user, django_assert_num_queries, reports
):
    for number in range(1, 1 + reports):
        QuarterlyReport.objects.create(year=2020, quarter=number, status="withdrawn")
    client = as_user(users.staff)
    client.get(reverse(LIST))
    with django_assert_num_queries(6):
        client.get(reverse(LIST))


def test_list_is_narrowed_to_a_year(quarter, users, as_user):
    for year in (2020, 2021):
        QuarterlyReport.objects.create(year=year, quarter=1, status="withdrawn")
    client = as_user(users.staff)
    page = client.get(reverse(LIST), {"year": "2020"}).text
    assert "2020年一季度" in page
    assert "2021年一季度" not in page
    assert "2021年一季度" in client.get(reverse(LIST), {"year": "没有"}).text


def test_page_says_how_far_the_printing_is(report, users, as_user):
    sent = issued(report, users.staff)
    client = as_user(users.staff)
    assert "PDF 正在生成" in client.get(sent.get_absolute_url()).text
    part = client.get(sent.get_absolute_url(), headers={"HX-Request": "true"})
    assert "PDF 正在生成" in part.text
    assert "<html" not in part.text
    printed(sent)
    part = client.get(sent.get_absolute_url(), headers={"HX-Request": "true"})
    assert "下载 PDF" in part.text
    assert "hx-get" not in part.text


def test_paper_of_a_withdrawn_report_says_so(report, users, client):
    sent = printed(issued(report, users.staff))
    advance(sent, "withdraw", by=users.staff, note="数字有误")
    said = client.get(reverse("core:verify"), {"code": sent.document.code}).text
    assert "印发后已撤回，不再有效" in said


def test_desk_closes_writes_checks_and_issues(quarter, users, as_user):
    client = as_user(users.staff)
    asked = {"year": YEAR, "quarter": QUARTER, "zone": "", "unit": ""}
    client.post(reverse("admin:reports_quarterlyreport_add"), asked)
    report = QuarterlyReport.objects.get()
    again = client.post(reverse("admin:reports_quarterlyreport_add"), asked)
    assert "正在结账，请稍后刷新查看，不用再点一次" in again.text
    page = client.get(report.get_absolute_url())
    assert "正在统计并固定数字" in page.text
    worked(report.job)
    part = client.get(report.get_absolute_url(), headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    again = client.post(reverse("admin:reports_quarterlyreport_add"), asked)
    assert "不能再结一次" in again.text
    report.refresh_from_db()
    refused = client.post(step(report, "review"))
    assert "请先填写存在问题、下步安排，再核对" in refused.text
    change = reverse("admin:reports_quarterlyreport_change", args=[report.pk])
    typed = {"problems": "问题", "next_steps": "安排", "opened_version": report.version}
    assert client.post(change, typed).status_code == 302
    for name in ("review", "issue"):
        assert client.post(step(report, name)).status_code == 302, name
    report.refresh_from_db()
    assert report.is_issued
    assert 'name="_save"' not in client.get(change).text
    assert client.post(change, typed).status_code == 403
    assert printed(report).document
    client.post(step(report, "close_again"), {"reason": "补登会议"})
    second = QuarterlyReport.objects.in_hand().get()
    assert (second.corrects, second.is_closing) == (report, True)


def step(report: QuarterlyReport, name: str) -> str:
    return reverse(f"admin:reports_quarterlyreport_{name}", args=[report.pk])


def test_issuing_again_supersedes_the_older_report(report, users, as_user, client):
    first = printed(issued(report, users.staff))
    again = closed_again(first, users.staff)
    second = printed(issued(again, users.staff))
    first.refresh_from_db()
    assert first.status == "superseded"
    verify = reverse("core:verify")
    old = client.get(verify, {"code": first.document.code}).text
    assert "新报告替代" in old
    assert second.document.code in old
    assert "没有更新的报告" in client.get(verify, {"code": second.document.code}).text


def test_interrupted_issue_leaves_nothing(report, users, monkeypatch):
    ready = checked(report, users.staff)
    monkeypatch.setattr("apps.reports.services.order", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        issue_report(report=ready, by=users.staff)
    ready.refresh_from_db()
    assert (ready.status, ready.paper, ready.issued_at) == ("checked", None, None)


def test_issued_values_stay_when_names_and_records_change(report, quarter, users):
    first = issued(report, users.staff)
    before = first.paper
    quarter.unit.name = quarter.unit.short_name = "改了名的局"
    quarter.unit.save()
    assert paper_of(QuarterlyReport.objects.get(pk=first.pk)) == before


def test_leader_finds_the_reports_from_his_page(users, as_user):
    page = as_user(users.leader).get(reverse("portal:lead")).text
    # In the frame, and below what he reads.
    assert page.count(f'href="{reverse(LIST)}"') == 3
