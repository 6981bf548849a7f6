"""History in words, beside what tests/meetings/test_history.py tells of records and their parts."""

from datetime import date

import pghistory
import pytest

from apps.core import chronicle
from apps.core.chronicle import Change
from apps.core.excerpts import where_they_differ
from apps.core.snapshots import versions
from apps.zones.models import Zone, ZoneMembership


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("地点", "三楼", "五楼"), "把“地点”由“三楼”改为“五楼”"),
        (Change("地点", "（空）", "五楼"), "填写“地点”：“五楼”"),
        (Change("地点", "三楼", "（空）"), "清空“地点”：“三楼”"),
        (Change("李四", "出席", "病假", is_part=True), "李四由“出席”改为“病假”"),
        (Change("附件", "", "照片", is_part=True), "增加附件：“照片”"),
        (Change("附件", "照片", "", is_part=True), "删去附件：“照片”"),
    ],
)
def test_change_is_a_sentence(change, words):
    assert change.words == words


def test_short_texts_are_told_whole():
    assert where_they_differ("三楼", "五楼") == ("三楼", "五楼")


def test_of_long_texts_the_difference_is_told():
    old = "甲" * 50 + "三楼" + "乙" * 50
    before, after = where_they_differ(old, old.replace("三楼", "五楼会议室"))
    assert "三楼" in before
    assert "五楼会议室" in after
    assert max(len(before), len(after)) < 60


@pytest.mark.parametrize(("old", "new"), [("字" * 500, ""), ("字" * 500, "词" * 500)])
def test_texts_with_nothing_in_common_are_cut(old, new):
    assert all(len(text) < 140 for text in where_they_differ(old, new))
    assert where_they_differ(old, new)[1]


def test_units_of_a_zone_are_told_with_it(city, users):
    zone = Zone.objects.get()
    with pghistory.context(user=users.staff.pk):
        ZoneMembership.objects.create(
            zone=zone, unit=city.other_unit, valid_from=date(zone.year, 1, 1)
        )
    entry = chronicle.of(zone)[0]
    assert (entry.who, entry.words) == (str(users.staff), "增加联系片成员单位：“市审计局”")


def test_versions_stand_in_the_order_of_time(city):
    city.unit.short_name = "财政局"
    with pghistory.context(user=1):
        city.unit.save()
    found = versions(city.unit)
    assert [v.record.short_name for v in found] == ["", "财政局"]
    assert found[1].before.short_name == ""
