"""Bases, venues, honours and teams by workbook."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.imports import bring_in, check
from apps.sixlights.models import BaseCategory, Honour, ThemeDayBase, Venue, VolunteerTeam
from tests import cast
from tests.core.workbooks import rows_of, workbook

pytestmark = pytest.mark.django_db
BASE = {
    "基地名称": "藕塘烈士纪念馆",
    "类别": "革命传统教育",
    "授牌批次": 1,
    "地址": "定远县藕塘镇",
    "受理预约的党组织": "市直机关工委",
    "每半天接待人数": 40,
    "每周闭馆": "周一、星期天",
    "开始日期": "2022-07-01",
}


@pytest.fixture(autouse=True)
def _category(db):
    BaseCategory.objects.create(order=1, name="革命传统教育")


def sheet(name: str, *rows: dict) -> bytes:
    return workbook({name: rows_of(name, rows)})


def problems(name: str, *rows: dict) -> list[str]:
    found = check(sheet(name, *rows), name="表.xlsx").check
    return [str(problem) for problem in found.problems]


def bring(name: str, *rows: dict):
    return bring_in(sheet(name, *rows), name="表.xlsx").check


def test_bases_come_in_and_again_change_nothing(city):
    assert bring("主题党日活动基地", BASE).is_right
    base = ThemeDayBase.objects.get()
    assert (base.keeper, base.capacity, base.closed_weekdays) == (city.root, 40, [0, 6])
    tally = bring("主题党日活动基地", BASE).tallies["主题党日活动基地"]
    assert (tally.new, tally.changed, tally.unchanged) == (0, 0, 1)
    assert bring("主题党日活动基地", BASE | {"每半天接待人数": 50}).is_right
    base.refresh_from_db()
    assert base.capacity == 50


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"类别": "红色旅游"}, "没有“红色旅游”这个类别"),
        ({"每半天接待人数": 0}, "填 1 到 32767"),
        ({"每周闭馆": "初一"}, "不是星期几"),
        ({"结束日期": "2022-07-01"}, "结束日期必须晚于开始日期"),
        ({"受理预约的党组织": "市直机关公委"}, "是否为“市直机关工委”"),
    ],
)
def test_wrong_base_is_told_with_its_cure(city, given, words):
    assert words in " ".join(problems("主题党日活动基地", BASE | given))


def test_venues_come_in_with_their_area(city):
    row = {
        "所属党组织": city.branch.name,
        "阵地名称": "党员活动室",
        "面积（平方米）": "60.5",
        "开始日期": "2022-07-01",
    }
    assert bring("党员活动阵地", row).is_right
    assert Venue.objects.get().area == Decimal("60.5")
    assert "不是面积" in " ".join(problems("党员活动阵地", row | {"面积（平方米）": "六十"}))


def test_honours_of_collectives_and_persons_come_in(city):
    person = cast.make_member(city.branch)
    row = {
        "党组织": city.branch.name,
        "荣誉名称": "先进基层党组织",
        "级别": "市级",
        "授予机关": "市直机关工委",
        "授予日期": "2026-06-30",
    }
    own = row | {"荣誉名称": "优秀共产党员", "获奖人员编号": person.code}
    assert bring("荣誉", row, own).is_right
    assert [h.holder for h in Honour.objects.order_by("pk")] == [city.branch, person]
    tally = bring("荣誉", row, own).tallies["荣誉"]
    assert tally.unchanged == 2
    both = own | {"获奖单位": city.unit.name}
    assert "只能填一个" in " ".join(problems("荣誉", both))
    assert "不能晚于今天" in " ".join(problems("荣誉", row | {"授予日期": "2099-01-01"}))


TEAMS = (
    {"队伍名称": "市财政局支队", "层级": "支队", "上级队伍": "市直总队"},
    {"队伍名称": "第一分队", "层级": "分队", "上级队伍": "市财政局支队"},
    {"队伍名称": "市直总队", "层级": "总队"},
)


def test_teams_of_one_sheet_find_those_above(city):
    common = {"所属党组织": city.committee.name, "成立日期": "2019-03-05"}
    rows = [team | common for team in TEAMS]
    assert bring("志愿服务队伍", *rows).is_right
    team = VolunteerTeam.objects.get(name="第一分队")
    assert team.parent.parent.name == "市直总队"
    assert team.valid_from == date(2019, 3, 5)
    tally = bring("志愿服务队伍", *rows).tallies["志愿服务队伍"]
    assert (tally.new, tally.changed, tally.unchanged) == (0, 0, 3)


def test_team_under_the_wrong_level_is_told(city):
    common = {"所属党组织": city.committee.name, "成立日期": "2019-03-05"}
    wrong = {"队伍名称": "第二分队", "层级": "分队", "上级队伍": "市直总队"}
    told = problems("志愿服务队伍", *(row | common for row in (*TEAMS, wrong)))
    assert "分队的上级应是支队，现在选的是总队" in " ".join(told)
