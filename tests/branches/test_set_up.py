"""R-ORG-01 to R-ORG-10: advice from the rows, taken off the list by an approved exception."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post, SetUpRule
from apps.branches.models import Office, SetUpException
from apps.branches.scope import EVERYWHERE, Scope
from apps.branches.set_up import Body, advice_about, set_ups
from apps.branches.set_up.rules import LIMITS
from apps.core import policy
from apps.core.models import PolicyNumber
from tests import cast

ALL = Scope((EVERYWHERE,))
SOUND = {"kind": Kind.BRANCH, "members": 9, "full": 8, "seats": 3, "has_committee": True}


def told(**facts) -> set[str]:
    limits = {key: policy.count(key) for key in LIMITS}
    return {rule.value[-2:] for rule in advice_about(Body(**facts), limits)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({}, set()),
        ({"full": 3, "seats": 1, "has_committee": False}, set()),
        ({"full": 2, "seats": 1, "has_committee": False}, {"02"}),
        ({"members": 50, "full": 50}, set()),
        ({"members": 51, "full": 50}, {"03"}),
        ({"members": 49, "full": 49, "is_direct": True}, set()),
        ({"members": 50, "full": 50, "is_direct": True}, {"06"}),
        ({"members": 100, "full": 90, "is_direct": True}, {"03", "07"}),
        ({"full": 7, "has_committee": False, "seats": 2}, {"04"}),
        ({"seats": 2}, {"04"}),
        ({"seats": 7}, set()),
        ({"seats": 8}, {"04"}),
        ({"full": 6}, {"05"}),
        ({"full": 6, "has_committee": False, "deputies": 1, "seats": 2}, set()),
        ({"full": 6, "has_committee": False, "deputies": 2, "seats": 3}, {"05"}),
        ({"kind": Kind.JOINT_BRANCH, "units": 5}, set()),
        ({"kind": Kind.JOINT_BRANCH, "units": 6}, {"02"}),
        ({"kind": Kind.FUNCTIONAL_BRANCH, "full": 0, "members": 0, "seats": 0}, set()),
        ({"kind": Kind.TEMPORARY_BRANCH, "full": 1, "members": 1, "seats": 0}, set()),
        ({"kind": Kind.RETIRED_BRANCH, "offices": 9}, set()),
        ({"kind": Kind.GENERAL_BRANCH, "members": 50, "seats": 5}, set()),
        ({"kind": Kind.GENERAL_BRANCH, "members": 49, "seats": 5}, {"06"}),
        ({"kind": Kind.GENERAL_BRANCH, "members": 100, "seats": 9}, {"07"}),
        ({"kind": Kind.GENERAL_BRANCH, "members": 60, "seats": 4}, {"08"}),
        ({"kind": Kind.ORGAN_COMMITTEE, "members": 100, "seats": 5}, set()),
        ({"kind": Kind.ORGAN_COMMITTEE, "members": 99, "seats": 5}, {"07"}),
        ({"kind": Kind.ORGAN_COMMITTEE, "members": 100, "seats": 10}, {"08"}),
        ({"kind": Kind.ORGAN_COMMITTEE, "members": 100, "seats": 5, "own_full": 2}, set()),
        ({"kind": Kind.ORGAN_COMMITTEE, "members": 100, "seats": 5, "own_full": 3}, {"01"}),
        ({"offices": 2, "members": 15}, set()),
        ({"offices": 3, "members": 5}, set()),
        ({"offices": 4}, {"10"}),
        ({"offices": 2, "members": 16}, {"10"}),
    ],
)
def test_rule_speaks_at_its_threshold(facts, rules):
    assert told(**SOUND | facts) == rules


def advice_of(organisation):
    found = {s.organisation.pk: s for s in set_ups(ALL, timezone.localdate())}
    return found.get(organisation.pk)


def rules_of(organisation) -> set[str]:
    found = advice_of(organisation)
    return {a.rule.value for a in found.advice} if found else set()


def make_committee(branch, *, full: int = 7, seats: int = 3) -> None:
    people = [cast.make_member(branch) for _ in range(full)]
    posts = [Post.DEPUTY_SECRETARY] + [Post.COMMITTEE_MEMBER] * (seats - 1)
    for person, post in zip(people, posts, strict=False):
        cast.appoint(person, branch, post)


def test_rows_of_a_day_make_the_facts(city):
    make_committee(city.branch)
    assert rules_of(city.branch) == set()
    for office in ("办公室", "人事科", "法规科", "预算科"):
        Office.objects.create(
            unit=city.unit, name=office, organisation=city.branch, valid_from=cast.FOUNDED
        )
    assert rules_of(city.branch) == {"R-ORG-10"}
    Office.objects.filter(name="预算科").update(valid_to=timezone.localdate())
    assert rules_of(city.branch) == set()


def test_members_of_branches_count_for_the_committee_above(city):
    for _ in range(3):
        cast.make_member(city.branch)
    sentence = advice_of(city.committee).advice[0].sentence
    assert "现有党员 3 名" in sentence
    assert "R-ORG-01" not in rules_of(city.committee)
    for _ in range(3):
        cast.make_member(city.committee)
    assert "R-ORG-01" in rules_of(city.committee)


def test_threshold_is_a_row(city):
    make_committee(city.branch, full=8)
    PolicyNumber.objects.create(
        key="set_up_branch_members",
        name="党支部的党员",
        value=7,
        unit="名",
        source="测试",
        valid_from=date(2020, 1, 1),
    )
    assert rules_of(city.branch) == {"R-ORG-03"}
    assert "不超过 7 名，现有 8 名" in advice_of(city.branch).advice[0].sentence


def make_exception(organisation, rule=SetUpRule.JOINT_BELOW_THREE, **span) -> SetUpException:
    return SetUpException.objects.create(
        organisation=organisation,
        rule=rule,
        reason="驻外办事机构，附近没有其他党组织",
        approved_by="市直机关工委",
        **{"valid_from": cast.FOUNDED} | span,
    )


def test_exception_takes_advice_off_the_list_while_it_holds(city):
    cast.make_member(city.branch)
    assert [a.rule for a in advice_of(city.branch).open] == [SetUpRule.JOINT_BELOW_THREE]
    exception = make_exception(city.branch)
    assert advice_of(city.branch).open == []
    assert [a.exception for a in advice_of(city.branch).approved] == [exception]
    exception.valid_to = timezone.localdate()
    exception.save()
    assert advice_of(city.branch).open


def test_exception_of_another_rule_takes_nothing_off(city):
    cast.make_member(city.branch)
    make_exception(city.branch, SetUpRule.BRANCH_SIZE)
    assert advice_of(city.branch).open


@pytest.mark.parametrize("count", [1, 3])
def test_survey_takes_six_queries(city, count, django_assert_num_queries):
    for number in range(count):
        branch = cast.make_organisation(f"第{number}支部", parent=city.committee)
        cast.make_member(branch)
        make_exception(branch)
    policy.shipped()
    with django_assert_num_queries(6):
        assert set_ups(ALL, timezone.localdate())


def test_page_shows_advice_and_what_was_approved(city, users, as_user):
    page = as_user(users.secretary).get(city.branch.get_absolute_url()).text
    assert "R-ORG-02" in page
    assert "正式党员不足 3 名" in page
    make_exception(city.branch, valid_to=timezone.localdate() + timedelta(days=9))
    page = as_user(users.secretary).get(city.branch.get_absolute_url()).text
    assert "已批准的例外" in page
    assert "驻外办事机构" in page
    assert "市直机关工委批准" in page


def test_page_of_a_committee_leads_to_those_below(city, users, as_user):
    page = as_user(users.subtree_secretary).get(city.committee.get_absolute_url()).text
    assert city.branch.name in page
    assert "正式党员不足 3 名" in page


def test_list_of_the_desk_holds_those_with_open_advice(city, users, as_user):
    make_committee(city.other_branch, full=6, seats=1)
    make_exception(city.sibling)
    desk = as_user(users.staff)
    listed = reverse("admin:branches_organisation_changelist") + "?set_up=open"
    number = len([s for s in set_ups(ALL, timezone.localdate()) if s.open])
    page = desk.get(listed)
    assert page.context["cl"].result_count == number
    assert city.sibling.name not in {str(o) for o in page.context["cl"].result_list}
    approved = desk.get(listed.replace("open", "approved"))
    assert [str(o) for o in approved.context["cl"].result_list] == [city.sibling.name]


def test_desk_lists_every_piece_of_advice_with_its_sentence(city, users, as_user):
    make_committee(city.other_branch, full=6, seats=1)
    make_exception(city.sibling)
    page = reverse("admin:branches_organisation_set_up")
    text = as_user(users.staff).get(page).text
    assert "正式党员不足 3 名" in text
    assert city.branch.name in text
    assert city.sibling.name not in text
    approved = as_user(users.staff).get(f"{page}?show=approved").text
    assert city.sibling.name in approved
    assert "驻外办事机构" in approved
    assert city.branch.name not in as_user(users.staff).get(f"{page}?rule=R-ORG-07").text


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_advice_takes_the_same_queries(
    city, users, as_user, count, django_assert_num_queries
):
    for number in range(count):
        cast.make_member(cast.make_organisation(f"第{number}支部", parent=city.committee))
    client = as_user(users.staff)
    client.get(reverse("admin:branches_organisation_set_up"))
    with django_assert_num_queries(9):
        client.get(reverse("admin:branches_organisation_set_up"))


def test_desk_tells_the_advice_of_a_record(city, users, as_user):
    page = reverse("admin:branches_organisation_change", args=[city.branch.pk])
    assert "R-ORG-02" in as_user(users.staff).get(page).text


def test_office_moves_by_a_new_row(city, users, as_user):
    """The same office of a unit never holds twice on a day."""
    Office.objects.create(unit=city.unit, name="办公室", valid_from=cast.FOUNDED)
    add = reverse("admin:branches_office_add")
    given = {"unit": city.unit.pk, "name": "办公室", "valid_from": "2020-01-01"}
    answer = as_user(users.staff).post(add, given)
    assert answer.status_code == 200
    assert "这个科室在这段日期已有登记" in answer.text
    assert Office.objects.count() == 1
