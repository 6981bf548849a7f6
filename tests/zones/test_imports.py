"""Memberships and attendance by workbook: mistakes by row, nothing by halves."""

from datetime import date

import pytest

from apps.core.imports import bring_in, check
from apps.zones.models import AttendingUnit, ZoneMembership
from tests.core.workbooks import workbook
from tests.zones.conftest import make_activity

MEMBERS, CAME = "联系片成员", "联系片活动参加单位"


def book(name: str, *rows: tuple) -> bytes:
    return workbook({name: [list(row) for row in rows]})


def sentences(content: bytes) -> list[str]:
    return [str(problem) for problem in check(content, name="联系片.xlsx").check.problems]


@pytest.fixture
def unit(city, zone, other_zone):
    """A unit of the other zone, to be moved or refused."""
    return city.other_unit


def test_memberships_come_in_and_a_second_time_change_nothing(city, zone, unit):
    ZoneMembership.objects.filter(unit=unit).delete()
    row = (zone.year, "第一联系片", "市审计局", f"{zone.year}-01-01", "")
    content = book(MEMBERS, row)
    assert sentences(content) == []
    assert bring_in(content, name="联系片.xlsx").is_saved
    assert ZoneMembership.objects.get(unit=unit).zone == zone
    tally = bring_in(content, name="联系片.xlsx").check.tallies[MEMBERS]
    assert (tally.new, tally.changed, tally.unchanged) == (0, 0, 1)


def test_unit_moves_when_its_earlier_row_ends(zone, other_zone, unit):
    day = f"{zone.year}-07-01"
    rows = [
        (zone.year, "第一联系片", "市审计局", day, ""),
        (zone.year, "第二联系片", "市审计局", f"{zone.year}-01-01", day),
    ]
    assert sentences(book(MEMBERS, *rows)) == []
    assert bring_in(book(MEMBERS, *rows), name="联系片.xlsx").is_saved
    held = ZoneMembership.objects.filter(unit=unit).valid_on(date(zone.year, 8, 1))
    assert held.get().zone == zone


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("第一联系片", "市审计局", "{y}-02-01", ""), "一个单位同一时间只在一个片"),
        (("第一联系片", "市审计局", "{y}-02-01", "{y}-01-01"), "结束日期必须晚于开始日期"),
        (("第九联系片", "市审计局", "{y}-02-01", ""), "没有“第九联系片”这个联系片"),
        (("第一联系片", "市天文局", "{y}-02-01", ""), "没有“市天文局”这个单位"),
    ],
)
def test_wrong_membership_names_row_and_cure(zone, unit, row, words):
    cells = [str(cell).replace("{y}", str(zone.year)) for cell in row]
    told = sentences(book(MEMBERS, (zone.year, *cells)))
    assert len(told) == 1
    assert words in told[0]
    assert "2" in told[0]


def test_attendance_comes_in_with_its_hedge(city, zone):
    activity = make_activity(zone, title="学习交流")
    day = activity.starts_on.isoformat()
    row = ("学习交流", day, "", "市财政局", 10, "余")
    content = book(CAME, row)
    assert sentences(content) == []
    bring_in(content, name="联系片.xlsx")
    assert str(AttendingUnit.objects.get().persons_sent) == "10余人"
    changed = book(CAME, (*row[:4], 12, "确数"))
    assert bring_in(changed, name="联系片.xlsx").is_saved
    assert str(AttendingUnit.objects.get().persons_sent) == "12人"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("别的活动", "", "市财政局", 1), "没有“别的活动”这次活动"),
        (("学习交流", "第二联系片", "市财政局", 1), "没有“学习交流”这次活动"),
        (("学习交流", "", "市财政局", 99999), "请核对"),
    ],
)
def test_wrong_attendance_names_the_cure(zone, row, words):
    activity = make_activity(zone, title="学习交流")
    name, of, unit, persons = row
    line = (name, activity.starts_on.isoformat(), of, unit, persons, "")
    told = sentences(book(CAME, line))
    assert len(told) == 1
    assert words in told[0]


def test_unit_twice_in_the_file_is_one_row(zone):
    activity = make_activity(zone, title="学习交流")
    line = ("学习交流", activity.starts_on.isoformat(), "", "市财政局", 1, "")
    told = sentences(book(CAME, line, line))
    assert len(told) == 1
    assert "人数请合在一行" in told[0]
