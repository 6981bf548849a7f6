"""The zone's page for its leader, what a unit owes, and the zones of a year side by side."""

import re
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from apps.branches.models import Unit
from apps.meetings.choices import MeetingKind
from apps.portal.zones import figures
from apps.zones.models import (
    AttendingUnit,
    Practice,
    PracticeAdoption,
    Suggestion,
    Zone,
    ZoneActivity,
    ZoneMembership,
)
from tests import cast

YEAR = date.today().year
TODAY = date(YEAR, 11, 22)


@pytest.fixture(autouse=True)
def late_november(db):
    call_command("loaddata", "duty_rules", verbosity=0)
    with time_machine.travel(f"{TODAY} 10:00 +0800", tick=False):
        yield


@pytest.fixture
def zone(city, users) -> Zone:
    return Zone.objects.get()


@pytest.fixture
def other_zone(city, users) -> Zone:
    zone = Zone.objects.create(
        year=YEAR, number=2, name="第二联系片", convening_unit=city.other_unit
    )
    ZoneMembership.objects.create(zone=zone, unit=city.other_unit, valid_from=date(YEAR, 1, 1))
    return zone


def page(zone: Zone) -> str:
    return reverse("portal:zone", args=[zone.uuid])


def happen(zone: Zone, unit: Unit, *, persons: int = 4) -> ZoneActivity:
    """An activity with the unit, its suggestion, and a practice that it takes up."""
    activity = ZoneActivity.objects.create(
        zone=zone,
        title=f"{zone}交流活动",
        starts_on=date(YEAR, 9, 15),
        ends_on=date(YEAR, 9, 16),
        status="published",
    )
    AttendingUnit.objects.create(activity=activity, unit=unit, persons=persons)
    Suggestion.objects.create(
        zone=zone, activity=activity, unit=unit, text="多搞示范观摩", made_on=date(YEAR, 9, 15)
    )
    practice = Practice.objects.create(activity=activity, unit=unit, name="五点半党校")
    PracticeAdoption.objects.create(practice=practice, unit=unit, since=date(YEAR, 10, 1))
    return activity


def text_of(response) -> str:
    assert response.status_code == 200
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def links(response) -> list[str]:
    return [a.replace("&amp;", "&") for a in re.findall(r'href="([^"]+)"', response.text)]


def test_leader_reads_first_what_the_units_owe(city, users, zone, as_user):
    happen(zone, city.unit)
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, 3, 5))
    text = text_of(as_user(users.leader).get(page(zone)))
    lead = re.search(
        r"1 家单位本年到现在应办 (\d+) 件，已办 (\d+) 件 ?， 过期没有办 (\d+) 件", text
    )
    due, done, missed = map(int, lead.groups())
    assert 0 < done < missed < due
    assert "活动 1 次，意见建议 1 条，其中 1 条还没有答复" in text
    assert "市财政局学用“五点半党校”（市财政局） 10月1日起" in text


@pytest.mark.parametrize(
    ("name", "begins"),
    [("convenor", (True, True)), ("secretary", (False, True)), ("leader", (False, False))],
)
def test_zone_offers_what_its_reader_may_begin(city, users, zone, as_user, name, begins):
    plan, suggest = reverse("zones:activity_create"), reverse("zones:suggestion_create")
    client = as_user(getattr(users, name))
    found = links(client.get(page(zone)))
    assert (f"{plan}?zone={zone.uuid}" in found, suggest in found) == begins
    Zone.objects.filter(pk=zone.pk).update(year=YEAR - 1)
    if name != "convenor":
        assert suggest not in links(client.get(page(zone)))


def test_zones_side_by_side_are_reached_from_their_list(city, users, zone, as_user):
    overview = f"{reverse('portal:zone_overview')}?year={YEAR}"
    for name, is_offered in (("staff", True), ("leader", True), ("secretary", False)):
        found = links(as_user(getattr(users, name)).get(reverse("zones:zone_list")))
        assert (overview in found) == is_offered, name


def test_number_of_open_duties_opens_them_and_they_open_the_sheet(city, users, zone, as_user):
    leader = as_user(users.leader)
    unit_page = reverse("portal:zone_unit", args=[zone.uuid, city.unit.uuid])
    assert f"{unit_page}#missed" in links(leader.get(page(zone)))
    owed = leader.get(unit_page)
    listed = sum(len(body.entries) for body in owed.context["missed"])
    assert listed == len(owed.context["owed"].missed) > 0
    sheet = f"{reverse('duties:duty_list')}?organisation={city.branch.uuid}&year={YEAR}"
    assert sheet in links(owed)
    assert leader.get(sheet).status_code == 200


def test_every_number_is_that_of_its_rows(city, users, zone, other_zone, as_user):
    happen(zone, city.unit)
    happen(other_zone, city.other_unit)
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, 3, 5))
    leader = as_user(users.leader)
    compared = leader.get(page(zone)).context["comparisons"]
    assert len(compared) == len(figures.OF_A_ZONE)
    for one in compared:
        for number in (one.now, one.before):
            rows = leader.get(number.url)
            assert rows.context["number"] == number.quantity, number.label
            assert rows.context["hidden_count"] == 0
    assert f"{YEAR}年第一联系片" in text_of(leader.get(compared[0].now.url))


