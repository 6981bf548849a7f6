import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from apps.core.lifecycle import advance
from apps.core.models import StatusChange
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import Meeting
from tests import cast
from tests.meetings.conftest import yesterday

REASON = {"note": "缺少发言要点，请补记后再提交"}


@pytest.fixture
def meeting(city, users) -> Meeting:
    return cast.make_meeting(city.branch, held_on=yesterday())


def address(meeting, step: str) -> str:
    return reverse("core:lifecycle_step", args=["meetings.meeting", meeting.uuid, step])


def state_of(meeting) -> str:
    return Meeting.objects.get(pk=meeting.pk).status


def test_committee_secretary_returns_a_record_of_his_subtree(meeting, users, as_user):
    answer = as_user(users.subtree_secretary).post(address(meeting, "return"), REASON)
    assert answer["Location"] == meeting.get_absolute_url()
    assert state_of(meeting) == MeetingStatus.RETURNED
    assert StatusChange.objects.get().note == REASON["note"]


@pytest.mark.parametrize("role", ["stranger", "nobody"])
def test_record_of_another_subtree_is_not_found(meeting, users, as_user, role):
    answer = as_user(getattr(users, role)).post(address(meeting, "review"), REASON)
    assert answer.status_code == 404
    assert state_of(meeting) == MeetingStatus.FILED


def test_visible_record_without_the_right_is_forbidden(meeting, users, as_user):
    answer = as_user(users.leader).post(address(meeting, "review"))
    assert answer.status_code == 403
    assert "没有“审核通过”的权限" in answer.content.decode()


def test_refused_step_is_told_in_words(meeting, users, as_user):
    answer = as_user(users.subtree_secretary).post(address(meeting, "return"))
    told = [str(m) for m in get_messages(answer.wsgi_request)]
    assert told == ["退回必须写明原因"]
    assert state_of(meeting) == MeetingStatus.FILED


def test_step_from_an_old_page_is_told(meeting, users, as_user):
    advance(meeting, "review", by=users.subtree_secretary)
    answer = as_user(users.secretary).post(address(meeting, "withdraw"))
    assert "现在是“已审核”" in str(next(iter(get_messages(answer.wsgi_request))))


def test_consequence_cannot_be_pressed(meeting, users, as_user):
    advance(meeting, "review", by=users.subtree_secretary)
    as_user(users.staff).post(address(meeting, "supersede"), REASON)
    assert state_of(meeting) == MeetingStatus.REVIEWED


def test_next_page_stays_on_this_site(meeting, users, as_user):
    answer = as_user(users.secretary).post(
        address(meeting, "withdraw"), {"next": "https://example.org/"}
    )
    assert answer["Location"] == meeting.get_absolute_url()


def test_unknown_kind_of_record_is_not_found(users, as_user):
    path = reverse("core:lifecycle_step", args=["accounts.user", uuid.uuid4(), "file"])
    assert as_user(users.staff).post(path).status_code == 404


def test_step_is_taken_by_post_alone(meeting, users, as_user):
    assert as_user(users.secretary).get(address(meeting, "withdraw")).status_code == 405
