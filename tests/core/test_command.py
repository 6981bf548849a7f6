"""The desk's lists and its search take characters, pinyin and initials."""

from datetime import date

import pytest
from django.urls import reverse

from tests import cast

SEARCH = reverse("admin:search")


@pytest.fixture
def desk(city, users, as_user):
    cast.make_member(city.branch, "曾国藩")
    cast.make_meeting(city.branch, held_on=date(2026, 3, 2))
    return as_user(users.staff)


def titles(client, typed: str) -> list[str]:
    return [
        found.title
        for found in client.get(SEARCH, {"s": typed, "extended": "1"}).context["results"]
    ]


@pytest.mark.parametrize("typed", ["曾国", "zgf", "zengguofan", "Zeng Guofan"])
def test_person_is_offered_however_it_is_typed(desk, typed):
    assert titles(desk, typed) == ["曾国藩"]


@pytest.mark.parametrize("typed", ["财政局", "czj"])
def test_organisations_and_units_are_offered(desk, typed):
    assert {"市财政局机关党委", "市财政局"} <= set(titles(desk, typed))


def test_pages_and_records_are_offered(desk):
    assert "党组织" in titles(desk, "dzz")
    assert "市财政局第一党支部支委会" in titles(desk, "学习重要讲话")


@pytest.mark.parametrize("typed", ["", " ", "%", "没有这样的词", "长" * 80])
def test_nothing_found_is_said_in_words(desk, typed):
    answer = desk.get(SEARCH, {"s": typed, "extended": "1"})
    assert answer.status_code == 200
    assert "没有找到" in answer.content.decode()


def test_administrator_without_the_register_finds_nobody(desk, users, as_user):
    assert titles(as_user(users.system_admin), "曾国") == []


@pytest.mark.parametrize(
    "name", ["branches_person", "branches_membership", "branches_organisation", "branches_unit"]
)
@pytest.mark.parametrize("typed", ["财政局", "czj", "zgf"])
def test_lists_are_searched_by_pinyin(desk, name, typed):
    page = desk.get(reverse(f"admin:{name}_changelist"), {"q": typed})
    found = page.context["cl"].result_count
    by_name = name in ("branches_person", "branches_membership")
    by_place = name != "branches_person"
    assert bool(found) == (by_name if typed == "zgf" else by_place)


def test_fields_that_complete_a_name_take_pinyin(desk, city):
    asked = {
        "app_label": "branches",
        "model_name": "membership",
        "field_name": "person",
        "term": "zgf",
    }
    found = desk.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [one["text"] for one in found] == ["曾国藩"]


@pytest.mark.parametrize("number", [1, 3])
def test_search_asks_the_same_for_one_as_for_three(number, desk, city, django_assert_num_queries):
    for _ in range(number - 1):
        cast.make_member(city.branch, "曾国藩")
    # Session, user, roles; organisations, units, people; records, articles, projects, issues.
    with django_assert_num_queries(10):
        assert len(titles(desk, "zgf")) == number
