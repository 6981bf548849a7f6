"""The rolls of an import are those of the form, whoever asks and for whichever day."""

from datetime import date
from itertools import product

import pytest

from apps.branches.choices import MembershipKind, Post
from apps.branches.models import Membership
from apps.meetings.choices import MeetingKind
from apps.meetings.imports.rolls import Rolls
from apps.meetings.roll import roll_of
from tests import cast

DAYS = (date(2020, 1, 1), date(2025, 6, 1), date(2026, 3, 5))


@pytest.fixture
def peopled(city):
    group = cast.make_organisation("第一党小组", "subgroup", parent=city.branch)
    secretary = cast.make_member(city.branch, "张三")
    cast.appoint(secretary, city.branch, Post.SECRETARY)
    deputy = cast.make_member(city.branch, "李四", subgroup=group)
    cast.appoint(deputy, city.branch, Post.DISCIPLINE_MEMBER, since=date(2024, 1, 1))
    cast.make_member(city.branch, "王五", kind=MembershipKind.PROBATIONARY, since=date(2025, 1, 1))
    cast.make_member(city.sibling, "赵六")
    cast.appoint(deputy, group, Post.SUBGROUP_LEADER)
    cast.appoint(deputy, city.committee, Post.SECRETARY)
    Membership.objects.filter(person=deputy).update(is_vote_suspended=True)
    return [city.branch, group, city.committee, city.sibling]


def test_rolls_of_an_import_are_those_of_the_form(peopled):
    rolls = Rolls(peopled)
    for organisation, kind, day in product(peopled, MeetingKind, DAYS):
        expected = roll_of(organisation=organisation, kind=kind, on=day)
        assert rolls.of(organisation, kind, day) == expected, (organisation, kind, day)
