"""Rows that are right beside rows that are wrong: what may come in, and that nothing else does."""

from datetime import date

import pytest

from apps.branches.models import Membership, Organisation, Person, Unit
from apps.core.imports import check
from apps.core.imports.check import Tally
from apps.core.imports.engine import Source, keep, look
from apps.meetings.models import Meeting
from tests.core.workbooks import FOUNDED, book, saved, whole, workbook

BRANCH = "市财政局第一党支部"


@pytest.fixture
def tree(db):
    contents = whole()
    keep(Source(workbook({k: contents[k] for k in ("单位", "党组织")}), "组织.xlsx"))


def person(number: int, *, branch: str = BRANCH, kind: str = "正式党员", since="2020-01-01"):
    return [f"N{number}", f"党员{number}", None, branch, None, kind, since]


def people(wrong: dict[int, dict], count: int = 50) -> Source:
    """`wrong` holds what differs in the rows of these numbers."""
    rows = [person(n, **wrong.get(n, {})) for n in range(1, count + 1)]
    return Source(workbook({"人员": rows}), "党员.xlsx")


UNREADABLE = {
    7: {"since": "2020年13月1日"},
    18: {"branch": "市财政局三支部"},
    34: {"kind": "积极分子"},
}
# Nothing in these cells is unreadable; rules of memberships alone refuse the rows.
AGAINST_RULES = {
    7: {"branch": "市财政局机关党委"},
    18: {"since": None},
    34: {"branch": "O2"},
}


@pytest.mark.parametrize("wrong", [UNREADABLE, AGAINST_RULES], ids=["unreadable", "rules"])
def test_exactly_the_good_rows_come_in(tree, wrong):
    source = people(wrong)
    outcome = look(source)
    assert [p.row for p in outcome.check.problems] == [8, 19, 35]
    assert not Person.objects.exists()
    assert outcome.good.tallies == {"人员": Tally(47)}
    kept = keep(source, left_out=outcome.left_out, expected=outcome.good.tallies)
    assert kept.is_saved
    assert Person.objects.count() == Membership.objects.count() == 47


@pytest.mark.parametrize("wrong", [UNREADABLE, AGAINST_RULES], ids=["unreadable", "rules"])
def test_mended_rows_follow_and_the_whole_file_then_changes_nothing(tree, wrong):
    source = people(wrong)
    keep(source, left_out=look(source).left_out)
    mended = people({})
    assert look(mended).good.tallies == {"人员": Tally(3, 0, 47)}
    keep(mended)
    assert Person.objects.count() == 50
    assert look(mended).good.tallies == {"人员": Tally(0, 0, 50)}
    assert keep(mended).is_saved
    assert Person.objects.count() == 50


def test_change_since_the_preview_saves_nothing(tree):
    source = people(UNREADABLE)
    outcome = look(source)
    Person.objects.create(code="N1", name="别人")
    kept = keep(source, left_out=outcome.left_out, expected=outcome.good.tallies)
    assert not kept.is_saved
    assert "预览之后系统里的内容有变化" in str(kept.check.problems[-1])
    assert list(Person.objects.values_list("name", flat=True)) == ["别人"]


def test_row_that_refers_to_a_wrong_row_waits(db):
    contents = whole()
    contents["党组织"][2][2] = "支委"
    outcome = check(workbook(contents), name="名册.xlsx")
    assert [(p.sheet, p.row) for p in outcome.check.problems] == [("党组织", 4)]
    waiting = {sheet: sorted(rows) for sheet, rows in outcome.check.waiting.items() if rows}
    assert waiting == {"党组织": [5], "人员": [2, 3, 4], "任职": [2], "会议": [2]}
    assert outcome.good.tallies["党组织"] == Tally(2)
    source = Source(workbook(contents), "名册.xlsx")
    assert keep(source, left_out=outcome.left_out).is_saved
    assert not Person.objects.exists()
    assert set(Organisation.objects.values_list("code", flat=True)) == {"O1", "O2"}


def test_meetings_wait_while_the_roll_is_wrong(db):
    contents = whole()
    contents["人员"][2][6] = "很久以前"
    source = Source(workbook(contents), "名册.xlsx")
    outcome = look(source)
    assert list(outcome.check.waiting["会议"]) == [2]
    assert keep(source, left_out=outcome.left_out).is_saved
    assert Person.objects.count() == 2
    assert not Meeting.objects.exists()


def test_two_rows_of_one_code_that_differ_both_stay_out(tree):
    rows = [person(1), person(2), [*person(2)[:1], "另一人", *person(2)[2:]]]
    outcome = look(Source(workbook({"人员": rows}), "党员.xlsx"))
    assert [p.row for p in outcome.check.problems] == [4]
    assert outcome.left_out == {"人员": {3, 4}}
    assert outcome.good.tallies == {"人员": Tally(1)}


def test_nothing_comes_in_beside_a_missing_column(tree):
    made = book({"单位": [["U9", "市审计局", None, "机关", FOUNDED]], "人员": [person(1)]})
    made["人员"]["B1"] = "称呼"
    outcome = look(Source(saved(made), "名册.xlsx"))
    assert any("缺少“姓名”这一列" in p.sentence for p in outcome.check.problems)
    assert outcome.good is None


def test_file_without_a_good_row_offers_nothing(tree):
    outcome = look(people({1: {"kind": "？"}, 2: {"kind": "？"}}, count=2))
    assert outcome.good is None


def test_names_of_a_meeting_with_a_wrong_day_are_told_too(db):
    contents = whole()
    held_on, chair = 2, 6
    contents["会议"][0][held_on] = "三月"
    contents["会议"][0][chair] = "赵六"
    told = [p.sentence for p in check(workbook(contents), name="名册.xlsx").check.problems]
    assert told[0].startswith("“三月”不是日期")
    assert told[1:] == ["名册里没有“赵六”这个人，请核对姓名"]


def test_problem_carries_the_cell_as_it_was_written(db):
    contents = {"单位": [["U1", "市财政局", None, "公司", date(2015, 1, 1)]]}
    (problem,) = check(workbook(contents), name="单位.xlsx").check.problems
    assert (problem.place, problem.value) == ("D 列“单位性质”", "公司")
    assert not Unit.objects.exists()
