"""The import as a whole: what comes in, what a second time changes, what a mistake leaves behind."""

from datetime import date

import pytest

from apps.branches.models import Appointment, Membership, Organisation, Person, Placement, Unit
from apps.core.imports import bring_in, check
from apps.core.models import AuditEvent
from apps.meetings.models import Attendance, Meeting
from tests import cast
from tests.core import workbooks
from tests.core.workbooks import whole, with_cell, workbook


def sentences(content: bytes, name: str = "名册.xlsx") -> list[str]:
    return [str(p) for p in check(content, name=name).check.problems]


def tallies(outcome) -> dict[str, tuple[int, int, int]]:
    return {n: (t.new, t.changed, t.unchanged) for n, t in outcome.check.tallies.items()}


@pytest.fixture
def imported(db):
    outcome = bring_in(workbook(whole()), name="名册.xlsx")
    assert sentences(workbook(whole())) == []
    return outcome


def test_five_sheets_come_in_together(imported):
    assert imported.is_saved
    assert tallies(imported) == {
        "单位": (1, 0, 0),
        "党组织": (4, 0, 0),
        "人员": (3, 0, 0),
        "任职": (1, 0, 0),
        "会议": (1, 0, 0),
    }


def test_tree_and_its_history_begin_at_the_founding(imported):
    group = Organisation.objects.get(code="O4")
    chain = [Organisation.objects.get(code=c).pk for c in ("O1", "O2", "O3", "O4")]
    assert group.path == "".join(f"{pk}/" for pk in chain)
    assert group.placements.get().valid_from == workbooks.FOUNDED
    assert Organisation.objects.get(code="O3").unit == Unit.objects.get()


def test_memberships_come_with_the_people(imported):
    rows = Membership.objects.order_by("person__code").values_list(
        "person__name", "kind", "valid_from", "subgroup__name"
    )
    assert list(rows) == [
        ("张三", "full", date(2018, 1, 1), "第一党小组"),
        ("李四", "full", date(2019, 3, 1), None),
        ("王五", "probationary", date(2025, 6, 1), None),
    ]


def test_meeting_is_filed_with_the_attendance_of_the_roll(imported):
    meeting = Meeting.objects.get()
    assert (meeting.kind, meeting.status) == ("theme_day", "filed")
    assert (meeting.expected_count, meeting.present_count) == (3, 2)
    assert Attendance.objects.get(status="sick").person.name == "王五"
    kinds = meeting.agenda_items.order_by("order").values_list("topic", "kind")
    assert list(kinds) == [
        ("参观教育基地", "theme_day"),
        ("交流体会", ""),
        ("学习党章", "party_lecture"),
    ]


def test_second_time_changes_nothing(imported):
    versions = list(Person.objects.values_list("pk", "version"))
    again = bring_in(workbook(whole()), name="名册.xlsx")
    assert tallies(again) == {
        "单位": (0, 0, 1),
        "党组织": (0, 0, 4),
        "人员": (0, 0, 3),
        "任职": (0, 0, 1),
        "会议": (0, 0, 1),
    }
    assert list(Person.objects.values_list("pk", "version")) == versions
    assert (Placement.objects.count(), Membership.objects.count()) == (4, 3)
    assert (Appointment.objects.count(), Meeting.objects.count()) == (1, 1)


def test_check_saves_nothing(db):
    outcome = check(workbook(whole()), name="名册.xlsx")
    assert outcome.is_right
    assert not outcome.is_saved
    assert not Person.objects.exists()


def test_one_mistake_saves_nothing(db):
    outcome = bring_in(with_cell("任职", 0, "职务", "总指挥"), name="名册.xlsx")
    assert not outcome.is_saved
    assert not Unit.objects.exists()


