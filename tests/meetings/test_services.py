from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.branches.choices import MembershipKind, OrganisationKind, Post
from apps.core.lifecycle import StepRefused, advance
from apps.core.versions import StaleVersion
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus, TalkKind
from apps.meetings.models import Meeting, Talk
from apps.meetings.services import (
    correct_meeting,
    discard_meeting,
    log_meeting,
    log_talk,
    update_meeting,
    withdraw_meeting,
)
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
from tests.meetings.conftest import moment, sitting_of, yesterday

SICK = Absence(AttendanceStatus.SICK)
NOT_COUNTED = Absence(AttendanceStatus.NOT_COUNTED, "出国半年以上，上级同意")


def log(city, users, sitting, **given):
    return log_meeting(
        **{"organisation": city.branch, "sitting": sitting, "by": users.secretary, **given}
    )


def refusal(city, users, sitting, **given) -> dict:
    with pytest.raises(ValidationError) as caught:
        log(city, users, sitting, **given)
    return caught.value.message_dict


def assert_counts_match_rows(meeting: Meeting) -> None:
    rows = meeting.attendances
    assert meeting.expected_count == rows.expected().count()
    assert meeting.present_count == rows.present().count()


def test_counts_equal_the_rows_whatever_the_absences(city, users, committee):
    for absent in ({}, {0: SICK}, {0: SICK, 1: NOT_COUNTED}, dict.fromkeys(range(7), SICK)):
        absences = {committee[n].pk: absence for n, absence in absent.items()}
        meeting = log(city, users, sitting_of(city.branch, absences=absences))
        meeting.refresh_from_db()
        assert_counts_match_rows(meeting)


def test_roll_is_that_of_the_day_of_the_sitting(city, users, members):
    before = yesterday() - timedelta(days=10)
    newcomer = cast.make_member(city.branch, "新党员", since=yesterday())
    leaver = members[-1].memberships.get()
    leaver.valid_to = yesterday()
    leaver.save()
    kind = MeetingKind.MEMBERS_MEETING
    old = log(city, users, sitting_of(city.branch, kind, on=before))
    new = log(city, users, sitting_of(city.branch, kind))
    assert old.attendances.filter(person=members[-1]).exists()
    assert not old.attendances.filter(person=newcomer).exists()
    assert not new.attendances.filter(person=members[-1]).exists()
    assert new.attendances.filter(person=newcomer).exists()


def test_roll_of_a_committee_meeting_is_the_committee(city, users, members, committee):
    meeting = log(city, users, sitting_of(city.branch))
    assert {a.person for a in meeting.attendances.all()} == set(committee)


def test_roll_of_a_subgroup_meeting_is_the_subgroup(city, users, members):
    group = cast.make_organisation("第一党小组", OrganisationKind.SUBGROUP, parent=city.branch)
    inside = [cast.make_member(city.branch, f"组员{n}", subgroup=group) for n in range(3)]
    cast.appoint(inside[1], group, Post.SUBGROUP_LEADER)
    sitting = sitting_of(group, MeetingKind.SUBGROUP_MEETING)
    meeting = log(city, users, sitting, organisation=group)
    assert meeting.chair == inside[1]
    assert {a.person for a in meeting.attendances.all()} == set(inside)


@pytest.mark.parametrize(
    "kind", [MeetingKind.CENTRE_GROUP_STUDY, MeetingKind.DEMOCRATIC_LIFE_MEETING]
)
def test_roll_of_a_party_group_is_its_appointments(city, users, kind):
    group = cast.make_organisation(
        "市财政局党组", OrganisationKind.PARTY_GROUP, parent=city.committee
    )
    secretary, member = cast.make_person("党组书记"), cast.make_person("党组成员")
    cast.appoint(secretary, group)
    cast.appoint(member, group, Post.GROUP_MEMBER)
    meeting = log(
        city, users, sitting_of(group, kind), organisation=group, by=users.subtree_secretary
    )
    assert {a.person for a in meeting.attendances.all()} == {secretary, member}


def test_roll_of_a_committees_members_meeting_is_all_its_branches(city, users, members):
    elsewhere = cast.make_member(city.sibling, "二支部党员")
    sitting = sitting_of(city.committee, MeetingKind.MEMBERS_MEETING)
    meeting = log(city, users, sitting, organisation=city.committee, by=users.subtree_secretary)
    people = {a.person for a in meeting.attendances.all()}
    assert {elsewhere, *members} <= people


