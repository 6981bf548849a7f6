import pytest
from django.urls import reverse

from apps.meetings.choices import MeetingStatus
from apps.meetings.models import Meeting
from tests.meetings.conftest import form_values

CREATE = reverse("meetings:meeting_create")


@pytest.fixture
def secretary(as_user, users):
    return as_user(users.secretary)


def test_form_is_prefilled_and_offers_the_committee(city, secretary, committee):
    page = secretary.get(CREATE, {"organisation": city.branch.uuid, "kind": "committee_meeting"})
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count('class="attendee-box"') == 7
    assert text.count("checked") == 7


def test_post_records_everybody_present(city, users, secretary, committee):
    answer = secretary.post(CREATE, form_values(city.branch))
    meeting = Meeting.objects.get()
    assert answer.status_code == 302
    assert meeting.status == MeetingStatus.FILED
    assert (meeting.expected_count, meeting.present_count) == (7, 7)
    receipt = secretary.get(answer["Location"])
    assert "已提交：支委会" in receipt.content.decode()
    detail = secretary.get(meeting.get_absolute_url())
    assert detail.status_code == 200
    listed = secretary.get("/meetings/")
    assert meeting.title in listed.content.decode()
