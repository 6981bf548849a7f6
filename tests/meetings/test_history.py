"""修改历史 in words, with the parts of the record, and the way back to a version."""

from dataclasses import replace
from datetime import timedelta

import pghistory
import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from apps.core import chronicle
from apps.core.lifecycle import StepRefused, advance
from apps.core.snapshots import version_of
from apps.core.versions import StaleVersion
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus
from apps.meetings.models import Attendance, Meeting
from apps.meetings.restoring import restore_version
from apps.meetings.services import discard_meeting, log_meeting, update_meeting
from apps.meetings.sitting import (
    Absence,
    Ballot,
    Decision,
    GuestEntry,
    ReviewTotals,
    SpeechEntry,
    Topic,
)
from tests import cast
from tests.meetings.conftest import sitting_of, yesterday

TABLES = (
    *("meeting", "attendance", "agendaitem", "vote", "guest", "speech", "resolution"),
    *("memberreview", "followup"),
)
PARTS = ("agenda_items", "attendances", "guests", "speeches", "votes", "resolutions")


def as_request(user):
    """What the middleware does for each request: one context, with its user."""
    return pghistory.context(user=user.pk)


@pytest.fixture
def sitting(city, committee):
    person = committee[1]
    return sitting_of(
        city.branch,
        MeetingKind.LIFE_MEETING,
        guests=(GuestEntry("李明", "处长"),),
        speeches=(SpeechEntry(person, "同意"),),
        ballots=(Ballot("年度总结", ayes=5, nays=1),),
        decisions=(Decision("按期完成", owner=person, due_on=yesterday()),),
        absences={committee[2].pk: Absence(AttendanceStatus.SICK)},
        review=ReviewTotals(3, 4),
        minutes="第一段记录。",
    )


@pytest.fixture
def draft(city, users, sitting) -> Meeting:
    with as_request(users.secretary):
        return log_meeting(
            organisation=city.branch, sitting=sitting, by=users.secretary, file=False
        )


def save(meeting: Meeting, sitting, by, **changes) -> Meeting:
    with as_request(by):
        return update_meeting(
            meeting=meeting,
            sitting=replace(sitting, **changes),
            expected_version=meeting.version,
            by=by,
        )


def latest(meeting: Meeting) -> chronicle.Entry:
    return chronicle.of(meeting)[0]


def told(meeting: Meeting) -> set[str]:
    return {change.words for change in latest(meeting).changes}


def test_first_step_is_the_record_itself(draft, users):
    (entry,) = chronicle.of(draft)
    assert (entry.verb, entry.who) == ("登记", str(users.secretary))
    assert not entry.tells_change


def test_change_is_told_from_what_to_what(draft, sitting, users):
    save(draft, sitting, users.secretary, place="五楼")
    assert told(draft) == {"把“地点”由“三楼会议室”改为“五楼”"}
    assert (latest(draft).verb, latest(draft).who) == ("修改", str(users.secretary))


def test_parts_written_anew_are_told_as_their_difference(draft, sitting, committee, users):
    someone = committee[3]
    absences = {**sitting.absences, someone.pk: Absence(AttendanceStatus.SICK)}
    save(draft, sitting, users.secretary, absences=absences, ballots=(Ballot("年度总结", ayes=4),))
    assert told(draft) == {
        "把“实到”由“6”改为“5”",
        f"{someone}由“出席”改为“病假”",
        "表决“年度总结”的实到有表决权人数由“6”改为“5”",
        "表决“年度总结”的赞成由“5”改为“4”",
        "表决“年度总结”的反对由“1”改为“0”",
    }


def test_reason_of_an_absence_is_told(draft, sitting, committee, users):
    sick = committee[2]
    absences = {sick.pk: Absence(AttendanceStatus.OTHER, "下乡")}
    save(draft, sitting, users.secretary, absences=absences)
    assert told(draft) == {f"{sick}由“病假”改为“其他”", f"{sick}的原因由“病假”改为“下乡”"}


def test_rows_that_came_went_and_were_reworded(draft, sitting, committee, users):
    save(
        draft,
        sitting,
        users.secretary,
        topics=(Topic("学习新讲话", is_first_topic=True), Topic("研究发展党员")),
        guests=(),
        decisions=(Decision("按期完成", owner=committee[3], due_on=yesterday()),),
        review=ReviewTotals(4, 3),
    )
    assert told(draft) == {
        "议题由“学习重要讲话”改为“学习新讲话”",
        "增加议题：“研究发展党员”",
        "删去列席人员：“李明”",
        f"决议“按期完成”的责任人由“{committee[1]}”改为“{committee[3]}”",
        "民主评议结果的优秀由“3”改为“4”",
        "民主评议结果的合格由“4”改为“3”",
    }


