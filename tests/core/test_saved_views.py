"""视图: whose they are, which one comes first, and what they keep."""

import uuid

import pytest
from django.urls import reverse

from apps.branches.choices import Role
from apps.core.models import AuditEvent, SavedView
from tests import cast

UNITS = "admin:branches_unit_changelist"
PEOPLE = "admin:branches_person_changelist"
RECORDS = "meetings:meeting_list"


def make_view(owner, listing=UNITS, name="机关", **given) -> SavedView:
    return SavedView.objects.create(owner=owner, listing=listing, name=name, **given)


@pytest.fixture
def colleague(users):
    user = cast.make_user("colleague")
    cast.grant(user, Role.COMMITTEE_STAFF)
    return user


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


def test_filters_are_kept_under_a_name(city, users, desk):
    given = {"listing": UNITS, "name": "机关单位", "query": "kind__exact=organ&p=3&o=2&view=all"}
    answer = desk.post(reverse("core:view_create"), given)
    view = SavedView.objects.get()
    assert (view.owner, view.query) == (users.staff, "kind__exact=organ&o=2")
    assert answer["Location"] == f"{reverse(UNITS)}?kind__exact=organ&o=2&view={view.uuid}"
    page = desk.get(answer["Location"])
    assert page.status_code == 200
    assert 'aria-current="true">机关单位' in page.text


def test_same_name_is_refused_in_words(users, desk):
    make_view(users.staff, name="机关")
    answer = desk.post(reverse("core:view_create"), {"listing": UNITS, "name": "机关"}, follow=True)
    assert "您已有名为“机关”的视图，请换一个名称" in answer.text
    assert SavedView.objects.count() == 1


def test_view_needs_a_name(users, desk):
    answer = desk.post(reverse("core:view_create"), {"listing": UNITS, "name": " "}, follow=True)
    assert "请给视图起一个名称" in answer.text


@pytest.mark.parametrize("page", ["view_update", "view_delete"])
def test_private_view_cannot_be_reached_by_its_number(users, colleague, as_user, page):
    view = make_view(users.staff)
    client = as_user(colleague)
    assert client.post(reverse(f"core:{page}", args=[view.uuid])).status_code == 404
    assert client.post(reverse(f"core:{page}", args=[uuid.uuid4()])).status_code == 404
    text = client.get(f"{reverse(UNITS)}?view={view.uuid}").text
    assert "机关" not in text.partition('class="view-tools"')[0].partition('class="view-bar"')[2]
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_shared_view_stands_in_everybodys_tabs(users, colleague, as_user):
    make_view(users.staff, name="全体可见", is_shared=True)
    assert "全体可见" in as_user(colleague).get(reverse(UNITS)).text


def test_only_the_staff_share(city, users, as_user):
    client = as_user(users.secretary)
    given = {"listing": RECORDS, "name": "我的", "is_shared": "on"}
    assert client.post(reverse("core:view_create"), given).status_code == 403
    assert not SavedView.objects.exists()
    assert "共享给能看到" not in client.get(reverse(RECORDS)).text


def test_list_that_may_not_be_opened_keeps_no_view(users, as_user):
    given = {"listing": UNITS, "name": "单位"}
    assert as_user(users.leader).post(reverse("core:view_create"), given).status_code == 403


def test_view_of_an_unknown_list_is_refused(users, desk):
    given = {"listing": "admin:index", "name": "工作台"}
    assert desk.post(reverse("core:view_create"), given).status_code == 400


def test_own_default_comes_before_the_committees(city, users, colleague, as_user):
    make_view(users.staff, name="工委", query="o=1", is_shared=True, is_default=True)
    client = as_user(colleague)
    assert "o=1" in client.get(reverse(UNITS))["Location"]
    make_view(colleague, name="自己", query="o=2", is_default=True)
    assert "o=2" in client.get(reverse(UNITS))["Location"]
    SavedView.objects.all().delete()
    assert client.get(reverse(UNITS)).status_code == 200


def test_default_gives_way_to_an_address_with_filters(city, users, desk):
    make_view(users.staff, query="o=2", is_default=True)
    for asked in ("?view=all", "?kind__exact=organ"):
        assert desk.get(reverse(UNITS) + asked).status_code == 200


