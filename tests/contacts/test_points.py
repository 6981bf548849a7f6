"""A contact point lies outside the own branch (R-CP-02), on save and after every change of members."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from apps.branches.choices import OrganisationKind, Post
from apps.branches.services import (
    admit_member,
    change_kind,
    dissolve_organisation,
    end_membership,
    move_organisation,
    transfer_membership,
)
from apps.contacts.models import ContactPoint, Holder, HolderRule
from apps.contacts.services import choose_another, end_point, establish
from tests import cast
from tests.contacts.conftest import SINCE

TODAY = date(2026, 6, 10)
DAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _today(db):
    with time_machine.travel(TODAY, tick=False):
        yield


def in_conflict() -> list[ContactPoint]:
    return list(ContactPoint.objects.in_conflict(TODAY))


def test_own_branch_is_refused_with_a_cure(city, head):
    with pytest.raises(ValidationError, match="李领导的组织关系就在“市财政局第一党支部”，请另选"):
        establish(person=head, organisation=city.branch, since=SINCE)
    assert not ContactPoint.objects.exists()


def test_branch_that_becomes_the_own_one_later_is_refused_with_the_day(city, head):
    transfer_membership(person=head, organisation=city.sibling, on=date(2026, 9, 1))
    with pytest.raises(ValidationError, match="自 2026-09-01 起就在"):
        establish(person=head, organisation=city.sibling, since=SINCE)


def test_branch_that_was_left_before_may_be_taken(city, head):
    transfer_membership(person=head, organisation=city.sibling, on=DAY)
    assert establish(person=head, organisation=city.branch, since=DAY).pk


@pytest.mark.parametrize("where", ["committee", "root"])
def test_contact_point_is_a_branch(city, head, where):
    with pytest.raises(ValidationError, match="联系点只能选党支部"):
        establish(person=head, organisation=getattr(city, where), since=SINCE)


def test_dissolved_branch_is_refused(city, head):
    dissolve_organisation(organisation=city.sibling, on=DAY)
    city.sibling.refresh_from_db()
    with pytest.raises(ValidationError, match="已于 2026-05-01 撤销，请另选"):
        establish(person=head, organisation=city.sibling, since=SINCE)


def test_same_point_twice_is_refused(city, head, point):
    with pytest.raises(ValidationError, match="自 2026-01-05 起已联系“市财政局第二党支部”"):
        establish(person=head, organisation=city.sibling, since=DAY)


def test_transfer_into_the_contact_branch_goes_through_and_becomes_a_to_do(city, head, point):
    assert in_conflict() == []
    transfer_membership(person=head, organisation=city.sibling, on=DAY)
    assert head.memberships.get(valid_to=None).organisation == city.sibling
    assert in_conflict() == [point]


def test_conflict_that_is_to_come_is_told_before(city, head, point):
    transfer_membership(person=head, organisation=city.sibling, on=date(2026, 9, 1))
    assert in_conflict() == [point]


def test_membership_that_is_over_is_no_conflict(city, head, point):
    transfer_membership(person=head, organisation=city.sibling, on=date(2026, 2, 1))
    transfer_membership(person=head, organisation=city.branch, on=date(2026, 3, 1))
    assert in_conflict() == []


def test_branch_that_swallows_the_own_one_is_a_conflict(city, head, point):
    """The contact branch becomes a general branch, and his own branch is hung below it."""
    change_kind(organisation=city.sibling, kind=OrganisationKind.GENERAL_BRANCH, on=DAY)
    move_organisation(organisation=city.branch, parent=city.sibling, on=DAY)
    assert in_conflict() == [point]


def test_move_of_the_whole_committee_is_no_conflict(city, head, point):
    move_organisation(organisation=city.committee, parent=city.other_committee, on=DAY)
    assert in_conflict() == []


def test_dissolved_contact_branch_is_a_conflict(city, head, point):
    dissolve_organisation(organisation=city.sibling, on=DAY)
    assert in_conflict() == [point]
    assert "撤销" in ContactPoint.objects.select_related("organisation").get().conflict_words


@pytest.mark.parametrize("closing", ["end", "another", "leave"])
def test_conflict_is_closed_by_what_ends_it(city, head, point, closing):
    transfer_membership(person=head, organisation=city.sibling, on=DAY)
    if closing == "end":
        end_point(point=point, on=TODAY)
    elif closing == "another":
        choose_another(point=point, organisation=city.other_branch, on=TODAY)
    else:
        end_membership(person=head, on=date(2026, 6, 1))
    assert in_conflict() == []


def test_another_point_that_is_refused_leaves_the_old_one(city, head, point):
    with pytest.raises(ValidationError, match="请另选"):
        choose_another(point=point, organisation=city.branch, on=DAY)
    point.refresh_from_db()
    assert point.valid_to is None


def test_point_ends_after_it_began_and_once(point):
    with pytest.raises(ValidationError, match="结束日期须晚于建立日期（2026-01-05）"):
        end_point(point=point, on=SINCE)
    end_point(point=point, on=DAY)
    with pytest.raises(ValidationError, match="已于 2026-05-01 结束"):
        end_point(point=point, on=TODAY)


def test_new_member_in_the_contact_branch_concerns_only_its_leader(city, head, point):
    admit_member(person=cast.make_person(), organisation=city.sibling, on=DAY)
    assert in_conflict() == []


def rule(*posts: Post, kind=OrganisationKind.PARTY_GROUP, until: date | None = None):
    return HolderRule.objects.create(
        name=f"{posts}{kind}", kinds=[kind], posts=list(posts), valid_from=SINCE, valid_to=until
    )


def names(holders) -> set[str]:
    return set(holders.values_list("name", flat=True))


def test_rules_say_who_should_hold_a_point(city, group, head):
    assert names(Holder.objects.without_point(TODAY)) == set()
    rule(Post.GROUP_MEMBER, Post.SECRETARY)
    rule(Post.STANDING_MEMBER, kind=OrganisationKind.ORGAN_COMMITTEE)
    standing = cast.make_member(city.branch, "王常委")
    cast.appoint(standing, city.committee, Post.STANDING_MEMBER)
    # The same post in another body, and another post in the body, are not asked.
    cast.appoint(cast.make_member(city.branch, "支部书记"), city.branch, Post.SECRETARY)
    cast.appoint(cast.make_member(city.branch, "委员"), city.committee, Post.COMMITTEE_MEMBER)
    assert names(Holder.objects.without_point(TODAY)) == {"李领导", "王常委"}
    establish(person=head, organisation=city.sibling, since=SINCE)
    assert names(Holder.objects.without_point(TODAY)) == {"王常委"}


def test_rule_and_point_hold_on_their_days_only(city, group, head):
    rule(Post.GROUP_MEMBER, until=DAY)
    assert names(Holder.objects.without_point(TODAY)) == set()
    rule(Post.GROUP_MEMBER, Post.SECRETARY)
    point = establish(person=head, organisation=city.sibling, since=SINCE)
    end_point(point=point, on=DAY)
    assert names(Holder.objects.without_point(TODAY)) == {"李领导"}


def test_points_of_a_leader_are_counted(city, head, point):
    establish(person=head, organisation=city.other_branch, since=DAY)
    assert Holder.objects.with_points(TODAY).get(pk=head.pk).point_count == 2
