from datetime import date

import pytest

from apps.branches import services
from apps.branches.choices import OrganisationKind as Kind
from apps.branches.templatetags.organisations import masked
from tests import cast


def test_page_shows_facts_term_and_history(city, users, as_user):
    services.begin_term(organisation=city.branch, starts_on=date(2020, 1, 1), term_years=3)
    services.rename_organisation(
        organisation=city.branch, name="市财政局机关第一党支部", on=date(2026, 1, 1), reason="更名"
    )
    page = as_user(users.secretary).get(city.branch.get_absolute_url()).text
    for shown in ("正式党员 1 名", "书记", "已届满未换届", "市财政局第一党支部", "更名"):
        assert shown in page


def test_telephone_is_masked(city, users, as_user):
    person = users.secretary.person
    person.phone = "13812345678"
    person.save()
    page = as_user(users.secretary).get(city.branch.get_absolute_url()).text
    assert "138****5678" in page
    assert person.phone not in page


def test_page_of_another_tree_does_not_exist(city, users, as_user):
    assert as_user(users.stranger).get(city.branch.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_for_any_number_of_rows(
    count, city, users, as_user, django_assert_max_num_queries
):
    for number in range(count):
        cast.make_organisation(f"第{number}党小组", Kind.SUBGROUP, parent=city.branch)
        cast.make_member(city.branch)
    client = as_user(users.secretary)
    with django_assert_max_num_queries(18):
        client.get(city.branch.get_absolute_url())


@pytest.mark.parametrize(("phone", "shown"), [("13812345678", "138****5678"), ("6021", "****")])
def test_masked_keeps_only_the_edges(phone, shown):
    assert masked(phone) == shown