def test_all_mistakes_are_told_at_once(db):
    contents = whole()
    contents["单位"].append(["U2", "市审计局", None, "公司", workbooks.FOUNDED])
    contents["人员"][0][6] = "2018-13-01"
    contents["人员"][1][3] = "市财政局第二党支部"
    contents["任职"][0][4] = None
    told = sentences(workbook(contents))
    assert len(told) == 4
    assert told[0].startswith("“单位”第 3 行 D 列“单位性质”：“公司”不在可选范围，只能是机关、")
    assert told[1] == (
        "“人员”第 2 行 G 列“转入日期”：没有“2018-13-01”这一天，日期写成 2026-11-20 或 2026年11月20日"
    )
    assert told[2] == (
        "“人员”第 3 行 D 列“党支部”：没有“市财政局第二党支部”这个支部，是否为“市财政局第一党支部”？"
    )
    assert told[3] == "“任职”第 2 行 E 列“任职日期”：请填写任职日期"


def test_import_leaves_an_audit_event(db):
    user = cast.make_user("staff")
    bring_in(workbook(whole()), name="名册.xlsx", by=user)
    event = AuditEvent.objects.get(kind=AuditEvent.Kind.IMPORTED)
    assert event.user == user
    assert event.succeeded


def test_changed_cells_are_shown(imported):
    outcome = check(with_cell("人员", 0, "联系电话", "13900000000"), name="名册.xlsx")
    (changed,) = outcome.check.changes
    assert (changed.column, changed.before, changed.after) == (
        "联系电话",
        "13800001234",
        "13900000000",
    )
    assert tallies(outcome)["人员"] == (0, 1, 2)


def test_blank_cell_changes_nothing(imported):
    bring_in(with_cell("人员", 0, "联系电话", None), name="名册.xlsx")
    assert Person.objects.get(code="P1").phone == "13800001234"


def test_new_name_begins_a_new_span(imported):
    contents = whole()
    contents["党组织"][2][1] = "市财政局机关第一党支部"
    contents["党组织"][2][6] = date(2026, 1, 1)
    contents = {"党组织": contents["党组织"]}
    assert bring_in(workbook(contents), name="更名.xlsx").is_saved
    spans = Organisation.objects.get(code="O3").placements.order_by("valid_from")
    assert [(p.name, p.valid_to) for p in spans] == [
        ("市财政局第一党支部", date(2026, 1, 1)),
        ("市财政局机关第一党支部", None),
    ]


def test_another_branch_begins_a_new_membership(imported):
    contents = whole()
    contents["党组织"].append(
        ["O5", "市财政局第二党支部", "党支部", "O2", None, workbooks.FOUNDED, None]
    )
    contents["人员"][1][3:] = ["O5", None, "正式党员", date(2026, 1, 1)]
    outcome = bring_in(workbook({k: contents[k] for k in ("党组织", "人员")}), name="转接.xlsx")
    assert tallies(outcome)["人员"] == (0, 1, 2)
    rows = Person.objects.get(code="P2").memberships.order_by("valid_from")
    assert [(m.organisation.code, m.valid_to) for m in rows] == [
        ("O3", date(2026, 1, 1)),
        ("O5", None),
    ]


def test_new_secretary_ends_his_predecessor(imported):
    rows = [["P2", "李四", "O3", "书记", date(2026, 1, 1), None]]
    assert bring_in(workbook({"任职": rows}), name="任职.xlsx").is_saved
    assert Appointment.objects.get(person__code="P1").valid_to == date(2026, 1, 1)


def test_filed_meeting_is_not_rewritten(imported):
    told = sentences(with_cell("会议", 0, "地点", "五楼会议室"))
    assert told == [
        "“会议”第 2 行 C 列“日期”：这次会议已经登记，内容与表中不同。"
        "已登记的记录不能用导入修改，请在记录里更正"
    ]


def test_number_of_queries_does_not_depend_on_the_rows(
    imported, django_assert_max_num_queries, django_assert_num_queries
):
    def people(count: int) -> bytes:
        rows = [
            [f"N{count}-{n}", f"党员{n}", None, "O3", None, "正式党员", "2020-01-01"]
            for n in range(count)
        ]
        return workbook({"人员": rows})

    few, many = people(3), people(300)
    with django_assert_max_num_queries(20) as measured:
        bring_in(few, name="少.xlsx")
    needed = len(measured)
    with django_assert_num_queries(needed):
        bring_in(many, name="多.xlsx")
