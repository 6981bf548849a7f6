"""What may not be: each a sentence that says what and how to mend it (R-ZONE-03 to 06)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.zones.models import Division, Zone, ZoneActivity, ZoneMembership
from apps.zones.services import move_unit
from tests import cast
from tests.zones.conftest import make_activity


def refused(obj) -> str:
    with pytest.raises(ValidationError) as caught:
        obj.full_clean()
    return " ".join(caught.value.messages)


def test_unit_in_two_zones_is_refused_with_the_zone_and_the_cure(city, zone, other_zone):
    again = ZoneMembership(zone=other_zone, unit=city.unit, valid_from=date(zone.year, 6, 1))
    told = refused(again)
    assert "市财政局" in told
    assert "第一联系片" in told
    assert f"请先把那一条的结束日期改到{zone.year}年6月1日" in told
    assert "overlap" not in told
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_first_of_several_zones_in_the_way_is_named(city, zone, other_zone):
    now, later = date(zone.year, 7, 1), date(zone.year + 1, 1, 1)
    ZoneMembership.objects.filter(unit=city.unit, zone=zone).update(valid_to=later)
    ZoneMembership.objects.create(zone=other_zone, unit=city.unit, valid_from=later)
    told = refused(ZoneMembership(zone=other_zone, unit=city.unit, valid_from=now))
    assert f"请先把那一条的结束日期改到{zone.year}年7月1日" in told
    assert "“第一联系片”" in told
    ZoneMembership.objects.filter(unit=city.unit, zone=zone).update(valid_to=now)
    told = refused(ZoneMembership(zone=zone, unit=city.unit, valid_from=now))
    assert f"请把这里的结束日期填为{zone.year + 1}年1月1日" in told


def test_picker_of_a_zone_tells_its_year(zone, users, as_user):
    asked = {"app_label": "zones", "model_name": "suggestion", "field_name": "zone", "term": ""}
    client = as_user(users.staff)
    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [row["text"] for row in found] == [f"{zone.year}年第一联系片"]
    form = client.get(reverse("admin:zones_suggestion_add"), {"zone": zone.pk}).content.decode()
    assert f"{zone.year}年第一联系片" in form


def test_unit_may_come_back_after_its_membership_has_ended(city, zone, other_zone):
    day = date(zone.year, 6, 1)
    ZoneMembership.objects.filter(unit=city.unit).update(valid_to=day)
    ZoneMembership(zone=other_zone, unit=city.unit, valid_from=day).full_clean()


def test_membership_that_ends_before_it_begins_is_told_once(city, other_zone):
    unit = cast.make_unit("市气象局")
    day = date(other_zone.year, 6, 1)
    wrong = ZoneMembership(zone=other_zone, unit=unit, valid_from=day, valid_to=day)
    assert refused(wrong) == "结束日期必须晚于开始日期"


def test_second_zone_of_a_leader_is_refused(zone, other_zone):
    zone.leader = cast.make_person("张三")
    zone.save()
    other_zone.leader = zone.leader
    assert "一名工委负责同志联系一个片" in refused(other_zone)


def test_second_zone_of_a_convening_unit_is_refused(city, zone, other_zone):
    other_zone.convening_unit = city.unit
    assert "一个单位一年只能召集一个联系片" in refused(other_zone)


def test_second_zone_of_a_number_is_refused(city, zone, other_zone):
    other_zone.number = 1
    assert "换一个序号" in refused(other_zone)


def test_second_division_of_a_year_is_refused(city):
    values = {"year": 2022, "organisation": city.root}
    Division.objects.create(**values, units=100, units_hedge="over")
    assert "已经登记" in refused(Division(**values))


def test_stated_units_keep_their_hedge(city):
    division = Division(year=2022, organisation=city.root, units=100, units_hedge="over")
    assert str(division.units_stated) == "100余家"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": date(2020, 1, 1)}, "结束日期不能早于开始日期"),
        ({"zone": None}, "请选择联系片"),
    ],
)
def test_activity_that_cannot_be_is_refused(zone, wrong, words):
    activity = make_activity(zone)
    for name, value in wrong.items():
        setattr(activity, name, value)
    assert words in refused(activity)


def test_part_of_a_round_belongs_to_a_zone_and_stands_once(city, zone):
    whole = make_activity(None, organiser=city.root)
    make_activity(zone, part_of=whole)
    values = {"title": "再一次", "starts_on": whole.starts_on, "ends_on": whole.ends_on}
    assert "已有一项活动" in refused(ZoneActivity(zone=zone, part_of=whole, **values))
    assert "请选择联系片" in refused(ZoneActivity(part_of=whole, organiser=city.root, **values))


def test_unit_moves_on_a_day_and_keeps_its_past(city, zone, other_zone):
    member = ZoneMembership.objects.get(unit=city.unit)
    day = member.valid_from + timedelta(days=100)
    moved = move_unit(membership=member, zone=other_zone, on=day)
    member.refresh_from_db()
    assert (member.valid_to, moved.valid_from, moved.valid_to) == (day, day, None)
    assert moved.zone == other_zone


@pytest.mark.parametrize(
    ("to", "days", "words"),
    [
        ("zone", 100, "已在"),
        ("other_zone", 0, "之后"),
        ("older", 100, "新一年"),
    ],
)
def test_unit_moves_only_within_its_year_and_its_days(
    city,
    zone,
    other_zone,
    to,
    days,
    words,
):
    member = ZoneMembership.objects.get(unit=city.unit)
    older = Zone.objects.create(
        year=zone.year - 1, number=1, name="旧片", convening_unit=city.other_unit
    )
    target = {"zone": zone, "other_zone": other_zone, "older": older}[to]
    with pytest.raises(ValidationError, match=words):
        move_unit(membership=member, zone=target, on=member.valid_from + timedelta(days=days))