def test_probationary_and_suspended_members_have_no_vote(city, users, members):
    """R-VOTE-05."""
    probationary = cast.make_member(
        city.branch, "预备党员", kind=MembershipKind.PROBATIONARY, since=cast.FOUNDED
    )
    members[-1].memberships.update(is_vote_suspended=True)
    kind = MeetingKind.MEMBERS_MEETING
    meeting = log(city, users, sitting_of(city.branch, kind, ballots=(Ballot("接收预备党员", 14),)))
    without = {a.person for a in meeting.attendances.filter(has_vote=False)}
    vote = meeting.votes.get()
    assert without == {probationary, members[-1]}
    assert (meeting.expected_count, vote.eligible, vote.present) == (16, 14, 14)


def test_not_counted_absentee_leaves_the_expected_number_not_the_roll(city, users, members):
    """R-VOTE-06."""
    kind = MeetingKind.MEMBERS_MEETING
    absences = {members[-1].pk: NOT_COUNTED}
    meeting = log(
        city, users, sitting_of(city.branch, kind, absences=absences, ballots=(Ballot("事项", 8),))
    )
    assert meeting.attendances.count() == 15
    assert (meeting.expected_count, meeting.votes.get().eligible) == (14, 14)


def test_vote_needs_half_of_the_voters_present(city, users, members):
    """R-VOTE-01."""
    kind = MeetingKind.MEMBERS_MEETING
    for absentees, has_quorum in ((7, True), (8, False)):
        absences = {p.pk: SICK for p in members[-absentees:]}
        sitting = sitting_of(
            city.branch, kind, absences=absences, ballots=(Ballot("事项", 15 - absentees),)
        )
        assert log(city, users, sitting).votes.get().has_quorum is has_quorum


def test_vote_passes_by_half_of_those_who_should_attend(city, users, members):
    """R-VOTE-02: 8 of 15 pass although 7 were absent; 7 of 8 present do not."""
    kind = MeetingKind.MEMBERS_MEETING
    absences = {p.pk: SICK for p in members[-7:]}
    for ayes, is_passed in ((8, True), (7, False)):
        sitting = sitting_of(
            city.branch, kind, absences=absences, ballots=(Ballot("事项", ayes, 8 - ayes),)
        )
        assert log(city, users, sitting).votes.get().is_passed is is_passed


def test_more_ballots_than_voters_present_are_refused(city, users, committee):
    errors = refusal(city, users, sitting_of(city.branch, ballots=(Ballot("事项", 7, 1),)))
    assert list(errors) == ["votes"]
    assert "共 8 票" in errors["votes"][0]


def test_first_topic_is_marked_and_names_its_text(city, users, committee):
    """R-MTG-13."""
    item = log(city, users, sitting_of(city.branch)).agenda_items.get()
    assert (item.order, item.is_first_topic, item.source_text) == (1, True, "学习重要讲话")
    late = (Topic("其他"), Topic("学习", is_first_topic=True))
    assert list(refusal(city, users, sitting_of(city.branch, topics=late))) == ["topics"]


def test_one_sitting_discharges_several_duties_through_its_items(city, users, members):
    kind = MeetingKind.THEME_DAY
    topics = (
        Topic("学习", is_first_topic=True),
        Topic("微党课", MeetingKind.PARTY_LECTURE, lecturer=members[0]),
    )
    meeting = log(city, users, sitting_of(city.branch, kind, topics=topics))
    kinds = list(meeting.agenda_items.values_list("kind", flat=True))
    assert kinds == [MeetingKind.THEME_DAY, MeetingKind.PARTY_LECTURE]


def test_own_kind_stands_on_the_item_that_names_it(city, users, members):
    kind = MeetingKind.PARTY_LECTURE
    topics = (Topic("学习", is_first_topic=True), Topic("专题党课", kind, lecturer=members[0]))
    meeting = log(city, users, sitting_of(city.branch, kind, topics=topics))
    assert list(meeting.agenda_items.values_list("kind", flat=True)) == ["", kind]


def test_one_duty_through_two_items_is_refused(city, users, members):
    lecture = MeetingKind.PARTY_LECTURE
    topics = (Topic("学习"), Topic("甲", lecture), Topic("乙", lecture))
    sitting = sitting_of(city.branch, MeetingKind.THEME_DAY, topics=topics)
    assert list(refusal(city, users, sitting)) == ["topics"]


def test_number_runs_by_organisation_kind_and_year(city, users, members):
    old = timezone.localdate().replace(year=timezone.localdate().year - 1, day=1)
    numbers = [
        log(city, users, sitting_of(city.branch)).seq_no,
        log(city, users, sitting_of(city.branch)).seq_no,
        log(city, users, sitting_of(city.branch, MeetingKind.THEME_DAY)).seq_no,
        log(city, users, sitting_of(city.branch, on=old)).seq_no,
    ]
    assert numbers == [1, 2, 1, 1]
    assert Meeting.objects.order_by("pk")[1].title.endswith("第2次支委会")


