"""Grades of earlier years by workbook: nothing is guessed, nothing overwritten."""

import pytest

from apps.branches.choices import Move
from apps.branches.models import Grade
from apps.core.imports import bring_in, check
from apps.grades.models import GradeLevel
from tests.core.workbooks import workbook
from tests.grades.conftest import YEAR, make_scheme

SHEET, BRANCH = "定级结果", "市财政局第一党支部"


def book(*rows: tuple) -> bytes:
    return workbook({SHEET: [list(row) for row in rows]})


def row(year: int = YEAR - 2, level: str = "二星", **given) -> tuple:
    cells = {
        "organisation": BRANCH,
        "kind": "星级党支部",
        "year": str(year),
        "level": level,
        "decided_on": f"{year + 1}-03-20",
        "points": "",
        "scheme": "",
    }
    return tuple((cells | given).values())


def sentences(content: bytes) -> list[str]:
    return [str(problem) for problem in check(content, name="定级.xlsx").check.problems]


def test_grades_come_in_with_their_height_and_a_second_time_change_nothing(city, scheme):
    content = book(row(YEAR - 3, "一星", points="55.5"), row(YEAR - 2, "二星", scheme="星级办法"))
    assert sentences(content) == []
    assert bring_in(content, name="定级.xlsx").is_saved
    later, earlier = Grade.objects.with_before()
    assert (earlier.order, earlier.points, later.order, later.moved) == (1, 55.5, 2, Move.UP)
    tally = bring_in(content, name="定级.xlsx").check.tallies[SHEET]
    assert (tally.new, tally.unchanged) == (0, 2)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"level": "六星"}, "星级党支部没有“六星”这个等级，现有的等级是三星、二星、一星"),
        ({"kind": "红旗党小组"}, "还没有这一类的办法；缺的请先在“评定办法”里建立"),
        ({"kind": "星星"}, "不在可选范围"),
        ({"scheme": "外市办法"}, "“外市办法”里没有“二星”，有这个等级的办法是星级办法（第1版）"),
        ({"organisation": "市天文局党支部"}, "没有“市天文局党支部”这个党组织"),
        ({"year": YEAR + 1, "decided_on": f"{YEAR}-03-20"}, "年度填 1990 到"),
        ({"decided_on": f"{YEAR - 3}-03-20"}, "请核对年度和日期"),
        ({"decided_on": f"{YEAR + 1}-03-20"}, "定级日期还没有到"),
        ({"points": "八十"}, "不是分数，请填写数字"),
    ],
)
def test_wrong_row_names_itself_and_the_cure(city, scheme, given, words):
    told = sentences(book(row(**given)))
    assert len(told) == 1
    assert words in told[0]
    assert "第 2 行" in told[0]


def test_level_of_two_heights_asks_for_its_measure(city, scheme):
    other = make_scheme(name="另一办法")
    GradeLevel.objects.filter(scheme=other, order=2).update(order=7)
    assert "几个办法的“二星”高低不同" in sentences(book(row()))[0]
    assert sentences(book(row(scheme="另一办法"))) == []


def test_grade_that_is_there_is_not_overwritten(city, scheme):
    assert bring_in(book(row()), name="定级.xlsx").is_saved
    told = sentences(book(row(level="三星"), row(YEAR - 3), row(YEAR - 3)))
    assert any("已定为“二星”，导入不改定级结果" in words for words in told)
    assert any("是同一个党组织、同一年度、同一类别，请只留一行" in words for words in told)
