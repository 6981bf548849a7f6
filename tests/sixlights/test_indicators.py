"""What the registers add to the catalogue, with one row for each condition that must not count."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.branches.models import SetUpException
from apps.core.periods import Period
from apps.indicators import counting
from apps.sixlights.choices import BookingStatus, HonourStatus, TeamLevel
from apps.sixlights.models import Activity, BaseBooking, Honour, VenueReview, VolunteerTeam
from tests import cast
from tests.sixlights.conftest import make_base
from tests.sixlights.test_registers import make_venue

YEAR = Period.year(timezone.localdate().year)
DAY = timezone.localdate()


def number_of(key, *organisations) -> int:
    wanted = [o.pk for o in organisations]
    found = counting.counts([key], YEAR, wanted)[key]
    assert counting.rows(key, YEAR, wanted).count() >= bool(found)
    return int(sum(found.values()))


def test_bases_count_for_their_keeper_while_they_hold(city):
    make_base(city.root)
    make_base(city.root, name="旧馆", valid_to=DAY)
    assert number_of("theme_day_bases", city.root) == 1
    assert number_of("theme_day_bases", city.branch) == 0


def test_visits_count_for_the_visitor_and_for_the_keeper(city):
    base = make_base(city.committee)
    for number, status in enumerate(BookingStatus):
        BaseBooking.objects.create(
            base=base,
            organisation=city.branch,
            visit_on=DAY - timedelta(days=number),
            slot="morning",
            persons=10,
            purpose="参观",
            status=status,
        )
    assert number_of("base_bookings", city.branch) == 3
    assert number_of("base_visits", city.branch) == 1
    assert number_of("base_visitors", city.branch) == 10
    assert number_of("base_visits_received", city.committee) == 1
    assert number_of("base_visits_received", city.branch) == 0


def test_venues_count_by_their_latest_review(city):
    venue, other = make_venue(city.branch), make_venue(city.branch, "书屋")
    for stars, day in ((5, date(2020, 1, 1)), (3, date(2024, 1, 1))):
        VenueReview.objects.create(
            venue=venue, reviewed_on=day, stars=stars, is_up_to_standard=True
        )
    VenueReview.objects.create(venue=other, reviewed_on=DAY, stars=0)
    found = {key: number_of(key, city.branch) for key in ("venues", "venues_starred")}
    assert found == {"venues": 2, "venues_starred": 1}
    assert number_of("venues_star_5", city.branch) == 0
    assert number_of("venues_star_3", city.branch) == 1
    assert number_of("venues_to_standard", city.branch) == 1
    # A document may call a venue a starred one and not say how many stars it has.
    VenueReview.objects.create(venue=other, reviewed_on=DAY, stars=None)
    assert number_of("venues_starred", city.branch) == 2


def test_two_rooms_of_one_organisation_are_one_organisation(city):
    for name in ("活动室", "书屋"):
        VenueReview.objects.create(
            venue=make_venue(city.branch, name), reviewed_on=DAY, is_up_to_standard=True
        )
    assert number_of("venues_to_standard", city.branch) == 2
    assert number_of("organisations_with_standard_venue", city.branch) == 1


def test_teams_count_by_level_while_they_last(city):
    corps = VolunteerTeam.objects.create(
        name="总队", level=TeamLevel.CORPS, organisation=city.root, valid_from=cast.FOUNDED
    )
    for name, until in (("甲支队", None), ("乙支队", DAY)):
        VolunteerTeam.objects.create(
            name=name,
            level=TeamLevel.DETACHMENT,
            parent=corps,
            organisation=city.committee,
            valid_from=cast.FOUNDED,
            valid_to=until,
        )
    assert number_of("volunteer_detachment", city.committee) == 1
    assert number_of("volunteer_corps", city.root, city.committee) == 1


def test_activities_of_teams_count_apart_from_others(city):
    team = VolunteerTeam.objects.create(
        name="总队", level=TeamLevel.CORPS, organisation=city.root, valid_from=cast.FOUNDED
    )
    for of in (team, None):
        Activity.objects.create(organisation=city.branch, title="清洁家园", starts_on=DAY, team=of)
    assert number_of("volunteer_activities", city.branch) == 1


def honour(city, **given):
    known = {
        "organisation": city.branch,
        "name": "先进",
        "level": "city",
        "granted_by": "工委",
        "granted_on": DAY,
        "status": HonourStatus.CONFIRMED,
    }
    return Honour.objects.create(**known | given)


def test_collectives_and_persons_are_counted_apart(city):
    person = cast.make_member(city.branch)
    honour(city)
    honour(city, level="provincial")
    honour(city, person=person)
    honour(city, level="unit")
    honour(city, status=HonourStatus.PROPOSED)
    honour(city, granted_on=date(2020, 1, 1))
    assert number_of("collectives_commended", city.branch) == 2
    assert number_of("persons_commended", city.branch) == 1
    assert number_of("honours_city", city.branch) == 2


def test_organisation_counts_while_advice_about_it_is_open(city):
    cast.make_member(city.branch)
    assert number_of("set_up_advice", city.branch) == 1
    SetUpException.objects.create(
        organisation=city.branch,
        rule="R-ORG-02",
        reason="驻外",
        approved_by="工委",
        valid_from=cast.FOUNDED,
    )
    assert number_of("set_up_advice", city.branch) == 0


@pytest.mark.parametrize("key", ["theme_day_bases", "venues_starred", "set_up_advice"])
def test_rows_behind_a_number_open(city, users, as_user, key):
    base = make_base(city.root)
    VenueReview.objects.create(venue=make_venue(city.branch), reviewed_on=DAY, stars=3)
    page = as_user(users.leader).get(f"/indicators/{key}/?period={YEAR.key}").text
    named = {"theme_day_bases": base.name, "venues_starred": "党员活动室"}
    assert named.get(key, city.branch.name) in page
