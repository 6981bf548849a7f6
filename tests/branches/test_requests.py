"""添加/调整: asked by a secretary, settled or refused by the committee, answered on the members' page."""

import uuid

import pytest
from django.urls import reverse

from apps.branches.choices import RequestStatus
from apps.branches.models import MembershipRequest
from tests import cast

CREATE = reverse("branches:request_create")
LIST = reverse("branches:person_list")


def values(organisation, **given) -> dict:
    return {
        "form_key": str(uuid.uuid4()),
        "organisation": str(organisation.uuid),
        "kind": "transfer",
        "person_name": "曾国藩",
        "detail": "自 2026-11-01 起转入",
    } | given


@pytest.fixture
def asked(city, users, as_user) -> MembershipRequest:
    as_user(users.secretary).post(CREATE, values(city.branch))
    return MembershipRequest.objects.get()


def test_request_lies_at_the_desk(asked, city, users, as_user):
    assert (asked.organisation, asked.created_by) == (city.branch, users.secretary)
    assert asked.status == RequestStatus.REQUESTED
    assert "待办理的党员调整申请" in as_user(users.staff).get(reverse("admin:index")).text


def test_same_form_makes_one_request(city, users, as_user):
    sent = values(city.branch)
    for _ in range(2):
        assert as_user(users.secretary).post(CREATE, sent).status_code == 302
    assert MembershipRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"person_name": ""}, "请填写党员姓名"),
        ({"detail": " "}, "请说明要怎样调整"),
        ({"kind": ""}, "请选择申请事项"),
        ({"person_name": "曾\u202e国"}, "改变显示次序"),
        ({"detail": "长" * 301}, "300"),
    ],
)
def test_what_is_missing_is_told_at_its_field(city, users, as_user, given, words):
    answer = as_user(users.secretary).post(CREATE, values(city.branch, **given))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not MembershipRequest.objects.exists()


def test_foreign_branch_cannot_be_asked_for(city, users, as_user):
    answer = as_user(users.secretary).post(CREATE, values(city.other_branch))
    assert answer.status_code == 422
    assert not MembershipRequest.objects.exists()


def test_answer_of_the_desk_stands_on_the_members_page(asked, users, as_user):
    page = reverse("admin:branches_membershiprequest_settle", args=[asked.pk])
    assert as_user(users.staff).post(page, {"note": "已转接"}).status_code == 302
    text = as_user(users.secretary).get(LIST).content.decode()
    assert "已办理" in text
    assert "已转接" in text
    assert "曾国藩转接组织关系" not in as_user(users.stranger).get(LIST).content.decode()


def test_desk_names_the_state_of_a_request(asked, users, as_user):
    page = reverse("admin:branches_membershiprequest_change", args=[asked.pk])
    text = as_user(users.staff).get(page).text
    assert asked.get_status_display() in text
    assert f"&#x27;{asked.status}&#x27;" not in text


def test_refusal_needs_a_reason(asked, users, as_user):
    page = reverse("admin:branches_membershiprequest_refuse", args=[asked.pk])
    desk = as_user(users.staff)
    assert "请写明不予办理的原因" in desk.post(page, {"note": ""}).text
    desk.post(page, {"note": "请先上报审批"})
    asked.refresh_from_db()
    assert asked.status == RequestStatus.REFUSED
    assert "请先上报审批" in as_user(users.secretary).get(LIST).content.decode()


def test_request_can_be_taken_back_while_it_waits(asked, users, as_user):
    step = reverse(
        "core:lifecycle_step", args=["branches.membershiprequest", asked.uuid, "withdraw"]
    )
    assert as_user(users.stranger).post(step).status_code == 404
    assert as_user(users.secretary).post(step)["Location"] == LIST
    asked.refresh_from_db()
    assert asked.status == RequestStatus.WITHDRAWN


def test_leader_is_not_offered_to_ask(city, users, as_user):
    assert CREATE not in as_user(users.leader).get(LIST).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list_with_requests(city, users, as_user, number, django_assert_num_queries):
    cast.make_member(city.branch)
    client = as_user(users.secretary)
    for index in range(number):
        client.post(CREATE, values(city.branch, person_name=f"党员甲{index}"))
    client.get(LIST)  # the message of the last one is gone
    with django_assert_num_queries(9):
        client.get(LIST)
