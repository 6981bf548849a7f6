"""The current view of a list as a workbook, read back by openpyxl."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from apps.branches.models import Unit
from apps.core import files, jobs
from apps.core.exports import make_export
from apps.core.exports.book import book
from apps.core.exports.cells import writable
from apps.core.imports.cells import Text
from apps.core.listings import Table, clean_query
from apps.core.models import AuditEvent, Export, JobItem
from tests import cast

UNITS = "admin:branches_unit_changelist"
PEOPLE = "admin:branches_person_changelist"
RECORDS = "meetings:meeting_list"
MEETINGS = "admin:meetings_meeting_changelist"
HELD_ON = date(2026, 10, 8)
# What people type and what attacks: each is the same text in the cell, and never a formula.
STRINGS = [
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1+1",
        "\t=1",
        '=HYPERLINK("http://x","y")',
        "=cmd|'/c'!A0",
    ),
    *("0013800001234", "110101199003071234", "1E+20", "2026-01-01", "TRUE", "'=1+1"),
    *("_x0041_", "_x005F_x0041_", "x_x000D_y", "<b>粗</b>", "]]>", "&amp;", '"><img onerror=1>'),
    *(
        "𠮷野家",
        "㐀",
        "买买提·艾力",
        "👨‍👩‍👧",
        "葛\U000e0100",
        "一\n二",
        "{{7*7}}",
        "%s",
        "'; DROP",
        "\\",
    ),
    *("e\u0301", "％＿", "〇二六", "长" * 5000),
]


def read(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def content_of(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def table(*rows, headings=("一", "二")) -> Table:
    return Table("名册", headings, rows, len(rows), "状态：已审核")


def written(value):
    sheet = read(book(table([value, None]), by="张三", made_at=timezone.now()))
    return sheet.cell(row=3, column=1)


def export(client, listing: str, **given):
    return client.post(reverse("core:list_export"), {"listing": listing, **given})


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


@pytest.mark.parametrize("text", STRINGS)
def test_text_comes_back_as_the_same_text(text):
    cell = written(text)
    assert cell.data_type == "s"
    assert Text(10_000, is_long=True)(cell.value, datetime(1899, 12, 30)) == Text(
        10_000, is_long=True
    )(writable(text), datetime(1899, 12, 30))
    if "_x" not in text:
        assert cell.value == text


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_leaves_the_text(bad):
    assert written(f"会{bad}议").value == "会议"


def test_text_longer_than_a_cell_is_cut_with_a_word():
    value = written("字" * 40_000).value
    assert len(value) == 32_767
    assert value.endswith("……（其余见系统）")


@pytest.mark.parametrize(
    ("value", "kind", "stored"),
    [
        (date(2026, 3, 5), "d", datetime(2026, 3, 5)),
        (12, "n", 12),
        (Decimal("2.5"), "n", 2.5),
        (True, "s", "是"),
        (mark_safe("<i>斜</i>"), "s", "斜"),
        ("", "n", None),
    ],
)
def test_cells_keep_their_type(value, kind, stored):
    cell = written(value)
    assert (cell.data_type, cell.value) == (kind, stored)


def test_moment_is_written_in_local_time():
    value = written(timezone.make_aware(datetime(2026, 3, 5, 9, 30))).value
    assert value == datetime(2026, 3, 5, 9, 30)


def test_sheet_has_title_frozen_headings_widths_and_a_footer():
    made_at = timezone.make_aware(datetime(2026, 3, 5, 9, 30))
    sheet = read(book(table(["很长的党组织名称" * 2, 3]), by="张三", made_at=made_at))
    assert sheet["A1"].value == "名册"
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:B1"]
    assert sheet.freeze_panes == "A3"
    assert [c.value for c in sheet[2]] == ["一", "二"]
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width
    told = [row[0].value for row in sheet.iter_rows(min_row=4)]
    assert told == [
        None,
        "导出条件：状态：已审核；共 1 行",
        "导出时间：2026-03-05 09:30；导出人：张三",
    ]


def test_empty_table_is_a_workbook_too():
    sheet = read(book(table(), by="张三", made_at=timezone.now()))
    assert [c.value for c in sheet[2]] == ["一", "二"]


def rows_of(sheet) -> list[list]:
    """Between the headings and the footer."""
    values = [[c.value for c in row] for row in sheet.iter_rows(min_row=3)]
    return values[: next(n for n, row in enumerate(values) if not any(row))]


def shown(client, address: str) -> list[str]:
    return [str(row) for row in client.get(address).context["cl"].result_list]


def test_workbook_has_the_columns_rows_and_order_of_the_screen(city, users, desk):
    for number in range(60):
        cast.make_unit(f"单位{number:02}")
    Unit.objects.filter(name="单位07").update(code="0013800001234")
    answer = export(desk, UNITS, query="o=-0&q=单位&p=2")
    sheet = read(content_of(answer))
    listed = rows_of(sheet)
    assert [c.value for c in sheet[2]] == [
        "单位名称",
        "单位编号",
        "单位性质",
        "业务系统",
        "党组织数",
        "成立日期",
        "撤销日期",
    ]
    assert [row[0] for row in listed] == [f"单位{n:02}" for n in reversed(range(60))]
    assert [row[0] for row in listed][50:] == shown(desk, f"{reverse(UNITS)}?o=-0&q=单位&p=2")
    row = next(r for r in sheet.iter_rows(min_row=3) if r[0].value == "单位07")
    assert (row[1].value, row[1].data_type) == ("0013800001234", "s")
    assert (row[5].value, row[5].is_date) == (datetime(2015, 1, 1), True)
    assert row[4].data_type == "n"
    assert "查找：单位；共 60 行" in [r[0].value for r in sheet.iter_rows(min_row=60)][-2]


def test_workbook_has_a_chinese_name(city, users, desk):
    answer = export(desk, MEETINGS, query="period=2026Q4")
    name = "市直机关_2026年第四季度_会议记录.xlsx"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"


def test_filters_stand_in_the_footer(city, users, desk):
    query = f"period=2026Q4&status__exact=filed&organisation__unit__id__exact={city.unit.pk}"
    cast.make_meeting(city.branch, held_on=HELD_ON)
    cast.make_meeting(city.other_branch, held_on=HELD_ON)
    sheet = read(content_of(export(desk, MEETINGS, query=query)))
    assert len(rows_of(sheet)) == 1
    footer = next(r[0].value for r in sheet.iter_rows() if "导出条件" in str(r[0].value))
    for words in ("待审核", "2026年四季度", "市财政局", "共 1 行"):
        assert words in footer


def test_wrong_filter_is_told(city, users, desk):
    answer = export(desk, UNITS, query="nothing__exact=1")
    assert desk.get(answer["Location"]).text.count("筛选条件无法识别") == 1


def test_export_is_a_security_event(city, users, desk):
    export(desk, PEOPLE, columns=["name", "phone"])
    event = AuditEvent.objects.get(kind=AuditEvent.Kind.EXPORTED)
    assert event.user == users.staff
    assert "人员" in event.subject
    assert "含个人信息" in event.subject


def test_telephone_is_a_text_in_the_workbook(city, users, desk):
    person = users.secretary.person
    person.phone = "13800001234"
    person.save()
    sheet = read(content_of(export(desk, PEOPLE, columns=["name", "phone"], query=f"q={person}")))
    assert rows_of(sheet) == [[person.name, "13800001234"]]
    assert sheet["B3"].data_type == "s"


def test_leader_takes_no_telephone_along(city, users, as_user):
    client = as_user(users.leader)
    assert export(client, PEOPLE, columns=["name", "phone"]).status_code == 403
    cast.make_meeting(city.branch, held_on=HELD_ON)
    sheet = read(content_of(export(client, RECORDS, columns=["phone"])))
    assert not any("电话" in str(c.value) or "手机" in str(c.value) for c in sheet[2])


def test_records_of_the_portal_are_taken_along(city, users, as_user):
    for branch in (city.branch, city.sibling, city.other_branch):
        cast.make_meeting(branch, held_on=HELD_ON)
    client = as_user(users.subtree_secretary)
    sheet = read(content_of(export(client, RECORDS, query="year=2026")))
    assert [c.value for c in sheet[2]] == ["日期", "会议", "党组织", "主持", "实到/应到", "状态"]
    assert {row[2] for row in rows_of(sheet)} == {city.branch.name, city.sibling.name}
    assert sheet["A3"].value == datetime(2026, 10, 8)


def test_export_of_one_body_leaves_its_name_out_as_the_screen_does(city, users, as_user):
    cast.make_meeting(city.branch, held_on=HELD_ON)
    answer = export(as_user(users.secretary), RECORDS, query="year=2026")
    assert [c.value for c in read(content_of(answer))[2]] == [
        *("日期", "会议", "主持", "实到/应到", "状态")
    ]
    assert quote(f"{city.branch.name}_2026年_会议记录.xlsx") in answer["Content-Disposition"]


def test_body_of_others_is_no_filter(city, users, as_user):
    answer = export(as_user(users.secretary), RECORDS, query=f"organisation={city.root.uuid}")
    assert answer.status_code == 302


@pytest.fixture
def ordered(city, users, desk, settings) -> Export:
    settings.EXPORT_DIRECT_ROWS = 1
    answer = export(desk, UNITS, query="o=1")
    made = Export.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    return made


def do_job(made: Export) -> None:
    jobs.work(JobItem.objects.get(job=made.job).pk)
    made.refresh_from_db()


def test_long_list_is_made_in_the_background(ordered, desk, users):
    waiting = desk.get(ordered.get_absolute_url())
    assert waiting["Refresh"] == "3"
    assert "生成后到“我的导出”里取" in waiting.text
    do_job(ordered)
    assert ordered.row_count == 2
    ready = desk.get(ordered.get_absolute_url())
    assert "Refresh" not in ready
    assert "已生成，共 2 行" in ready.text
    answer = desk.get(reverse("core:export_download", args=[ordered.uuid]))
    assert len(rows_of(read(content_of(answer)))) == 2
    assert quote("单位.xlsx") in answer["Content-Disposition"]
    assert "下载" in desk.get(reverse("core:export_list")).text


def test_short_list_goes_to_the_background_when_asked(city, users, desk):
    assert export(desk, UNITS, later="1")["Location"] == Export.objects.get().get_absolute_url()


def test_rights_are_asked_again_when_the_file_is_made(ordered, users, desk):
    users.staff.is_active = False
    users.staff.save()
    do_job(ordered)
    assert ordered.made_at is None
    assert "您现在不能查看这个列表" in ordered.refusal
    assert not AuditEvent.objects.filter(kind=AuditEvent.Kind.EXPORTED).exists()


def test_rows_are_those_that_may_be_seen_when_the_file_is_made(city, users, as_user, settings):
    from apps.branches.models import Appointment

    for branch in (city.branch, city.sibling):
        cast.make_meeting(branch, held_on=HELD_ON)
    client = as_user(users.subtree_secretary)
    export(client, RECORDS, query="", later="1")
    Appointment.objects.filter(person=users.subtree_secretary.person).delete()
    cast.appoint(users.subtree_secretary.person, city.sibling)
    do_job(made := Export.objects.get())
    assert made.row_count == 1


def test_export_belongs_to_whoever_ordered_it(ordered, users, as_user):
    do_job(ordered)
    for page in ("export_detail", "export_download"):
        address = reverse(f"core:{page}", args=[ordered.uuid])
        assert as_user(users.system_admin).get(address).status_code == 404


def test_file_is_kept_for_a_day(ordered, desk):
    do_job(ordered)
    address = reverse("core:export_download", args=[ordered.uuid])
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert ordered.path in set(files.named_paths())
    Export.objects.update(made_at=timezone.now() - timedelta(hours=25))
    gone = desk.get(address)
    assert gone.status_code == 410
    assert "已超过 24 小时" in gone.text
    assert ordered.path not in set(files.named_paths())


def test_making_it_twice_leaves_one_file(ordered):
    do_job(ordered)
    first = ordered.path
    make_export(ordered)
    assert files.absolute(first).exists()


@pytest.mark.parametrize("count", [1, 5])
def test_export_asks_the_same_for_any_number_of_rows(
    count, city, users, desk, django_assert_num_queries
):
    for number in range(count):
        cast.make_meeting(city.branch, held_on=HELD_ON - timedelta(days=number))
    desk.get(reverse("core:export_list"))
    with django_assert_num_queries(EXPORT):
        export(desk, MEETINGS, query="period=2026")


def test_place_in_a_list_is_no_part_of_a_view():
    assert clean_query("p=3&year=2026&kind=&after=x&view=all&o=1") == "o=1&year=2026"


# Session, user, roles, zones and units to choose from, count, rows; the event.
EXPORT = 8
