import json
from datetime import date

import pytest
from django.urls import reverse

from apps.assessments import services
from apps.core.lifecycle import advance
from apps.meetings.choices import MeetingKind
from tests import cast
from tests.assessments.conftest import YEAR, work_off

LIST = "/assessments/"


def address_of(run, organisation) -> str:
    return run.results.get(organisation=organisation).get_absolute_url()


@pytest.fixture
def issued(printed, users):
    return services.issue_run(run=printed, by=users.staff)


def test_staff_see_a_result_before_it_is_issued(printed, city, users, as_user):
    response = as_user(users.staff).get(address_of(printed, city.branch))
    assert "还没有发布" in response.text


@pytest.mark.parametrize("role", ["secretary", "subtree_secretary", "leader"])
def test_others_see_nothing_before_it_is_issued(role, printed, city, users, as_user):
    client = as_user(getattr(users, role))
    assert client.get(address_of(printed, city.branch)).status_code == 404
    assert "还没有发布的考核结果" in client.get(LIST).text


def test_secretary_sees_his_issued_result_and_no_other(issued, city, users, as_user):
    client = as_user(users.secretary)
    assert client.get(address_of(issued, city.branch)).status_code == 200
    assert client.get(address_of(issued, city.other_branch)).status_code == 404


def test_list_shows_the_subtree(issued, city, users, as_user):
    text = as_user(users.subtree_secretary).get(LIST).text
    assert city.branch.name in text
    assert city.sibling.name in text
    assert city.other_branch.name not in text


def test_list_has_no_rank(issued, users, as_user):
    text = as_user(users.leader).get(LIST).text
    for word in ("排名", "名次", "排行"):
        assert word not in text


def test_page_json_and_database_show_one_number(issued, city, users, as_user):
    client, result = as_user(users.secretary), issued.results.get(organisation=city.branch)
    text = client.get(result.get_absolute_url()).text
    sheet = json.loads(client.get(reverse("assessments:result_sheet", args=[result.uuid])).content)
    assert f'id="total">{result.total:.2f}<' in text
    assert sheet["total"] == f"{result.total:.2f}"


def test_line_links_to_the_records_behind_it(run, city, users, as_user):
    meeting = cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, 3, 9))
    started = services.start_run(run=run, by=None)
    work_off(started.job)
    text = as_user(users.staff).get(address_of(started, city.branch)).text
    assert meeting.get_absolute_url() in text


def test_secretary_downloads_his_sheet_and_no_other(issued, city, users, as_user):
    client = as_user(users.secretary)
    own = issued.results.get(organisation=city.branch).document
    other = issued.results.get(organisation=city.other_branch).document
    response = client.get(own.get_absolute_url())
    assert b"".join(response).startswith(b"%PDF")
    assert client.get(other.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_any_number(
    count, run, city, users, as_user, django_assert_num_queries
):
    for number in range(count):
        cast.make_organisation(f"新支部{number}", parent=city.committee)
    started = services.start_run(run=run, by=None, with_sheets=False)
    work_off(started.job)
    client = as_user(users.staff)
    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_detail_takes_the_same_queries_for_any_number(
    count, run, city, users, as_user, django_assert_num_queries
):
    for number in range(count):
        for kind in (MeetingKind.THEME_DAY, MeetingKind.PARTY_LECTURE):
            cast.make_meeting(city.branch, kind, held_on=date(YEAR, number + 1, 9))
    started = services.start_run(run=run, by=None)
    work_off(started.job)
    client, address = as_user(users.staff), address_of(started, city.branch)
    with django_assert_num_queries(7):
        client.get(address)


@pytest.mark.parametrize("query", ["?year=abc", "?year=99999", "?page=x", "?kind=x&unit=%25"])
def test_list_bears_odd_questions(query, issued, users, as_user):
    assert as_user(users.leader).get(LIST + query).status_code == 200


def test_list_names_the_scheme_where_a_year_has_several(issued, city, users, as_user):
    client = as_user(users.staff)
    assert str(issued.scheme) not in client.get(LIST).text
    newer = advance(services.new_version(scheme=issued.scheme), "activate", by=users.staff)
    again = services.create_run(year=YEAR, scheme=newer, dated_on=date(2026, 1, 15))
    started = services.start_run(run=again, by=None, with_sheets=False)
    work_off(started.job)
    text = client.get(LIST).text
    assert str(issued.scheme) in text
    assert str(newer) in text
