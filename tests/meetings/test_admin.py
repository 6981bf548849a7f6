import pytest
from django.urls import reverse

from apps.core.models import StatusChange
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import Meeting
from tests import cast
from tests.meetings.conftest import yesterday


@pytest.fixture
def meeting(city, users):
    return cast.make_meeting(city.branch, held_on=yesterday())


def address(name: str, meeting) -> str:
    return reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk])


def test_staff_pass_a_record(meeting, users, as_user):
    client = as_user(users.staff)
    assert "通过" in client.get(address("change", meeting)).content.decode()
    assert client.get(address("review", meeting)).status_code == 200
    answer = client.post(address("review", meeting), {"note": ""})
    meeting.refresh_from_db()
    assert answer["Location"] == address("change", meeting)
    assert meeting.status == MeetingStatus.REVIEWED


def test_staff_send_a_record_back_with_a_reason(meeting, users, as_user):
    client = as_user(users.staff)
    told = client.post(address("send_back", meeting), {"note": ""})
    assert "请选择或写明退回的原因" in told.content.decode()
    client.post(address("send_back", meeting), {"note": "缺发言要点"})
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.RETURNED
    assert StatusChange.objects.get().note == "缺发言要点"


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (MeetingStatus.DRAFT, set()),
        (MeetingStatus.FILED, {"review", "send_back"}),
        (MeetingStatus.REVIEWED, {"archive"}),
        (MeetingStatus.ARCHIVED, set()),
    ],
)
def test_desk_offers_the_steps_that_are_open(meeting, users, as_user, status, offered):
    Meeting.objects.update(status=status)
    page = as_user(users.staff).get(address("change", meeting)).content.decode()
    steps = ("review", "send_back", "archive")
    assert {step for step in steps if f'href="{address(step, meeting)}"' in page} == offered


def test_step_from_an_old_page_is_told_on_the_desk(meeting, users, as_user):
    client = as_user(users.staff)
    client.post(address("review", meeting), {"note": ""})
    page = client.post(address("send_back", meeting), {"note": "缺发言要点"})
    assert "现在是“已审核”" in page.content.decode()


def test_desk_rewrites_nothing(meeting, users, as_user):
    client = as_user(users.staff)
    client.post(address("change", meeting), {"place": "别处"})
    meeting.refresh_from_db()
    assert meeting.place == "会议室"
    assert client.get(reverse("admin:meetings_meeting_add")).status_code == 403


def test_detail_shows_attendance_and_agenda(meeting, users, as_user):
    text = as_user(users.staff).get(address("change", meeting)).content.decode()
    assert "学习重要讲话" in text
    assert meeting.attendances.first().person.name in text


@pytest.mark.parametrize(
    "asked", ["?status__exact=filed", "?kind__exact=theme_day", "?period=2026", "?q=财政局"]
)
def test_list_is_filtered(meeting, users, as_user, asked):
    path = reverse("admin:meetings_meeting_changelist")
    assert as_user(users.staff).get(path + asked).status_code == 200


def test_filed_records_wait_on_the_desk(meeting, users, as_user):
    page = as_user(users.staff).get(reverse("admin:index"))
    assert reverse("admin:meetings_meeting_queue") in page.content.decode()
