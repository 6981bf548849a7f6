import pytest

from apps.branches.choices import Role
from apps.branches.models import Organisation
from apps.branches.scope import permissions_of, scope
from apps.meetings.models import Meeting
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
