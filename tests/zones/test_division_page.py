"""The division assistant at the desk: proposed, changed by hand, taken over in one go."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Sector, Unit
from apps.core.periods import Period
from apps.indicators import counting
from apps.zones.candidates import candidates, latest_zones, numbered
from apps.zones.dividing import Chosen, take_over
from apps.zones.models import Zone, ZoneMembership, ZoneOfficer
from tests import cast

PAGE = "admin:zones_zone_division"
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _november():
    moment = datetime(2026, 11, 26, 2, tzinfo=timezone.get_fixed_timezone(0))
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture
def divided(city, users):
    """Two zones of 2026: the cast's one, and one of the other unit with two more units."""
    second = Zone.objects.create(
        year=2026,
        number=2,
        name="第二联系片",
        convening_unit=city.other_unit,
        leader=cast.make_person("片长"),
    )
    ZoneOfficer.objects.create(zone=second, user=users.staff)
    for unit in (city.other_unit, cast.make_unit("市气象局"), cast.make_unit("市水利局")):
        ZoneMembership.objects.create(zone=second, unit=unit, valid_from=date(2026, 1, 1))
    return second


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


def unit(name: str) -> Unit:
    return Unit.objects.get(name=name)


def posted(page, **changes) -> dict:
    """What the browser would send of the page, with the given units moved by name."""
    proposal = page.context["proposal"]
    fields = {
        line.name: str(zone.number)
        for zone in proposal.zones
        for line in zone.lines
        if not line.is_fixed
    }
    asked: dict = {"do": "take"}
    for name, value in page.context["asked"]:
        asked.setdefault(name, []).append(str(value))
    moved = {f"unit-{unit(name).pk}": number for name, number in changes.items()}
    return asked | fields | moved


def placed(page) -> dict[str, int]:
    return {
        line.unit.name: zone.number
        for zone in page.context["proposal"].zones
        for line in zone.lines
    }


def members_of(year: int, day: date) -> dict[str, int]:
    rows = ZoneMembership.objects.valid_on(day).filter(zone__year=year)
    return dict(rows.values_list("unit__name", "zone__number"))


def test_next_year_is_proposed_with_the_convening_units_of_this_one(city, divided, desk):
    page = desk.get(reverse(PAGE))
    assert page.status_code == 200
    assert page.context["form"].cleaned_data["starts_on"] == NEW_YEAR
    assert [u.name for u in page.context["proposal"].convening] == ["市财政局", "市审计局"]
    assert placed(page).keys() == set(Unit.objects.values_list("name", flat=True))
    assert "4 个单位划为 2 个片" in page.text


def test_taking_over_ends_last_year_and_begins_the_next(city, divided, users, desk):
    page = desk.get(reverse(PAGE), follow=True)
    answer = desk.post(reverse(PAGE), posted(page), follow=True)
    assert "已采用：2027年4个单位划入2个片" in answer.text
    assert members_of(2027, NEW_YEAR) == placed(page)
    assert members_of(2026, date(2026, 12, 31)).keys() == placed(page).keys()
    assert not members_of(2026, NEW_YEAR)
    second = Zone.objects.get(year=2027, number=2)
    assert (second.name, second.leader) == ("第二联系片", divided.leader)
    assert [officer.user for officer in second.officers.all()] == [users.staff]


def test_taking_over_twice_changes_nothing(city, divided, desk):
    form = posted(desk.get(reverse(PAGE)))
    desk.post(reverse(PAGE), form)
    before = list(ZoneMembership.objects.order_by("pk").values_list("pk", "version"))
    answer = desk.post(reverse(PAGE), form, follow=True)
    assert "其中4个原来就在这个片" in answer.text
    assert list(ZoneMembership.objects.order_by("pk").values_list("pk", "version")) == before


def test_unit_is_moved_by_hand_and_counted_again(city, divided, desk):
    page = desk.get(reverse(PAGE))
    moved = posted(page, 市气象局="1" if placed(page)["市气象局"] == 2 else "2") | {"do": "count"}
    again = desk.post(reverse(PAGE), moved)
    assert placed(again) == placed(page) | {"市气象局": int(moved[f"unit-{unit('市气象局').pk}"])}
    assert sum(z.size.units for z in again.context["proposal"].zones) == 4
    assert not Zone.objects.filter(year=2027).exists()
    desk.post(reverse(PAGE), moved | {"do": "take"})
    assert members_of(2027, NEW_YEAR) == placed(again)


def test_unit_founded_meanwhile_is_shown_before_it_is_taken(city, divided, desk):
    form = posted(desk.get(reverse(PAGE)))
    cast.make_unit("市林业局")
    answer = desk.post(reverse(PAGE), form)
    assert "单位有变动" in answer.text
    assert "市林业局" in placed(answer)
    assert not Zone.objects.filter(year=2027).exists()