def test_of_a_long_text_the_place_that_changed_is_told(draft, sitting, users):
    text = "会议首先学习了上级文件。" * 10
    save(draft, sitting, users.secretary, minutes=text)
    draft.refresh_from_db()
    changed = text[:60] + "补充一句。" + text[60:]
    save(draft, sitting, users.secretary, minutes=changed)
    (words,) = told(draft)
    assert words.startswith("把“会议记录”由“……")
    assert "补充一句。" in words
    assert len(words) < 120


def test_steps_are_told_with_their_reason(filed, users):
    with as_request(users.staff):
        advance(filed, "return", by=users.staff, note="缺发言要点")
    entry = latest(filed)
    assert (entry.verb, entry.note, entry.who) == ("退回", "缺发言要点", str(users.staff))
    assert entry.words == "把“状态”由“待审核”改为“退回”"
    assert chronicle.of(filed)[1].verb == "提交"


def test_save_that_also_files_is_one_step(draft, sitting, users):
    with as_request(users.secretary):
        update_meeting(
            meeting=draft,
            sitting=replace(sitting, place="五楼"),
            expected_version=1,
            by=users.secretary,
            file=True,
        )
    assert len(chronicle.of(draft)) == 2
    assert latest(draft).verb == "提交"
    assert "把“地点”由“三楼会议室”改为“五楼”" in told(draft)