@time_machine.travel("2026-11-20 12:00 +0800")
def test_day_is_the_local_one(city, users, committee):
    start = moment(yesterday(), 0, 30)
    sitting = sitting_of(city.branch, started_at=start, ended_at=start + timedelta(hours=1))
    assert log(city, users, sitting).held_on == yesterday()


def test_future_sitting_is_refused(city, users, committee):
    soon = timezone.now() + timedelta(minutes=5)
    sitting = sitting_of(city.branch, started_at=soon, ended_at=soon + timedelta(hours=1))
    assert "held_on" in refusal(city, users, sitting, file=False)


def test_end_before_start_is_refused(city, users, committee):
    day = yesterday()
    sitting = sitting_of(city.branch, started_at=moment(day, 9), ended_at=moment(day, 9))
    assert list(refusal(city, users, sitting)) == ["ended"]


def test_chair_other_than_the_secretary_needs_a_reason(city, users, committee):
    sitting = sitting_of(city.branch, chair=committee[1])
    assert list(refusal(city, users, sitting)) == ["chair_reason"]
    told = sitting_of(city.branch, chair=committee[1], chair_reason="书记出差，委托主持")
    assert log(city, users, told).chair == committee[1]


@pytest.mark.parametrize("status", [AttendanceStatus.OTHER, AttendanceStatus.NOT_COUNTED])
def test_absence_without_words_is_refused(city, users, committee, status):
    absences = {committee[2].pk: Absence(status)}
    errors = refusal(city, users, sitting_of(city.branch, absences=absences))
    assert list(errors) == [f"reason-{committee[2].uuid}"]


def test_plain_absence_is_its_own_reason(city, users, committee):
    meeting = log(city, users, sitting_of(city.branch, absences={committee[2].pk: SICK}))
    assert meeting.attendances.get(person=committee[2]).reason == "病假"


def test_absentee_who_is_not_on_the_roll_is_refused(city, users, committee):
    sitting = sitting_of(city.branch, absences={cast.make_person().pk: SICK})
    assert list(refusal(city, users, sitting)) == ["held_on"]


def test_kind_that_the_organisation_does_not_have_is_refused(city, users, committee):
    sitting = sitting_of(city.branch)
    group = cast.make_organisation("某党小组", OrganisationKind.SUBGROUP, parent=city.branch)
    assert "kind" in refusal(city, users, sitting, organisation=group)


def test_record_without_anybody_on_the_roll_is_refused(city, users, committee):
    sitting = sitting_of(city.branch)
    assert list(refusal(city, users, sitting, organisation=city.sibling)) == ["held_on"]


def test_draft_may_lack_place_topics_and_reasons(city, users, committee):
    sitting = sitting_of(
        city.branch,
        place="",
        topics=(),
        chair=committee[1],
        absences={committee[2].pk: Absence(AttendanceStatus.OTHER)},
    )
    draft = log(city, users, sitting, file=False)
    assert draft.status == MeetingStatus.DRAFT
    assert set(refusal(city, users, sitting)) == {
        "place",
        "first_topic",
        "chair_reason",
        f"reason-{committee[2].uuid}",
    }
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    "lack", [{"place": ""}, {"topics": ()}, {"absences": Absence(AttendanceStatus.OTHER)}]
)
def test_incomplete_draft_cannot_be_filed_by_its_button(city, users, committee, lack):
    if "absences" in lack:
        lack = {"absences": {committee[2].pk: lack["absences"]}}
    draft = log(city, users, sitting_of(city.branch, **lack), file=False)
    with pytest.raises(StepRefused):
        advance(draft, "file", by=users.secretary)


def test_everything_stated_is_stored(city, users, committee):
    sitting = sitting_of(
        city.branch,
        guests=(GuestEntry("王某", "机关党委专职副书记", "指导"),),
        speeches=(SpeechEntry(committee[1], "不同意见"),),
        decisions=(Decision("按期换届", committee[2], yesterday()),),
        minutes="记录",
    )
    meeting = log(city, users, sitting)
    assert meeting.guests.get().post == "机关党委专职副书记"
    assert meeting.speeches.get().gist == "不同意见"
    assert meeting.resolutions.get().owner == committee[2]


def test_review_totals_belong_to_the_review_of_members(city, users, members):
    totals = ReviewTotals(5, 10)
    kind = MeetingKind.MEMBER_REVIEW
    assert (
        log(city, users, sitting_of(city.branch, kind, review=totals)).member_review.excellent == 5
    )
    assert "review" in refusal(city, users, sitting_of(city.branch, review=totals))
    too_many = ReviewTotals(5, 11)
    assert "review" in refusal(city, users, sitting_of(city.branch, kind, review=too_many))


