"""What an organisation does under campaigns: logged, changed, taken from a meeting, taken back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance
from apps.core.periods import Period
from apps.core.quantities import Qualifier
from apps.core.versions import StaleVersion
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus
from apps.meetings.dependants import tell
from apps.meetings.models import AgendaItem, Attendance
from apps.sixlights import turns
from apps.sixlights.advice import note_on_minutes, notes_of
from apps.sixlights.choices import ActivityStatus
from apps.sixlights.corps import lectures_in
from apps.sixlights.entries import Count, Entry, LecturerEntry
from apps.sixlights.models import Activity, Lecturer, Metric
from apps.sixlights.services import (
    count_meeting,
    stated_in,
    update_activity,
    void_activity,
)
from tests import cast
from tests.sixlights.campaigning import logged, make_micros, yesterday


@pytest.fixture
def micros(db):
    return make_micros()


def numbers(activity):
    return {c.metric.code: str(c.quantity) for c in activity.counts.select_related("metric")}


def entry_of(*items, **stated):
    return Entry(**{"title": "讲身边事", "starts_on": yesterday(), "items": items, **stated})


def test_activity_has_items_numbers_and_many_lecturers(city, micros):
    """Trap 9: one lecture, two lecturers."""
    person = cast.make_member(city.branch, "周老师")
    activity = logged(
        city.branch,
        micros.lecture,
        micros.service,
        counts=(Count(micros.problems, Decimal(37), Qualifier.OVER),),
        lecturers=(
            LecturerEntry("周老师", "办公室", person),
            LecturerEntry("吴老师", "组织科"),
        ),
    )
    assert [row.item for row in activity.placements.all()] == [micros.lecture, micros.service]
    assert numbers(activity) == {"problems": "37余个"}
    assert [str(one) for one in activity.lecturers.all()] == [
        "周老师（办公室）",
        "吴老师（组织科）",
    ]


@pytest.mark.parametrize(
    ("stated", "field", "words"),
    [
        ({"items": ()}, "items", "请选择计入哪个项目"),
        ({"starts_on": date(2019, 12, 31)}, "starts_on", "才开始"),
        ({"starts_on": date(2999, 1, 1)}, "starts_on", "还没有到"),
        ({"starts_on": date(2014, 1, 1)}, "starts_on", "成立"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on", "结束日期早于开始日期"),
        ({"is_day_open": True}, "ends_on", "请填写结束日期"),
        ({"sessions": 31}, "sessions", "汇总行"),
        (
            {"lecturers": (LecturerEntry("甲", "一科"), LecturerEntry("甲", "一科"))},
            "lecturers",
            "写了两次",
        ),
    ],
)
def test_activity_is_refused_in_a_sentence(city, micros, stated, field, words):
    with pytest.raises(ValidationError) as refusal:
        logged(city.branch, *stated.pop("items", (micros.lecture,)), **stated)
    assert words in "".join(refusal.value.message_dict[field])
    assert not Activity.objects.exists()


@pytest.mark.parametrize(("value", "words"), [("-1", "不能小于"), ("1.5", "请填整数")])
def test_number_that_cannot_be_is_refused_at_its_field(city, micros, value, words):
    with pytest.raises(ValidationError) as refusal:
        logged(city.branch, micros.service, counts=(Count(micros.problems, Decimal(value)),))
    assert words in "".join(refusal.value.message_dict["count_problems"])


def test_activity_of_an_ended_campaign_is_told_its_end(city, micros):
    micros.campaign.ends_on = yesterday() - timedelta(days=3)
    micros.campaign.save()
    item = replace(micros, campaign=micros.campaign).lecture
    item.refresh_from_db()
    with pytest.raises(ValidationError, match="已经结束"):
        logged(city.branch, item)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(4, "5 至 30 分钟"), (5, ""), (30, ""), (31, "31 分钟"), (None, "")],
)
def test_micro_lecture_outside_its_minutes_is_noted_never_refused(city, micros, minutes, words):
    """Handbook 15, 8."""
    activity = logged(city.branch, micros.lecture, minutes=minutes)
    note = note_on_minutes(micros.lecture, activity.minutes)
    assert (words in note) if words else note == ""
    assert notes_of(activity, [micros.lecture]) == ([note] if note else [])


def test_change_needs_the_version_that_was_opened(city, micros):
    activity = logged(city.branch, micros.lecture)
    entry = replace(stated_in(activity), title="新的名称", items=(micros.service,))
    update_activity(activity=activity, entry=entry, expected_version=1, by=None)
    activity.refresh_from_db()
    assert (activity.title, activity.version) == ("新的名称", 2)
    assert [row.item for row in activity.placements.all()] == [micros.service]
    with pytest.raises(StaleVersion):
        update_activity(activity=activity, entry=entry, expected_version=1, by=None)


def test_void_activity_is_not_changed_and_comes_back(city, micros):
    activity = logged(city.branch, micros.lecture)
    activity = void_activity(activity=activity, reason="登记错了", by=None)
    assert activity.status == ActivityStatus.VOID
    with pytest.raises(StepRefused, match="作废"):
        update_activity(activity=activity, entry=stated_in(activity), expected_version=2, by=None)
    assert advance(activity, "restore", by=None).status == ActivityStatus.LOGGED


def test_void_needs_a_reason(city, micros):
    with pytest.raises(StepRefused, match="原因"):
        void_activity(activity=logged(city.branch, micros.lecture), reason="", by=None)


@pytest.fixture
def meeting(city):
    for name in ("甲", "乙", "丙"):
        cast.make_member(city.branch, name)
    return cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=yesterday())


@pytest.fixture
def of_meeting(meeting, micros):
    entry = entry_of(micros.lecture, title="不管怎么写", starts_on=date(2021, 1, 1))
    return count_meeting(meeting=meeting, entry=entry, by=None)


def test_meeting_tells_what_it_knows(of_meeting, meeting):
    assert (of_meeting.title, of_meeting.starts_on) == (meeting.title, meeting.held_on)
    assert numbers(of_meeting) == {"person_times": "3人次"}


def test_lecturer_of_the_record_is_taken_once(city, meeting, micros):
    person = meeting.chair
    AgendaItem.objects.filter(meeting=meeting).update(lecturer=person)
    entry = entry_of(micros.lecture, lecturers=(LecturerEntry(person.name, "一科", person),))
    activity = count_meeting(meeting=meeting, entry=entry, by=None)
    assert [str(one) for one in activity.lecturers.all()] == [f"{person.name}（一科）"]
    void_activity(activity=activity, reason="重来", by=None)
    activity = count_meeting(meeting=meeting, entry=entry_of(micros.lecture), by=None)
    assert [one.person for one in activity.lecturers.all()] == [person]


def test_meeting_is_counted_once(of_meeting, meeting, micros):
    with pytest.raises(ValidationError, match="已经计入"):
        count_meeting(meeting=meeting, entry=entry_of(micros.service), by=None)
    void_activity(activity=of_meeting, reason="选错项目", by=None)
    count_meeting(meeting=meeting, entry=entry_of(micros.service), by=None)
    with pytest.raises(StepRefused, match="已有另一项活动"):
        advance(of_meeting, "restore", by=None)


def test_activity_follows_a_record_that_is_written_anew(of_meeting, meeting):
    Attendance.objects.filter(meeting=meeting, person__name="甲").update(
        status=AttendanceStatus.SICK
    )
    meeting.title, meeting.held_on = "改过的名称", yesterday() - timedelta(days=1)
    meeting.save()
    tell(meeting)
    of_meeting.refresh_from_db()
    assert (of_meeting.title, of_meeting.starts_on) == ("改过的名称", meeting.held_on)
    assert numbers(of_meeting) == {"person_times": "2人次"}
    assert of_meeting.version == 2


def test_correction_takes_the_activity_over(of_meeting, meeting, city):
    correction = cast.make_meeting(
        city.branch, MeetingKind.PARTY_LECTURE, held_on=yesterday() - timedelta(days=2)
    )
    correction.corrects, correction.correction_reason = meeting, "日期写错"
    correction.save()
    type(meeting).objects.filter(pk=meeting.pk).update(status=MeetingStatus.REVIEWED)
    advance(correction, "review", by=None)
    of_meeting.refresh_from_db()
    assert of_meeting.meeting == correction
    assert of_meeting.starts_on == correction.held_on
    assert Activity.objects.effective().get() == of_meeting


def test_members_who_have_not_lectured_wait_in_turn(city, micros):
    today = timezone.localdate()
    never, before, now, at_meeting = (
        cast.make_member(city.branch, name) for name in ("从未", "早年", "今年", "会上")
    )
    cast.make_member(city.sibling, "别的支部")
    for person, day in ((before, date(2021, 5, 1)), (now, yesterday())):
        logged(
            city.branch,
            micros.lecture,
            starts_on=day,
            lecturers=(LecturerEntry(person.name, person=person),),
        )
    # Under another item of the campaign it was no lecture.
    logged(city.branch, micros.service, lecturers=(LecturerEntry("从未", person=never),))
    meeting = cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=yesterday())
    AgendaItem.objects.filter(meeting=meeting).update(lecturer=at_meeting)
    waiting = turns.not_yet(micros.lecture, city.branch, yesterday().year, today=today)
    assert [(t.person.name, t.last) for t in waiting] == [
        ("从未", None),
        ("早年", date(2021, 5, 1)),
    ]


def test_lectures_of_the_corps_count_once_each(city, micros):
    person = cast.make_person("讲师")
    known = Lecturer.objects.create(
        organisation=city.root, person=person, name="讲师", valid_from=date(2020, 1, 1)
    )
    guest = Lecturer.objects.create(
        organisation=city.root, name="外请", valid_from=date(2020, 1, 1)
    )
    meeting = cast.make_meeting(city.branch, MeetingKind.PARTY_LECTURE, held_on=yesterday())
    AgendaItem.objects.filter(meeting=meeting).update(lecturer=person)
    count_meeting(meeting=meeting, entry=entry_of(micros.lecture), by=None)
    logged(city.sibling, micros.lecture, lecturers=(LecturerEntry("外请", lecturer=guest),))
    assert lectures_in([known, guest], Period.year(yesterday().year)) == {known.pk: 1, guest.pk: 1}


def test_lecturer_is_in_the_corps_once_at_a_time(city):
    person = cast.make_person("讲师")
    first = Lecturer(
        organisation=city.root, person=person, name="讲师", valid_from=date(2020, 1, 1)
    )
    first.full_clean()
    first.save()
    with pytest.raises(ValidationError):
        Lecturer(
            organisation=city.root, person=person, name="讲师", valid_from=date(2021, 1, 1)
        ).full_clean()


def test_metric_of_a_new_campaign_is_asked_at_once(city, micros):
    metric = Metric.objects.create(code="trees", name="种树", unit="棵")
    activity = logged(city.branch, micros.service, counts=(Count(metric, Decimal(12)),))
    assert numbers(activity) == {"trees": "12棵"}
