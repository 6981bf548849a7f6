from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from apps.core.periods import Period
from apps.duties.services import approve, waive
from apps.meetings.choices import MeetingKind
from tests import cast

TODAY = date(date.today().year, 11, 22)
YEAR = TODAY.year
LIST = reverse("duties:duty_list")


@pytest.fixture(autouse=True)
def late_november(db):
    call_command("loaddata", "duty_rules", verbosity=0)
    with time_machine.travel(f"{TODAY} 10:00 +0800", tick=False):
        yield


def test_secretary_comes_straight_to_the_duties_of_his_branch(city, users, as_user):
    page = as_user(users.secretary).get(LIST)
    assert page.context["organisation"] == city.branch
    begun = page.context["begun"]
    # 11 theme days, 4 members' meetings, 4 lectures and 4 of the year; first topics need sittings.
    assert len(begun) == page.context["progress"].due == 23
    assert [e.title for e in page.context["later"]] == ["12月主题党日"]


def test_every_done_number_opens_its_rows(city, users, as_user):
    meeting = cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, 10, 9))
    client = as_user(users.secretary)
    done = {e.title: e for e in client.get(LIST).context["begun"] if e.rows_url}
    assert done.keys() == {"10月主题党日", "四季度第一议题"}
    for entry in done.values():
        rows = client.get(entry.rows_url)
        assert rows.context["number"] == entry.done
        assert rows.context["lines"][0].url == meeting.get_absolute_url()


def test_open_duties_lead_to_their_form(city, users, as_user):
    client = as_user(users.secretary)
    page = client.get(LIST)
    links = {e.record_url for e in page.context["begun"] if e.is_actionable}
    create = reverse("meetings:meeting_create")
    assert f"{create}?organisation={city.branch.uuid}&kind=theme_day" in links
    talk = reverse("meetings:talk_create")
    assert f"{talk}?organisation={city.branch.uuid}&kind=member_member" in links
    assert page.content.decode().count(">去记录</a>") == 23


def test_reader_is_not_offered_to_record(city, users, as_user):
    page = as_user(users.leader).get(f"{LIST}?organisation={city.branch.uuid}")
    assert page.context["progress"].due == 23
    assert "去记录" not in page.content.decode()


def test_waived_duty_shows_its_reason_and_leaves_the_whole(city, users, as_user):
    waiver = waive(
        organisation=city.branch,
        duty_key="theme_day",
        period=Period.month(YEAR, 8),
        reason="全体党员下沉抗洪一线",
    )
    approve(waiver=waiver, by=users.staff)
    page = as_user(users.secretary).get(LIST)
    assert page.context["progress"].due == 22
    assert "8月主题党日：全体党员下沉抗洪一线" in page.content.decode()


def test_list_shows_progress_where_there_are_many(city, users, as_user):
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR, 10, 9))
    page = as_user(users.subtree_secretary).get(LIST)
    progress = {line["name"]: line["progress"] for line in page.context["lines"]}
    assert progress.keys() == {city.committee.name, city.branch.name, city.sibling.name}
    assert (progress[city.branch.name].done, progress[city.branch.name].due) == (2, 24)


def test_other_subtree_is_not_found(city, users, as_user):
    page = as_user(users.secretary).get(f"{LIST}?organisation={city.other_branch.uuid}")
    assert page.status_code == 404


@pytest.mark.parametrize("asked", ["organisation=x", "year=soon", "year=99999"])
def test_senseless_question_is_not_found(users, as_user, asked):
    assert as_user(users.staff).get(f"{LIST}?{asked}").status_code == 404


def test_past_year_can_be_read(city, users, as_user):
    page = as_user(users.secretary).get(f"{LIST}?year={YEAR - 1}")
    assert page.context["progress"].due == 24
    assert not page.context["later"]


def test_year_before_the_foundation_is_empty(city, users, as_user):
    page = as_user(users.secretary).get(f"{LIST}?year=2010")
    assert "还没有应办事项" in page.content.decode()


def test_who_is_not_concerned_is_refused(users, as_user):
    assert as_user(users.system_admin).get(LIST).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list(city, users, as_user, number, django_assert_num_queries):
    for index in range(number):
        branch = cast.make_organisation(f"新设第{index}党支部", parent=city.committee)
        cast.make_meeting(branch, held_on=TODAY)
    client = as_user(users.staff)
    with django_assert_num_queries(14):
        client.get(LIST)
