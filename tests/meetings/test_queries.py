"""Literal query counts: the same with one row, with three and with five years of them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core.files import store
from apps.core.uploads import KeptFile
from apps.meetings.choices import MeetingKind
from apps.meetings.services import log_meeting
from apps.meetings.sitting import Ballot, Decision, GuestEntry, SpeechEntry
from tests import cast
from tests.meetings.conftest import form_values, sitting_of, yesterday

MARK = re.compile(r"(^|; )(RELEASE )?SAVEPOINT ")
# Session, user and roles stand in every number, the saved views in every list.
LIST = 6
DETAIL = 7
# Five further parts, and whether the committee spoke of the vote first.
DETAIL_WITH_ALL_PARTS = 13
# The draft, the month's study topics and the resolutions to come back to among them.
FORM = 11
POST = 12
SERVICE = 7  # without session and user
ADMIN_LIST = 8


def statements(work) -> list[str]:
    """What the database was asked, without the marks of a transaction."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    return [q["sql"] for q in captured if not MARK.search(q["sql"])]


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_list_asks_the_same_for_any_number_of_rows(city, users, as_user, committee, rows):
    for n in range(rows):
        cast.make_meeting(city.branch, held_on=yesterday() - timedelta(days=30 * n))
    client = as_user(users.secretary)
    asked = statements(lambda: client.get(reverse("meetings:meeting_list")))
    assert len(asked) == LIST
    assert not any("COUNT(" in sql for sql in asked)


@pytest.mark.parametrize("people", [1, 3])
def test_detail_asks_the_same_for_any_number_of_people(city, users, as_user, people):
    for _ in range(people):
        cast.make_member(city.branch)
    meeting = cast.make_meeting(
        city.branch,
        MeetingKind.THEME_DAY,
        held_on=yesterday(),
        also=(MeetingKind.PARTY_LECTURE,) if people > 1 else (),
    )
    client = as_user(users.secretary)
    assert len(statements(lambda: client.get(meeting.get_absolute_url()))) == DETAIL


def test_detail_with_every_part_asks_once_for_each(city, users, as_user, committee):
    person = committee[1]
    sitting = sitting_of(
        city.branch,
        MeetingKind.MEMBERS_MEETING,
        guests=(GuestEntry("李明"),),
        speeches=(SpeechEntry(person, "同意"),),
        ballots=(Ballot("接收预备党员", ayes=7),),
        decisions=(Decision("按期完成", owner=person),),
    )
    photo = KeptFile("签到.jpg", "image/jpeg", store(b"photo", suffix=".jpg"))
    meeting = log_meeting(
        organisation=city.branch, sitting=sitting, by=users.secretary, attachments=[photo]
    )
    client = as_user(users.secretary)
    answers: list = []
    asked = statements(lambda: answers.append(client.get(meeting.get_absolute_url())))
    text = answers[0].content.decode()
    assert all(word in text for word in ("李明", "同意", "接收预备党员", "按期完成", "签到.jpg"))
    assert len(asked) == DETAIL_WITH_ALL_PARTS


@pytest.mark.parametrize("people", [1, 3])
def test_form_asks_the_same_for_any_number_of_people(city, users, as_user, people):
    for _ in range(people):
        cast.make_member(city.branch)
    client = as_user(users.secretary)
    asked = {"organisation": city.branch.uuid, "kind": "members_meeting"}
    assert len(statements(lambda: client.get(reverse("meetings:meeting_create"), asked))) == FORM


def test_whole_post_with_fifteen_attendances(city, users, as_user, members):
    client = as_user(users.secretary)
    values = form_values(city.branch, MeetingKind.MEMBERS_MEETING)
    asked = statements(lambda: client.post(reverse("meetings:meeting_create"), values))
    assert len(asked) == POST


def test_service_with_fifteen_attendances(city, users, members):
    from apps.meetings.roll import roll_of

    kind = MeetingKind.MEMBERS_MEETING
    sitting = sitting_of(city.branch, kind)
    roll = roll_of(organisation=city.branch, kind=kind, on=sitting.held_on)
    asked = statements(
        lambda: log_meeting(
            organisation=city.branch, sitting=sitting, by=users.secretary, roll=roll
        )
    )
    assert len(asked) == SERVICE


@pytest.mark.parametrize("rows", [1, 3])
def test_review_desk_asks_the_same_for_any_number_of_rows(city, users, as_user, rows):
    for n in range(rows):
        cast.make_meeting((city.branch, city.sibling, city.other_branch)[n], held_on=yesterday())
    client = as_user(users.staff)
    asked = statements(lambda: client.get(reverse("admin:meetings_meeting_changelist")))
    assert len(asked) == ADMIN_LIST
