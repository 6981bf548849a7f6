"""Zones in the catalogue: totals add up, a unit counts once, hedges stay (invariants 1 and 2)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.branches.choices import OrganisationKind as Kind
from apps.core.periods import Period
from apps.indicators import catalogue, counting, tree
from apps.zones.choices import ActivityStatus as Status
from apps.zones.models import Division, Suggestion
from tests import cast
from tests.zones.conftest import make_activity

YEAR = Period.year(timezone.localdate().year)


def number(key: str, period: Period = YEAR) -> str:
    """The number as it is printed, of all organisations."""
    return str(counting.quantity(catalogue.get(key), counting.rows(key, period)))


@pytest.fixture
def round_of_2022(city) -> Period:
    """S0-02 to S0-17: what was made public, under an organisation of its own."""
    period = Period.year(2022)
    Division.objects.create(
        year=2022, organisation=city.root, units=100, units_hedge="over", source="报道"
    )
    whole = make_activity(
        None,
        Status.PUBLISHED,
        organiser=city.root,
        number=1,
        title="第一次示范性学习交流活动",
        starts_on=date(2022, 9, 15),
        ends_on=date(2022, 9, 16),
        units=107,
        persons=180,
        persons_hedge="over",
        hosts_hedge="open",
        practices_hedge="open",
    )
    for name in ("气象局", "市场监管局", "滁宁公司"):
        unit = cast.make_unit(name)
        cast.make_organisation(f"{name}党支部", parent=city.root, unit=unit)
        whole.hosts.create(unit=unit)
    for name in ("五点半党校", "红手印调查先锋队"):
        whole.practices.create(name=name)
    return period


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        ("zone_units_stated", "100余家"),
        ("zone_rounds", "1次"),
        ("zone_units_reported", "107家"),
        ("zone_persons_reported", "180余人"),
        ("zone_hosts", "3家等"),
        ("zone_practices", "2个等"),
        ("zone_activities", "0次"),
    ],
)
def test_published_totals_keep_their_hedges(round_of_2022, key, printed):
    assert number(key, round_of_2022) == printed
    assert number(key, YEAR).startswith("0")


def test_unit_counts_once_however_often_it_came(city, zone, members):
    for days in (-1, 0):
        activity = make_activity(zone, days=days)
        for member in members:
            activity.attending.create(unit=member.unit, persons=2)
    make_activity(zone, Status.CALLED).attending.create(unit=city.unit, persons=9)
    assert number("zone_attending_units") == "2家"
    assert number("zone_persons") == "8人"
    assert number("zone_activities") == "2次"
    assert number("zones_active") == "1个"
    assert number("zone_units_reported") == "0家"


def test_zones_add_up_to_the_city(city, zone, members, other_zone):
    for of, units in ((zone, [m.unit for m in members]), (other_zone, [city.other_unit])):
        activity = make_activity(of)
        for unit in units:
            activity.attending.create(unit=unit, persons=3)
    assert number("zone_attending_units") == "3家"
    assert tree.total("zone_persons", YEAR, city.root).value == 9
    assert number("zones") == number("zone_convening_units") == "2个"
    assert number("zone_units") == "4家"


def test_round_whose_parts_list_units_states_no_total(city, zone, members):
    whole = make_activity(None, organiser=city.root, units=107)
    assert number("zone_units_reported") == "107家"
    part = make_activity(zone, part_of=whole)
    assert number("zone_units_reported") == "107家"
    part.attending.create(unit=members[0].unit)
    assert number("zone_units_reported") == "0家"


def test_rows_of_a_unit_count_for_its_head(city, zone):
    make_activity(zone).attending.create(unit=city.unit, persons=2)
    found = counting.counts(["zone_persons", "zone_activities"], YEAR)
    head = (city.committee.pk, YEAR.start)
    assert city.committee.kind == Kind.ORGAN_COMMITTEE
    assert found == {"zone_persons": {head: 2}, "zone_activities": {head: 1}}


def test_suggestions_are_counted_by_what_became_of_them(zone, members):
    today = timezone.localdate()
    for status, due in (
        ("collected", None),
        ("assigned", -1),
        ("assigned", 1),
        ("answered", 1),
        ("accepted", 1),
        ("declined", None),
    ):
        Suggestion.objects.create(
            zone=zone,
            unit=members[0].unit,
            text="建议",
            made_on=today,
            status=status,
            due_on=due and today + timedelta(days=due),
            answered_at=timezone.now() if status in ("answered", "accepted") else None,
        )
    assert number("suggestions") == "6条"
    assert number("suggestions_answered") == "2条"
    assert number("suggestions_late") == "1条"


def test_practices_that_were_taken_up_count_for_the_unit_that_did(zone, members):
    practice = make_activity(zone).practices.create(name="五点半党校", unit=members[0].unit)
    practice.adoptions.create(unit=members[1].unit, since=timezone.localdate())
    assert number("zone_practices") == "1个"
    assert number("zone_adoptions") == "1项"


KEYS = [key for key in catalogue.ALL if key.startswith(("zone", "suggestion"))]


@pytest.mark.parametrize("key", KEYS)
def test_rows_behind_a_number_open(city, users, zone, members, as_user, key):
    activity = make_activity(zone, units=9, persons=9)
    activity.attending.create(unit=members[0].unit, persons=2)
    activity.hosts.create(unit=members[0].unit)
    activity.speeches.create(unit=members[0].unit, topic="题目")
    practice = activity.practices.create(name="做法", unit=members[0].unit)
    practice.adoptions.create(unit=members[1].unit, since=activity.starts_on)
    Suggestion.objects.create(
        zone=zone,
        unit=members[0].unit,
        text="建议",
        made_on=activity.starts_on,
        due_on=activity.starts_on - timedelta(days=1),
        status="assigned",
    )
    make_activity(None, organiser=city.root, units=107, persons=180, persons_hedge="over")
    page = as_user(users.staff).get(f"/indicators/{key}/", {"period": str(YEAR.start.year)})
    assert page.status_code == 200
