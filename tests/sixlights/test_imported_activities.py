"""Activities and lecturers by workbook."""

import pytest

from apps.core.imports import bring_in, check
from apps.sixlights.models import Activity, Lecturer
from tests import cast
from tests.core.workbooks import rows_of, workbook
from tests.sixlights.campaigning import make_micros

SHEET = "主题行动活动"
ROW = {
    "党组织": "市财政局第一党支部",
    "项目": "六微·微党课；微服务",
    "活动名称": "讲身边事",
    "日期": "2026-03-05",
    "每人讲授分钟": 20,
    "主讲人": "张三；李四（组织科）",
    "数量": "参加人次:30；解决实际问题:5",
}
LECTURER = {"选聘的党组织": "市直机关工委", "姓名": "张三", "开始日期": "2026-01-01"}


@pytest.fixture(autouse=True)
def _micros(city):
    make_micros()


def sheet(name, *rows):
    return workbook({name: rows_of(name, rows)})


def problems(*rows):
    found = check(sheet(SHEET, *rows), name="表.xlsx").check
    return " ".join(str(problem) for problem in found.problems)


def bring(name, *rows):
    return bring_in(sheet(name, *rows), name="表.xlsx").check


def test_activities_come_in_once(city):
    person = cast.make_member(city.branch, "张三")
    assert bring(SHEET, ROW).is_right
    activity = Activity.objects.get()
    assert [str(row.item) for row in activity.placements.all()] == ["微党课", "微服务"]
    assert {str(c) for c in activity.counts.all()} == {"参加人次 30人次", "解决实际问题 5个"}
    assert [(one.person, str(one)) for one in activity.lecturers.all()] == [
        (person, "张三"),
        (None, "李四（组织科）"),
    ]
    tally = bring(SHEET, ROW).tallies[SHEET]
    assert (tally.new, tally.changed, tally.unchanged) == (0, 0, 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"项目": "微学习"}, "没有“微学习”这个项目"),
        ({"数量": "种树:3"}, "没有“种树”这个计数项"),
        ({"数量": "参加人次三十"}, "看不懂"),
        ({"数量": "参加人次:1.5"}, "请填整数"),
        ({"日期": "2019-03-05"}, "才开始"),
        ({"结束日期": "2026-03-01"}, "结束日期早于开始日期"),
        ({"主讲人": "张三；张三"}, "写了两次"),
        ({"每人讲授分钟": 0}, "1 到 32767"),
    ],
)
def test_wrong_cell_is_told(given, words):
    assert words in problems(ROW | given)
    assert not Activity.objects.exists()


def test_row_that_stands_twice_is_told():
    assert "是同一项活动" in problems(ROW, ROW)


def test_lecturers_come_in_and_change(city):
    assert bring("宣讲团成员", LECTURER).is_right
    assert bring("宣讲团成员", LECTURER | {"宣讲专题": "三微"}).is_right
    one = Lecturer.objects.get()
    assert (one.organisation, one.topics) == (city.root, "三微")