def test_overlap_is_refused_with_a_sentence(city, divided, desk):
    desk.post(reverse(PAGE), posted(desk.get(reverse(PAGE))))
    page = desk.get(reverse(PAGE), _question("2027", "2027-01-01"))
    name = next(n for n in placed(page) if n not in ("市财政局", "市审计局"))
    other = {1: "2", 2: "1"}[members_of(2027, NEW_YEAR)[name]]
    answer = desk.post(reverse(PAGE), posted(page, **{name: other}))
    assert answer.status_code == 422
    assert f"“{name}”自2027-01-01起已划入" in answer.text
    assert "请把执行日期改到2027-01-01以后" in answer.text


def test_division_of_a_running_year_moves_single_units_from_a_day_on(city, divided, desk):
    asked = _question("2026", "2026-12-01")
    page = desk.get(reverse(PAGE), asked)
    assert page.context["proposal"].moved == 0 or not page.context["proposal"].is_even
    desk.post(reverse(PAGE), posted(page, 市水利局="1"))
    assert members_of(2026, date(2026, 11, 30))["市水利局"] == 2
    assert members_of(2026, date(2026, 12, 1))["市水利局"] == 1
    kept = ZoneMembership.objects.get(unit=city.unit)
    assert kept.version == 1


def _question(year: str, day: str) -> dict:
    convening = list(Zone.objects.filter(year=2026).values_list("convening_unit", flat=True))
    return {
        "year": year,
        "starts_on": day,
        "convening": convening,
        "spread": "90",
        "keeps_former": "on",
    }


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"convening": []}, "请选择召集单位"),
        ({"starts_on": "2026-05-01"}, "执行日期要在2027年之内"),
        ({"spread": "很小"}, "规模差距写成0到100的整数"),
        ({"year": "1999"}, "年度"),
    ],
)
def test_question_is_refused_in_words(city, divided, desk, changes, sentence):
    page = desk.get(reverse(PAGE), _question("2027", "2027-01-01") | changes)
    assert page.status_code == 422
    assert sentence in page.text
    assert page.context["proposal"] is None


def test_fewer_zones_than_there_are_is_refused(city, divided):
    everybody = dict.fromkeys(Unit.objects.values_list("pk", flat=True), 0)
    chosen = Chosen(2026, date(2026, 12, 1), [city.unit], everybody)
    with pytest.raises(ValidationError, match="已有第二联系片，不能只划成1个片"):
        take_over(chosen)


def test_refused_division_leaves_nothing(city, divided):
    future = ZoneMembership.objects.create(
        zone=divided, unit=cast.make_unit("市林业局"), valid_from=date(2027, 3, 1)
    )
    convening = numbered([city.unit, city.other_unit], 2027)
    everybody = dict.fromkeys(Unit.objects.values_list("pk", flat=True), 0)
    everybody[city.other_unit.pk] = 1
    with pytest.raises(ValidationError, match="“市林业局”自2027-03-01起已划入“第二联系片”"):
        take_over(Chosen(2027, NEW_YEAR, convening, everybody))
    assert not Zone.objects.filter(year=2027).exists()
    assert ZoneMembership.objects.exclude(valid_to=None).count() == 0
    assert future.valid_to is None


def test_new_convening_unit_takes_the_number_that_is_free(city, divided):
    weather = unit("市气象局")
    assert numbered([city.other_unit, weather], 2027) == [weather, city.other_unit]
    assert latest_zones(2027)[0].year == 2026


def test_sizes_are_those_of_the_indicators(city, divided):
    found = candidates(Unit.objects.all(), timezone.localdate(), [city.unit])
    today = Period.year(2026)
    counted = counting.counts(["grassroots", "members"], today)
    for key, mine in (("grassroots", "organisations"), ("members", "members")):
        assert sum(getattr(c, mine) for c in found) == sum(counted[key].values())


@pytest.mark.parametrize("more", [0, 2])
def test_number_of_queries_does_not_depend_on_the_units(city, divided, desk, more):
    sector = Sector.objects.create(name="农业农村")
    for number in range(more):
        made = cast.make_unit(f"新单位{number}")
        Unit.objects.filter(pk=made.pk).update(sector=sector)
    desk.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(reverse(PAGE)).status_code == 200
    assert len(asked) == 13


@pytest.mark.parametrize("more", [0, 2])
def test_number_of_queries_of_taking_over_does_not_depend_on_the_units(city, divided, more):
    for number in range(more):
        cast.make_unit(f"新单位{number}")
    convening = [city.unit, city.other_unit]
    everybody = dict.fromkeys(Unit.objects.values_list("pk", flat=True), 0)
    with CaptureQueriesContext(connection) as asked:
        take_over(Chosen(2027, NEW_YEAR, convening, everybody))
    assert len(asked) == 19