def test_stranger_may_not_file_for_another_branch(city, users, committee):
    with pytest.raises(PermissionDenied):
        log(city, users, sitting_of(city.branch), by=users.stranger)
    assert not Meeting.objects.exists()


def test_update_replaces_the_parts_and_keeps_the_number(city, users, committee, filed):
    draft = withdraw_meeting(meeting=filed, by=users.secretary)
    changed = sitting_of(
        city.branch,
        place="一楼",
        absences={committee[1].pk: SICK},
        topics=(Topic("甲"), Topic("乙")),
    )
    update_meeting(
        meeting=draft,
        sitting=changed,
        expected_version=draft.version,
        by=users.secretary,
        file=True,
    )
    filed.refresh_from_db()
    assert (filed.place, filed.seq_no, filed.status) == ("一楼", 1, MeetingStatus.FILED)
    assert filed.agenda_items.count() == 2
    assert_counts_match_rows(filed)


def test_update_on_an_old_version_is_told(city, users, committee, filed):
    draft = withdraw_meeting(meeting=filed, by=users.secretary)
    stated = {"sitting": sitting_of(city.branch, place="甲"), "by": users.secretary}
    update_meeting(meeting=draft, expected_version=draft.version, **stated)
    with pytest.raises(StaleVersion) as caught:
        update_meeting(meeting=draft, expected_version=draft.version - 1, **stated)
    assert caught.value.current.place == "甲"


def test_filed_record_is_not_rewritten(city, users, committee, filed):
    with pytest.raises(StepRefused):
        update_meeting(
            meeting=filed,
            sitting=sitting_of(city.branch),
            expected_version=filed.version,
            by=users.secretary,
        )


@pytest.fixture
def reviewed(users, filed):
    return advance(filed, "review", by=users.subtree_secretary)


def test_correction_never_counts_beside_its_original(city, users, committee, reviewed):
    counted = Meeting.objects.effective
    correction = correct_meeting(original=reviewed, reason="实到人数有误", by=users.secretary)
    assert list(counted()) == [reviewed]
    advance(correction, "file", by=users.secretary)
    assert list(counted()) == [reviewed]
    advance(correction, "review", by=users.subtree_secretary)
    assert list(counted()) == [correction]
    reviewed.refresh_from_db()
    assert reviewed.status == MeetingStatus.SUPERSEDED


def test_items_count_once_with_a_correction(city, users, committee, reviewed):
    from apps.meetings.models import AgendaItem

    correction = correct_meeting(original=reviewed, reason="更正", by=users.secretary)
    advance(correction, "file", by=users.secretary)
    assert AgendaItem.objects.effective().discharging().count() == 1
    advance(correction, "review", by=users.subtree_secretary)
    assert AgendaItem.objects.effective().discharging().count() == 1


def test_correction_copies_the_content(city, users, committee, reviewed):
    correction = correct_meeting(original=reviewed, reason="更正", by=users.secretary)
    assert correction.attendances.count() == 7
    assert correction.agenda_items.get().is_first_topic
    assert (correction.seq_no, correction.status) == (reviewed.seq_no, MeetingStatus.DRAFT)


def test_second_correction_waits_until_the_first_is_given_up(city, users, committee, reviewed):
    first = correct_meeting(original=reviewed, reason="更正", by=users.secretary)
    with pytest.raises(StepRefused):
        correct_meeting(original=reviewed, reason="再更正", by=users.secretary)
    discard_meeting(meeting=first, reason="不必更正", by=users.secretary)
    assert correct_meeting(original=reviewed, reason="再更正", by=users.secretary)


def test_correction_needs_a_reviewed_record_and_a_reason(city, users, committee, filed):
    with pytest.raises(StepRefused):
        correct_meeting(original=filed, reason="更正", by=users.secretary)
    reviewed = advance(filed, "review", by=users.subtree_secretary)
    with pytest.raises(StepRefused):
        correct_meeting(original=reviewed, reason=" ", by=users.secretary)


def test_discard_needs_a_reason(city, users, committee):
    draft = log(city, users, sitting_of(city.branch), file=False)
    with pytest.raises(StepRefused):
        discard_meeting(meeting=draft, reason="", by=users.secretary)
    assert discard_meeting(meeting=draft, reason="重复", by=users.secretary).status == "void"


def test_talk_is_logged_and_not_in_the_future(city, users, committee):
    given = {
        "organisation": city.branch,
        "kind": TalkKind.COMMITTEE_MEMBER,
        "first": committee[0],
        "second": committee[1],
    }
    log_talk(held_on=yesterday(), **given)
    with pytest.raises(ValidationError):
        log_talk(held_on=timezone.localdate() + timedelta(days=1), **given)
    with pytest.raises(ValidationError):
        log_talk(held_on=yesterday(), **{**given, "second": committee[0]})
    assert Talk.objects.count() == 1
