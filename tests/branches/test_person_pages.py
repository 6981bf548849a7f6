"""党员 (S6): who is listed, how they are looked for, and what their card shows."""

from datetime import date

import pytest
from django.urls import reverse

from apps.branches import services
from apps.branches.choices import MembershipKind, OrganisationKind, Post
from apps.core.models import AuditEvent
from tests import cast

LIST = reverse("branches:person_list")


@pytest.fixture
def group(city):
    return cast.make_organisation("第一党小组", OrganisationKind.SUBGROUP, parent=city.branch)


@pytest.fixture
def members(city, users, group):
    """Three of the first branch besides its secretary, one elsewhere."""
    cast.make_member(city.other_branch, "曾国荃")
    found = [
        cast.make_member(city.branch, "曾国藩", subgroup=group),
        cast.make_member(city.branch, "单雄信", kind=MembershipKind.PROBATIONARY),
        cast.make_member(city.branch, "王伟"),
    ]
    cast.appoint(found[0], city.branch, Post.ORGANISATION_MEMBER)
    return found


def names(client, **asked) -> list[str]:
    return [m.person.name for m in client.get(LIST, asked).context["page"].object_list]


def test_secretary_sees_the_members_of_his_branch(members, users, as_user):
    own = names(as_user(users.secretary))
    assert set(own) == {"曾国藩", "单雄信", "王伟", users.secretary.person.name}


def test_subtree_secretary_sees_those_below_and_leader_sees_all(members, users, as_user):
    assert "曾国荃" not in names(as_user(users.subtree_secretary))
    assert {"曾国藩", "曾国荃"} <= set(names(as_user(users.leader)))


@pytest.mark.parametrize("typed", ["曾国", "zgf", "zengguofan", "cgf", "Zeng Guo Fan"])
def test_members_are_found_by_characters_and_pinyin(members, users, as_user, typed):
    assert names(as_user(users.secretary), q=typed) == ["曾国藩"]


def test_members_are_filtered_by_subgroup_and_kind(members, group, users, as_user):
    client = as_user(users.secretary)
    assert names(client, subgroup=group.uuid) == ["曾国藩"]
    assert names(client, kind="probationary") == ["单雄信"]
    assert names(client, kind="probationary", q="曾") == []


def test_list_shows_post_and_subgroup(members, users, as_user):
    page = as_user(users.secretary).get(LIST).content.decode()
    assert "组织委员" in page
    assert "第一党小组" in page


@pytest.mark.parametrize(
    "asked", ["q=%25", "kind=x", "subgroup=x", "page=-1", "page=99", "q=" + "长" * 60]
)
def test_broken_filters_are_answered(members, users, as_user, asked):
    assert as_user(users.secretary).get(f"{LIST}?{asked}").status_code == 200


def test_foreign_place_is_not_there(members, city, users, as_user):
    client = as_user(users.secretary)
    assert client.get(LIST, {"organisation": city.other_branch.uuid}).status_code == 404


def test_nobody_s_list_says_why_it_is_empty(city, users, as_user):
    city.branch.memberships.all().delete()
    assert "名下没有登记党员" in as_user(users.secretary).get(LIST).content.decode()


@pytest.fixture
def officer(members):
    members[0].phone = "13812341234"
    members[0].save()
    return members[0]


def test_card_masks_the_phone_until_it_is_asked_for(officer, users, as_user):
    client = as_user(users.secretary)
    page = client.get(officer.get_absolute_url()).content.decode()
    assert "138****1234" in page
    assert "13812341234" not in page
    assert not AuditEvent.objects.filter(kind=AuditEvent.Kind.VIEWED_PERSONAL).exists()
    page = client.post(reverse("branches:person_phone", args=[officer.uuid])).content.decode()
    assert "13812341234" in page
    event = AuditEvent.objects.get(kind=AuditEvent.Kind.VIEWED_PERSONAL)
    assert event.user == users.secretary
    assert officer.code in event.subject


def test_card_tells_posts_and_the_beginning_of_the_membership(officer, city, users, as_user):
    page = as_user(users.secretary).get(officer.get_absolute_url()).content.decode()
    assert f"{city.branch}组织委员" in page
    assert "2015 年 1 月 1 日" in page


def test_card_keeps_to_itself_where_somebody_is_now(officer, city, users, as_user):
    """He was a member here and is one elsewhere: that is not this branch's business."""
    services.transfer_membership(
        person=officer, organisation=city.other_branch, on=date(2026, 3, 1)
    )
    page = as_user(users.secretary).get(officer.get_absolute_url()).content.decode()
    assert city.other_branch.name not in page
    assert "目前不在您能查看的党支部" in page
    assert "2026 年 3 月 1 日" in page


def test_names_are_proposed_by_pinyin_with_their_posts(officer, city, users, as_user):
    find = reverse("branches:person_find")
    found = as_user(users.secretary).get(find, {"q": "zgf"}).json()
    (proposed,) = found["people"]
    assert (proposed["name"], proposed["post"]) == ("曾国藩", f"{city.branch}组织委员")
    assert as_user(users.stranger).get(find, {"q": "zgf"}).json() == {"people": []}
    assert as_user(users.secretary).get(find, {"q": ""}).json() == {"people": []}


@pytest.mark.parametrize("people", [1, 3])
def test_queries_of_list_and_card(city, users, as_user, people, django_assert_num_queries):
    for _ in range(people):
        cast.appoint(cast.make_member(city.branch), city.branch, Post.COMMITTEE_MEMBER)
    client = as_user(users.secretary)
    with django_assert_num_queries(9):
        client.get(LIST)
    with django_assert_num_queries(6):
        client.get(users.secretary.person.get_absolute_url())
