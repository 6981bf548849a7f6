from datetime import date

import pytest

from apps.branches.choices import Role
from apps.branches.models import Organisation
from apps.branches.scope import permissions_of, scope
from apps.meetings.models import AgendaItem, Meeting
from tests import cast

VIEW = "branches.view_organisation"


def test_scope_is_the_branch_of_a_secretary(city, users):
    assert scope(users.secretary, VIEW).paths == (city.branch.path,)


def test_scope_is_the_subtree_of_a_committee_secretary(city, users):
    visible = set(Organisation.objects.visible_to(users.subtree_secretary))
    assert visible == {city.committee, city.branch, city.sibling}


def test_scope_asks_the_database_once_for_each_user(city, users, django_assert_num_queries):
    with django_assert_num_queries(1):
        for permission in (VIEW, "meetings.view_meeting", "branches.add_person"):
            scope(users.secretary, permission)


def test_scope_of_the_convenor_is_the_units_of_his_zone(city, users):
    visible = set(Organisation.objects.visible_to(users.convenor))
    assert visible == {city.committee, city.branch, city.sibling}


def test_list_and_object_agree_for_every_role(city, users):
    for user in users.named().values():
        listed = set(Organisation.objects.visible_to(user))
        single = {o for o in Organisation.objects.all() if user.has_perm(VIEW, o)}
        assert listed == single


@pytest.mark.parametrize("relations", [(), ("meeting",), ("meeting__organisation",)])
def test_object_answers_as_the_list_whatever_is_in_memory(city, users, relations):
    for organisation in (city.branch, city.sibling, city.other_branch):
        cast.make_meeting(organisation, held_on=date(2026, 3, 2))
    view = "meetings.view_agendaitem"
    for user in users.named().values():
        items = AgendaItem.objects.select_related(*relations) if relations else AgendaItem.objects
        single = {item for item in items.all() if user.has_perm(view, item)}
        assert single == set(AgendaItem.objects.visible_to(user))


def test_object_with_its_path_in_memory_needs_no_query(city, users, django_assert_num_queries):
    meeting = cast.make_meeting(city.branch, held_on=date(2026, 3, 2))
    assert scope(users.secretary, "meetings.view_meeting")
    with django_assert_num_queries(0):
        assert users.secretary.has_perm("meetings.view_meeting", meeting)
    bare = Meeting.objects.get()
    with django_assert_num_queries(1):
        assert users.secretary.has_perm("meetings.view_meeting", bare)


def test_object_without_its_path_in_memory_is_looked_up(city, users):
    bare = Organisation.objects.defer("path").get(pk=city.branch.pk)
    assert users.secretary.has_perm(VIEW, bare)
    assert not users.stranger.has_perm(VIEW, bare)


def test_ended_post_gives_no_right(city, users):
    appointment = users.secretary.person.appointments.get()
    appointment.valid_to = appointment.valid_from.replace(year=2020)
    appointment.save()
    assert not Meeting.objects.visible_to(users.secretary).exists()
    assert not users.secretary.has_perm(VIEW)


def test_disabled_user_has_no_scope(city, users):
    users.staff.is_active = False
    assert not scope(users.staff, VIEW)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN),
        (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN),
    ],
)
def test_three_administrators_share_no_permission(one, other):
    assert permissions_of(one)
    assert not permissions_of(one) & permissions_of(other)


def test_grant_reaches_only_its_part_of_the_tree(city, users):
    cast.grant(users.nobody, Role.LEADER, city.other_committee)
    assert set(Organisation.objects.visible_to(users.nobody)) == {
        city.other_committee,
        city.other_branch,
    }