def test_zones_add_up_to_the_city_and_a_unit_counts_once(city, users, zone, other_zone, as_user):
    happen(zone, city.unit, persons=4)
    happen(other_zone, city.other_unit, persons=5)
    happen(other_zone, city.other_unit, persons=6)
    leader = as_user(users.leader)
    shown = leader.get(reverse("portal:zone_overview"))
    keys = list(figures.SIDE_BY_SIDE)
    told = {key: shown.context["city"][n].quantity.value for n, key in enumerate(keys)}
    parts = {
        key: [numbers[n].quantity.value for _, numbers in shown.context["rows"]]
        for n, key in enumerate(keys)
    }
    assert told["zone_attending_units"] == 2
    assert (told["zone_persons"], parts["zone_persons"]) == (15, [4, 11])
    for key in ("zone_units", "members", "zone_activities", "suggestions"):
        assert told[key] == sum(parts[key]), key
    for _, numbers in (*shown.context["rows"], (None, shown.context["city"])):
        for number in numbers:
            assert leader.get(number.url).context["number"] == number.quantity, number.label


def test_secretary_sees_his_own_duties_and_nobody_else_s(city, users, zone, as_user):
    ZoneMembership.objects.create(zone=zone, unit=city.other_unit, valid_from=date(YEAR, 1, 1))
    answer = as_user(users.secretary).get(page(zone))
    (owed,) = answer.context["balance"].units
    assert {e.body.name for e in owed.missed} == {city.branch.name}
    assert answer.context["comparisons"] == []
    assert "市审计局" in text_of(answer)
    foreign = reverse("portal:zone_unit", args=[zone.uuid, city.other_unit.uuid])
    assert as_user(users.secretary).get(foreign).status_code == 404


def test_convening_unit_reads_no_duties_of_others(city, users, zone, as_user):
    answer = as_user(users.convenor).get(page(zone))
    assert answer.context["balance"] is None
    assert "还没有办的事" not in text_of(answer)


def test_zone_leader_without_any_other_right_reads_his_zone(city, users, zone, other_zone, as_user):
    person = cast.make_person("片长")
    user = cast.make_user("zone_leader", person=person)
    Zone.objects.filter(pk=zone.pk).update(leader=person)
    client = as_user(user)
    assert client.get(page(zone)).context["place"].is_whole
    assert client.get(page(other_zone)).status_code == 404
    assert client.get(reverse("portal:zone_overview")).status_code == 403


def test_rows_of_an_unknown_zone_are_not_found(users, as_user):
    address = f"{reverse('indicators:rows', args=['members'])}?period={YEAR}&zone="
    for key in ("x", "7f3d0f4e-0000-4000-8000-000000000000"):
        assert as_user(users.leader).get(address + key).status_code == 404


def test_zone_of_another_year_counts_its_last_day(city, users, zone, as_user):
    past = Zone.objects.create(year=YEAR - 1, number=1, name="第一联系片", convening_unit=city.unit)
    ZoneMembership.objects.create(
        zone=past, unit=city.other_unit, valid_from=date(YEAR - 1, 1, 1), valid_to=date(YEAR, 1, 1)
    )
    answer = as_user(users.leader).get(page(past))
    assert [m.unit for m in answer.context["place"].memberships] == [city.other_unit]
    assert [one.year for one in answer.context["years"]] == [YEAR, YEAR - 1]


def more_units(zone: Zone, city, number: int) -> None:
    for n in range(number):
        unit = cast.make_unit(f"单位{n}")
        cast.make_member(cast.make_organisation(f"单位{n}党支部", parent=city.root, unit=unit))
        ZoneMembership.objects.create(zone=zone, unit=unit, valid_from=date(YEAR, 1, 1))
        happen(zone, unit)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_zone_s_page(city, users, zone, as_user, number, django_assert_num_queries):
    more_units(zone, city, number)
    client = as_user(users.leader)
    client.get(page(zone))
    with django_assert_num_queries(51):
        client.get(page(zone))


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_overview(city, users, zone, as_user, number, django_assert_num_queries):
    for n in range(number):
        unit = cast.make_unit(f"召集{n}")
        made = Zone.objects.create(year=YEAR, number=n + 2, name=f"片{n}", convening_unit=unit)
        more_units(made, city, 0)
        happen(made, unit)
    client = as_user(users.leader)
    client.get(reverse("portal:zone_overview"))
    with django_assert_num_queries(17):
        client.get(reverse("portal:zone_overview"))


def test_overview_of_a_year_without_zones_says_so(users, as_user):
    answer = as_user(users.staff).get(reverse("portal:zone_overview"), {"year": "2019"})
    assert "这一年还没有划分联系片" in text_of(answer)
