"""Who may give a lecture (R-MTG-05): the roll, the unit's Party group and the bodies above."""

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import OrganisationKind, Post
from apps.meetings.choices import MeetingKind
from apps.meetings.models import AgendaItem
from apps.meetings.roll import roll_of
from tests import cast
from tests.meetings.conftest import form_values

CREATE = reverse("meetings:meeting_create")


@pytest.fixture
def group_secretary(city):
    group = cast.make_organisation(
        "市财政局党组", OrganisationKind.PARTY_GROUP, parent=city.root, unit=city.unit
    )
    person = cast.make_person("党组书记")
    cast.appoint(person, group)
    return person


def test_leaders_of_the_unit_and_of_the_bodies_above_may_lecture(city, users, group_secretary):
    stranger = cast.make_person("外单位")
    cast.appoint(stranger, city.other_committee)
    on = timezone.localdate()
    roll = roll_of(organisation=city.branch, kind=MeetingKind.PARTY_LECTURE, on=on)
    assert set(roll.leaders_above) == {group_secretary, users.subtree_secretary.person}


def test_form_offers_each_of_them_once(city, users, as_user, group_secretary):
    cast.appoint(users.secretary.person, city.committee, Post.COMMITTEE_MEMBER)
    asked = {"organisation": city.branch.uuid, "kind": "party_lecture"}
    page = as_user(users.secretary).get(CREATE, asked)
    offered = [label for _, label in page.context["form"].fields["lecturer"].choices]
    names = [str(users.secretary.person), "党组书记", "subtree_secretary"]
    assert sorted(offered) == sorted(["—", *names])


def test_lecture_of_the_group_secretary_is_recorded(city, users, as_user, group_secretary):
    given = {"lecturer": str(group_secretary.uuid), "hours": "1"}
    values = form_values(city.branch, MeetingKind.PARTY_LECTURE, **given)
    assert as_user(users.secretary).post(CREATE, values).status_code == 302
    assert AgendaItem.objects.get().lecturer == group_secretary


def test_theme_day_records_him_beside_the_topic(city, users, as_user, group_secretary):
    row = {"topics-TOTAL_FORMS": "1", "topics-0-topic": "专题党课"}
    row |= {"topics-0-kind": "party_lecture", "topics-0-lecturer": str(group_secretary.uuid)}
    values = form_values(city.branch, MeetingKind.THEME_DAY, **row)
    assert as_user(users.secretary).post(CREATE, values).status_code == 302
    assert AgendaItem.objects.get(kind="party_lecture").lecturer == group_secretary


@pytest.mark.parametrize("field", ["lecturer", "chair"])
def test_stranger_is_refused(city, users, as_user, group_secretary, field):
    """Nobody from elsewhere lectures, and who only lectures does not chair."""
    person = cast.make_person("外单位") if field == "lecturer" else group_secretary
    values = form_values(city.branch, MeetingKind.PARTY_LECTURE, **{field: str(person.uuid)})
    assert as_user(users.secretary).post(CREATE, values).status_code == 422
    assert not AgendaItem.objects.exists()
