"""Offices by workbook: known by unit, name and first day; one of a name at a time."""

from datetime import date

import pytest

from apps.branches.models import Office
from apps.core.imports import bring_in, check
from tests.core.workbooks import rows_of, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(city) -> dict:
    return {
        "单位": city.unit.name,
        "科室名称": "办公室",
        "所属党支部": city.branch.name,
        "开始日期": "2020-01-01",
    }


def bring(*rows: dict):
    return bring_in(workbook({"科室": rows_of("科室", rows)}), name="科室.xlsx").check


def told(*rows: dict) -> str:
    found = check(workbook({"科室": rows_of("科室", rows)}), name="科室.xlsx").check
    return " ".join(str(problem) for problem in found.problems)


def test_office_comes_in_and_moves_by_a_second_row(city, row):
    assert bring(row).is_right
    assert bring(row).tallies["科室"].unchanged == 1
    ended = row | {"结束日期": "2024-01-01"}
    moved = row | {"所属党支部": city.sibling.name, "开始日期": "2024-01-01"}
    assert bring(ended).is_right
    assert bring(ended, moved).is_right
    offices = Office.objects.order_by("valid_from")
    assert [(o.organisation, o.valid_to) for o in offices] == [
        (city.branch, date(2024, 1, 1)),
        (city.sibling, None),
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"单位": "市财证局"}, "是否为“市财政局”"),
        ({"所属党支部": "不存在的支部"}, "没有“不存在的支部”这个党组织"),
        ({"结束日期": "2020-01-01"}, "结束日期必须晚于开始日期"),
        ({"开始日期": ""}, "请填写开始日期"),
    ],
)
def test_wrong_office_is_told_with_its_cure(row, given, words):
    assert words in told(row | given)


def test_same_office_twice_at_a_time_is_told(row):
    assert bring(row).is_right
    again = row | {"开始日期": "2023-01-01"}
    assert "自 2020-01-01 起已有登记，请先给那一行填结束日期" in told(again)
    assert "是同一科室，请只留一行" in told(row, row)