def test_new_default_takes_the_place_of_the_old_one(users, colleague, desk):
    first = make_view(users.staff, name="一", is_default=True)
    other = make_view(colleague, name="同事的", is_default=True)
    second = make_view(users.staff, name="二")
    given = {"name": "二", "is_default": "on"}
    desk.post(reverse("core:view_update", args=[second.uuid]), given)
    defaults = set(SavedView.objects.filter(is_default=True))
    assert defaults == {second, other}
    assert first not in defaults


def test_view_takes_over_the_filters_that_are_set_now(users, desk):
    view = make_view(users.staff, query="o=1")
    address = reverse("core:view_update", args=[view.uuid])
    desk.post(address, {"name": "改名", "query": "o=2"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("改名", "o=1")
    desk.post(address, {"name": "改名", "query": "o=2", "with_query": "1"})
    view.refresh_from_db()
    assert view.query == "o=2"


def test_deleted_view_is_gone(users, desk):
    view = make_view(users.staff)
    answer = desk.post(reverse("core:view_delete", args=[view.uuid]), follow=True)
    assert "已删除视图“机关”" in answer.text
    assert not SavedView.objects.exists()


def test_shared_view_is_changed_by_whoever_shares(users, colleague, as_user):
    view = make_view(users.staff, is_shared=True)
    answer = as_user(colleague).post(reverse("core:view_delete", args=[view.uuid]))
    assert answer.status_code == 302
    assert not SavedView.objects.exists()


def test_shared_view_is_not_changed_by_its_readers(city, users, as_user):
    view = make_view(users.staff, RECORDS, is_shared=True)
    client = as_user(users.secretary)
    assert "机关" in client.get(reverse(RECORDS)).text
    assert client.post(reverse("core:view_delete", args=[view.uuid])).status_code == 403


def columns_of(client, address: str) -> list[str]:
    return [c for c in client.get(address).context["cl"].list_display if c != "action_checkbox"]


def test_view_shows_the_columns_that_it_names(city, users, desk):
    view = make_view(users.staff, columns=["code", "name"])
    assert columns_of(desk, f"{reverse(UNITS)}?view={view.uuid}") == ["name", "code"]
    assert len(columns_of(desk, reverse(UNITS))) > 2


def test_order_follows_its_column_into_a_view_with_fewer(city, users, desk):
    usual = columns_of(desk, reverse(UNITS))
    place = usual.index("founded_on")
    given = {"listing": UNITS, "name": "新单位", "query": f"o=-{place}.0", "shown": usual}
    desk.post(reverse("core:view_create"), given | {"columns": ["code", "founded_on"]})
    assert SavedView.objects.get().query == "o=-1"


def test_personal_column_needs_its_right_and_leaves_an_event(city, users, desk, monkeypatch):
    view = make_view(users.staff, PEOPLE, columns=["name", "phone"], is_shared=True)
    address = f"{reverse(PEOPLE)}?view={view.uuid}"
    assert columns_of(desk, address) == ["name", "phone"]
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.VIEWED_PERSONAL).count() == 1
    from apps.branches.admin.people import PersonAdmin

    monkeypatch.setattr(PersonAdmin, "personal_columns", {"phone": "branches.nobody_has_it"})
    assert columns_of(desk, address) == ["name"]


def test_view_that_names_a_column_no_more_offered_still_opens(city, users, desk):
    view = make_view(users.staff, columns=["gone", "password"])
    assert "name" in columns_of(desk, f"{reverse(UNITS)}?view={view.uuid}")


def test_records_open_with_the_default_view(city, users, as_user):
    make_view(users.secretary, RECORDS, "党课", query="kind=party_lecture", is_default=True)
    client = as_user(users.secretary)
    answer = client.get(reverse(RECORDS))
    assert "kind=party_lecture" in answer["Location"]
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_tabs_take_one_query_however_many(city, users, desk, count, django_assert_num_queries):
    for number in range(count):
        make_view(users.staff, name=f"视图{number}")
    desk.get(reverse(UNITS))
    with django_assert_num_queries(LIST_WITH_VIEWS):
        desk.get(reverse(UNITS))


# Session, user, roles, views, the zones to choose from, count of all and of those shown, rows.
LIST_WITH_VIEWS = 8