def without_history(meeting: Meeting) -> None:
    """As the demonstration city is loaded: rows, and no events of them."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE meetings_{table}event DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM meetings_{table}event")
            cursor.execute(f"ALTER TABLE meetings_{table}event ENABLE TRIGGER USER")


def test_record_loaded_without_history_begins_with_its_first_change(draft, sitting, users):
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    without_history(draft)
    save(draft, sitting, users.secretary, place="五楼")
    assert [e.verb for e in chronicle.of(draft)] == ["开始留有历史"]
    assert not any(change.is_part for change in latest(draft).changes)
    version = version_of(draft, 2)
    assert len(version.parts[Attendance]) == draft.attendances.count()


# --- restoring ---


def state_of(meeting: Meeting) -> dict:
    own = ("kind", "place", "minutes", "chair_id", "recorder_id", "expected_count", "present_count")
    rows = {
        name: sorted(
            tuple(
                str(getattr(row, f.attname))
                for f in row._meta.concrete_fields
                if f.name not in ("id", "uuid", "meeting")
            )
            for row in getattr(meeting, name).all()
        )
        for name in PARTS
    }
    review = meeting.member_review
    return {n: getattr(meeting, n) for n in own} | rows | {"review": (review.excellent,)}


def changed_since(draft, sitting, users) -> Meeting:
    save(
        draft,
        sitting,
        users.secretary,
        place="五楼",
        minutes="改过",
        topics=(Topic("换了议题", is_first_topic=True),),
        absences={},
        guests=(),
        speeches=(),
        ballots=(),
        decisions=(),
        review=ReviewTotals(1, 1),
    )
    return Meeting.objects.get(pk=draft.pk)


def test_version_brings_back_text_attendance_and_every_part(draft, sitting, users):
    before = state_of(Meeting.objects.get(pk=draft.pk))
    meeting = changed_since(draft, sitting, users)
    assert state_of(meeting) != before
    with as_request(users.secretary):
        restore_version(meeting=meeting, number=1, expected_version=2, by=users.secretary)
    restored = Meeting.objects.get(pk=draft.pk)
    assert state_of(restored) == before
    assert (restored.version, restored.status) == (3, MeetingStatus.DRAFT)
    assert latest(restored).verb.startswith("恢复")
    # What was there before the restoring is a version too.
    restore_version(meeting=restored, number=2, expected_version=3, by=users.secretary)
    assert Meeting.objects.get(pk=draft.pk).place == "五楼"


def test_restoring_an_old_page_is_told(draft, sitting, users):
    meeting = changed_since(draft, sitting, users)
    with pytest.raises(StaleVersion):
        restore_version(meeting=meeting, number=1, expected_version=1, by=users.secretary)


def test_unknown_version_is_refused(draft, users):
    with pytest.raises(StepRefused, match="没有找到这个版本"):
        restore_version(meeting=draft, number=7, expected_version=1, by=users.secretary)


def test_filed_record_is_taken_back_first(filed, users):
    with pytest.raises(StepRefused, match="请先撤回修改"):
        restore_version(meeting=filed, number=1, expected_version=1, by=users.secretary)


def test_reviewed_record_comes_back_as_a_correction(draft, sitting, users):
    meeting = changed_since(draft, sitting, users)
    Meeting.objects.update(status=MeetingStatus.REVIEWED)
    meeting.refresh_from_db()
    with pytest.raises(StepRefused, match="请写明更正原因"):
        restore_version(meeting=meeting, number=1, expected_version=2, by=users.secretary)
    correction = restore_version(
        meeting=meeting, number=1, expected_version=2, by=users.secretary, reason="误删表决"
    )
    assert (correction.corrects, correction.status) == (meeting, MeetingStatus.DRAFT)
    assert (correction.place, correction.correction_reason) == (sitting.place, "误删表决")
    assert correction.votes.count() == 1
    meeting.refresh_from_db()
    assert meeting.place == "五楼"


# --- pages ---


def test_branch_reads_its_history_and_goes_back(draft, sitting, users, as_user):
    meeting = changed_since(draft, sitting, users)
    client = as_user(users.secretary)
    page = reverse("meetings:meeting_history", args=[meeting.uuid])
    assert page in client.get(meeting.get_absolute_url()).text
    text = client.get(page).text
    assert "把“地点”由“三楼会议室”改为“五楼”" in text
    assert text.count("确认恢复") == 1
    restore = reverse("meetings:meeting_restore", args=[meeting.uuid])
    answer = client.post(restore, {"number": "1", "version": "2"}, follow=True)
    assert "已恢复所选版本的内容" in answer.text
    meeting.refresh_from_db()
    assert meeting.place == sitting.place
    told_again = client.post(restore, {"number": "1", "version": "2"}, follow=True)
    assert "已被别人改过" in told_again.text


def test_readers_see_the_history_and_restore_nothing(draft, sitting, users, as_user):
    meeting = changed_since(draft, sitting, users)
    client = as_user(users.leader)
    assert (
        "确认恢复" not in client.get(reverse("meetings:meeting_history", args=[meeting.uuid])).text
    )
    restore = reverse("meetings:meeting_restore", args=[meeting.uuid])
    assert client.post(restore, {"number": "1", "version": "2"}).status_code == 403


@pytest.mark.parametrize("given", [{}, {"number": "x", "version": "-1"}, {"number": "9" * 20}])
def test_nonsense_restores_nothing(draft, users, as_user, given):
    restore = reverse("meetings:meeting_restore", args=[draft.uuid])
    answer = as_user(users.secretary).post(restore, given, follow=True)
    assert "没有找到这个版本" in answer.text


def test_staff_read_the_parts_in_the_history_of_the_desk(draft, sitting, users, as_user):
    meeting = changed_since(draft, sitting, users)
    page = reverse("admin:meetings_meeting_history", args=[meeting.pk])
    text = as_user(users.staff).get(page).text
    assert "换了议题" in text
    assert "病假" in text


@pytest.mark.parametrize("saves", [1, 3])
def test_history_asks_the_same_for_any_number_of_steps(
    draft, sitting, users, as_user, saves, django_assert_num_queries
):
    for number in range(saves):
        draft = changed_since(draft, sitting, users) if number % 2 else draft
        save(draft, sitting, users.secretary, place=f"{number}楼")
        draft.refresh_from_db()
    client = as_user(users.secretary)
    with django_assert_num_queries(HISTORY):
        client.get(reverse("meetings:meeting_history", args=[draft.uuid]))


# Session, user, roles, the record; its events, those of nine parts, the steps, and the names of
# users, people and organisations.
HISTORY = 18


# --- the recycle bin ---


@pytest.fixture
def void(draft, users) -> Meeting:
    return discard_meeting(meeting=draft, reason="重复登记", by=users.secretary)


def test_void_record_comes_back_as_a_draft(void, users, as_user):
    client = as_user(users.secretary)
    bin_ = client.get(reverse("meetings:meeting_list"), {"status": "void"}).text
    assert "回收站" in bin_
    assert void.title in bin_
    assert "恢复" in client.get(void.get_absolute_url()).text
    step = reverse("core:lifecycle_step", args=["meetings.meeting", void.uuid, "restore"])
    client.post(step)
    void.refresh_from_db()
    assert void.status == MeetingStatus.DRAFT
    assert void.attendances.count() == 7


def void_since(draft, users, ago: timedelta) -> Meeting:
    with time_machine.travel(timezone.now() - ago):
        return discard_meeting(meeting=draft, reason="重复登记", by=users.secretary)


def test_bin_is_emptied_after_thirty_days(draft, users):
    void = void_since(draft, users, timedelta(days=30, minutes=1))
    with pytest.raises(StepRefused, match="作废已超过 30 天"):
        advance(void, "restore", by=users.secretary)


def test_last_day_of_the_bin(draft, users):
    void = void_since(draft, users, timedelta(days=30) - timedelta(minutes=1))
    assert advance(void, "restore", by=users.secretary).status == MeetingStatus.DRAFT


def test_void_correction_stays_void_beside_another_one(void, users, city):
    original = cast.make_meeting(city.branch, held_on=yesterday(), status=MeetingStatus.REVIEWED)
    Meeting.objects.filter(pk=void.pk).update(corrects=original)
    other = cast.make_meeting(city.branch, held_on=yesterday(), status=MeetingStatus.DRAFT)
    Meeting.objects.filter(pk=other.pk).update(corrects=original)
    with pytest.raises(StepRefused, match="另一份更正"):
        advance(void, "restore", by=users.secretary)
