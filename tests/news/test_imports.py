"""Submissions, adoptions, cases, study and training by workbook."""

from datetime import date

import pytest

from apps.core.imports import bring_in
from apps.core.quantities import Qualifier
from apps.news.models import (
    Audience,
    Case,
    InfoAdoption,
    InfoSubmission,
    StudySession,
    TrainingClass,
)
from tests.core.workbooks import rows_of, workbook

DAY = "2026-03-05"
SUBMISSION = {"单位": "市财政局", "标题": "工作做法", "日期": DAY}
ADOPTION = {
    "单位": "市财政局",
    "信息标题": "工作做法",
    "采用级别": "中央",
    "采用单位或媒体": "旗帜网",
    "采用日期": "2026-03-20",
    "期号": "2026年第3期",
}
CASE = {"单位": "市财政局", "年度": 2026, "案例名称": "项目支部", "日期": DAY}
SESSION = {
    "单位": "市财政局",
    "学习主题": "全会精神",
    "日期": DAY,
    "期数": 3,
    "参加人次": 900,
    "人次确切程度": "多",
}
CLASS = {"单位": "市财政局", "培训班名称": "党务培训", "日期": DAY, "培训对象": "党员、党务干部"}
WHOLE = {
    "信息报送": [SUBMISSION],
    "信息采用": [ADOPTION],
    "案例": [CASE],
    "集体学习": [SESSION],
    "培训班": [CLASS],
}


@pytest.fixture(autouse=True)
def _audiences(city):
    for order, name in enumerate(("党员", "党务干部")):
        Audience.objects.create(name=name, order=order)


def bring(users, contents: dict[str, list[dict]]):
    book = workbook({name: rows_of(name, rows) for name, rows in contents.items()})
    return bring_in(book, name="内容.xlsx", by=users.staff)


def sentences(outcome) -> str:
    return "；".join(str(problem) for problem in outcome.check.problems)


def test_whole_workbook_comes_in_and_again_changes_nothing(users):
    first = bring(users, WHOLE)
    assert first.is_saved, sentences(first)
    again = bring(users, WHOLE)
    assert again.is_saved
    assert {t.new for t in again.check.tallies.values()} == {0}
    submission = InfoSubmission.objects.get()
    assert (submission.starts_on, submission.items) == (date(2026, 3, 5), 1)
    assert InfoAdoption.objects.get().submission == submission
    session = StudySession.objects.get()
    assert (session.sessions, session.person_times_hedge) == (3, Qualifier.MORE)
    assert [a.name for a in TrainingClass.objects.get().audiences.all()] == ["党员", "党务干部"]


def test_later_file_changes_what_it_states(users):
    bring(users, WHOLE)
    won = CASE | {"报送给": "省直机关工委", "获奖等次": "一等奖"}
    assert bring(users, {"案例": [won]}).is_saved
    case = Case.objects.get()
    assert (case.prize, case.version) == ("一等奖", 2)


@pytest.mark.parametrize(
    ("sheet", "row", "told"),
    [
        ("信息报送", SUBMISSION | {"到哪一天": "2026-03-01"}, "结束日期不能早于开始日期"),
        ("信息报送", SUBMISSION | {"单位": "市无此局"}, "市无此局"),
        ("信息采用", ADOPTION | {"信息标题": "没有这篇"}, "没有报送过“没有这篇”"),
        ("信息采用", ADOPTION | {"采用级别": "国际"}, "不在可选范围"),
        ("案例", CASE | {"获奖等次": "一等奖"}, "请一并填写报送给谁"),
        ("案例", CASE | {"获奖日期": DAY}, "请一并填写获奖等次"),
        ("案例", CASE | {"年度": 26}, "年度 26 不合理"),
        ("集体学习", SESSION | {"期数": 99999}, "过大"),
        ("培训班", CLASS | {"培训对象": "外星人"}, "没有“外星人”这类对象"),
    ],
)
def test_wrong_cell_is_told_and_nothing_comes_in(users, sheet, row, told):
    outcome = bring(users, {sheet: [row]})
    assert not outcome.is_saved
    assert told in sentences(outcome)
    assert not InfoSubmission.objects.exists()


def test_row_that_stands_twice_is_told(users):
    outcome = bring(users, {"案例": [CASE, CASE | {"报送给": "省"}]})
    assert "请只留一行" in sentences(outcome)
