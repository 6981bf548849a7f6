"""The words of a record follow it, whatever path a change takes."""

from django.db import connection

from apps.core.search import Typed
from apps.meetings.choices import MeetingStatus
from apps.meetings.models import AgendaItem, Meeting, MeetingText
from apps.meetings.services import correct_meeting, discard_meeting, log_meeting, update_meeting
from apps.meetings.sitting import Decision
from tests.meetings.conftest import sitting_of


def body_of(meeting) -> str:
    return MeetingText.objects.get(meeting=meeting).body


def test_words_of_a_record_follow_every_change(city, users, committee):
    sitting = sitting_of(city.branch, minutes="第一稿", decisions=(Decision("买书"),))
    meeting = log_meeting(organisation=city.branch, sitting=sitting, by=users.secretary, file=False)
    assert body_of(meeting).splitlines() == [
        meeting.title,
        "三楼会议室",
        "学习重要讲话",
        "买书",
        "第一稿",
    ]
    changed = sitting_of(city.branch, minutes="第二稿", place="图书馆")
    update_meeting(
        meeting=meeting, sitting=changed, expected_version=1, by=users.secretary, file=True
    )
    assert body_of(meeting).splitlines() == [meeting.title, "图书馆", "学习重要讲话", "第二稿"]
    AgendaItem.objects.filter(meeting=meeting).update(topic="别的议题")
    assert "别的议题" in body_of(meeting)
    AgendaItem.objects.filter(meeting=meeting).delete()
    assert "别的议题" not in body_of(meeting)


def test_void_record_is_not_found_any_more(city, users, committee):
    sitting = sitting_of(city.branch)
    meeting = log_meeting(organisation=city.branch, sitting=sitting, by=users.secretary, file=False)
    discard_meeting(meeting=meeting, reason="重复", by=users.secretary)
    assert not MeetingText.objects.filter(meeting=meeting).exists()


def test_correction_has_the_words_of_its_original(city, users, committee):
    meeting = log_meeting(
        organisation=city.branch, sitting=sitting_of(city.branch), by=users.secretary
    )
    Meeting.objects.filter(pk=meeting.pk).update(status=MeetingStatus.REVIEWED)
    correction = correct_meeting(original=meeting, reason="笔误", by=users.secretary)
    assert body_of(correction) == body_of(meeting)


def test_titles_are_found_by_their_index(city, users, committee):
    """The planner must be able to use it; a function spelt otherwise would be scanned for ever."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for word, index in (("长征", "meetingtext_grams"), ("全会精神", "meetingtext_body")):
            plan = MeetingText.objects.holding(Typed.of(word)).explain()
            assert index in plan
