"""撤回 within minutes, 补全 within days: measured by the clock of the database."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance
from apps.core.versions import StaleVersion
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import Meeting
from apps.meetings.services import complete_meeting
from apps.meetings.sitting import SpeechEntry

KEY = "6f7a3e0c-7e9c-4c39-9c2e-6a8d3f2b1a01"


def filed_ago(meeting: Meeting, **ago) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(filed_at=timezone.now() - timedelta(**ago))
    return Meeting.objects.get(pk=meeting.pk)


def url_of(meeting: Meeting) -> str:
    return reverse("meetings:meeting_complete", args=[meeting.uuid])


def posted(meeting: Meeting, **given) -> dict:
    rows = {"speeches-TOTAL_FORMS": "0", "speeches-INITIAL_FORMS": "0"}
    return {"form_key": KEY, "version": meeting.version, **rows, **given}


def test_record_is_taken_back_after_nine_minutes(filed, users):
    filed_ago(filed, minutes=9)
    assert advance(filed, "withdraw", by=users.secretary).status == MeetingStatus.DRAFT


def test_record_is_not_taken_back_after_eleven_minutes(filed, users, as_user):
    filed_ago(filed, minutes=11)
    with pytest.raises(StepRefused, match="请上级退回"):
        advance(filed, "withdraw", by=users.secretary)
    page = as_user(users.secretary).get(filed.get_absolute_url()).content.decode()
    assert "撤回修改" not in page


def test_take_back_minutes_are_a_setting(filed, users, settings):
    settings.TAKE_BACK_MINUTES = 30
    filed_ago(filed, minutes=11)
    assert advance(filed, "withdraw", by=users.secretary).status == MeetingStatus.DRAFT


def test_receipt_tells_until_when_and_offers_the_button(filed, users, as_user):
    receipt = reverse("meetings:meeting_receipt", args=[filed.uuid])
    client = as_user(users.secretary)
    assert "以前可以撤回修改" in client.get(receipt).content.decode()
    filed_ago(filed, minutes=11)
    assert "撤回修改" not in client.get(receipt).content.decode()


def test_notes_follow_without_taking_the_record_back(filed, users, committee):
    person, version = committee[1], filed.version
    done = complete_meeting(
        meeting=filed,
        minutes="讨论了三件事",
        speeches=[SpeechEntry(person, "赞成")],
        expected_version=version,
        by=users.secretary,
    )
    stored = Meeting.objects.get(pk=filed.pk)
    assert (stored.status, stored.minutes) == (MeetingStatus.FILED, "讨论了三件事")
    assert stored.filed_at == filed.filed_at
    assert stored.version == version + 1 == done.version
    assert [s.gist for s in stored.speeches.all()] == ["赞成"]


def test_notes_are_refused_after_the_days(filed, users):
    late = filed_ago(filed, days=8)
    with pytest.raises(StepRefused, match="不能再补全"):
        complete_meeting(
            meeting=late, minutes="迟了", expected_version=late.version, by=users.secretary
        )
    assert Meeting.objects.get(pk=filed.pk).minutes == ""


def test_last_day_still_counts(filed, users):
    filed_ago(filed, days=7)
    complete_meeting(
        meeting=filed, minutes="第七天", expected_version=filed.version, by=users.secretary
    )


def test_reviewed_record_is_not_completed(filed, users):
    advance(filed, "review", by=users.staff)
    with pytest.raises(StepRefused):
        complete_meeting(
            meeting=filed, minutes="x", expected_version=filed.version + 1, by=users.secretary
        )


def test_stranger_does_not_complete(filed, users):
    with pytest.raises(PermissionDenied):
        complete_meeting(
            meeting=filed, minutes="x", expected_version=filed.version, by=users.stranger
        )


def test_notes_that_are_there_are_not_rewritten(filed, users):
    Meeting.objects.filter(pk=filed.pk).update(minutes="原来的")
    with pytest.raises(ValidationError, match="已经填过"):
        complete_meeting(
            meeting=filed, minutes="改写", expected_version=filed.version, by=users.secretary
        )


def test_second_of_two_editors_is_told(filed, users):
    opened = filed.version
    given = {"expected_version": opened, "by": users.secretary}
    complete_meeting(meeting=filed, minutes="甲", **given)
    with pytest.raises(StaleVersion):
        complete_meeting(meeting=filed, minutes="乙", **given)
    assert Meeting.objects.get(pk=filed.pk).minutes == "甲"


def test_nothing_is_no_completion(filed, users, as_user):
    page = as_user(users.secretary).post(url_of(filed), posted(filed, minutes=" "))
    assert page.status_code == 422
    assert "请填写会议记录" in page.content.decode()


def test_page_saves_once_for_a_double_tap(filed, users, as_user):
    client = as_user(users.secretary)
    values = posted(filed, minutes="补记")
    assert client.post(url_of(filed), values)["Location"] == filed.get_absolute_url()
    client.post(url_of(filed), values)
    page = client.get(filed.get_absolute_url()).content.decode()
    assert page.count("补全：会议记录") == 1
    assert Meeting.objects.get(pk=filed.pk).version == filed.version + 1


def test_everybody_reads_until_when_notes_may_follow(filed, users, as_user):
    until = timezone.localdate(filed.filed_at) + timedelta(days=7)
    words = f"{until.month}月{until.day}日以前都可以补"
    for user in (users.secretary, users.staff):
        assert words in as_user(user).get(filed.get_absolute_url()).content.decode()
    listed = as_user(users.secretary).get(reverse("meetings:meeting_list")).content.decode()
    assert f"待补全至 {until:%m-%d}" in listed


def test_page_is_closed_once_it_is_too_late(filed, users, as_user):
    filed_ago(filed, days=9)
    answer = as_user(users.secretary).get(url_of(filed))
    assert answer["Location"] == filed.get_absolute_url()
