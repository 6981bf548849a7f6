"""Literal query counts: the same with one row, with three and with five years of them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.meetings.choices import MeetingKind
from apps.meetings.services import log_meeting
from tests import cast
from tests.meetings.conftest import form_values, sitting_of, yesterday

MARK = re.compile(r"(^|; )(RELEASE )?SAVEPOINT ")
# Session, user and roles stand in every number.
LIST = 4
DETAIL = 16
FORM = 7
POST = 18
SERVICE = 11
ADMIN_LIST = 6


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
