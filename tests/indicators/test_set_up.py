"""Units that adjusted their bodies, deputies who were appointed, levels of the volunteers (S1)."""

from datetime import date

from apps.branches.choices import Post
from apps.branches.services import move_organisation, rename_organisation
from apps.core.periods import Period
from apps.indicators import counting, tree
from apps.sixlights.models import VolunteerTeam
from tests import cast

YEAR = Period.year(2019)
IN, AFTER = date(2019, 12, 31), date(2020, 1, 1)


def number_of(key: str, organisation) -> int:
    return int(tree.total(key, YEAR, organisation).value)


def test_unit_counts_once_however_many_bodies_it_adjusted(city):
    found = {"parent": city.committee, "unit": city.unit}
    first, second, third = (
        cast.make_organisation(f"第{n}党支部", founded_on=date(2018, 1, 1), **found)
        for n in "一二三"
    )
    cast.make_organisation("新设党支部", founded_on=IN, **found)
    rename_organisation(organisation=first, name="机关一支部", on=IN)
    move_organisation(organisation=second, parent=city.root, on=IN)
    rename_organisation(organisation=third, name="机关三支部", on=AFTER)
    assert number_of("units_adjusted", city.root) == 1
    assert counting.rows("units_adjusted", YEAR).count() == 2


def test_deputy_counts_in_the_year_of_the_appointment(city):
    for day, post in (
        (IN, Post.FULLTIME_DEPUTY),
        (AFTER, Post.FULLTIME_DEPUTY),
        (IN, Post.DEPUTY_SECRETARY),
    ):
        cast.appoint(cast.make_member(city.branch), city.committee, post, since=day)
    assert number_of("fulltime_deputies_appointed", city.root) == 1


def test_level_of_volunteers_counts_once(city):
    def team(level, number, above=None, **days):
        return VolunteerTeam.objects.create(
            name=f"{level}{number}", level=level, parent=above, organisation=city.root, **days
        )

    corps = team("corps", 1, valid_from=date(2018, 1, 1))
    detachment = team("detachment", 1, corps, valid_from=IN)
    team("detachment", 2, corps, valid_from=IN)
    team("team", 1, detachment, valid_from=AFTER)
    assert number_of("volunteer_levels", city.root) == 2
