from dataclasses import replace

import pytest

from apps.branches.choices import OrganisationKind, Post
from apps.meetings.advice import advice
from apps.meetings.choices import AttendanceStatus, MeetingKind
from apps.meetings.services import log_meeting
from apps.meetings.sitting import Absence, Ballot, ReviewTotals, SpeechEntry, Topic
from tests import cast
from tests.meetings.conftest import sitting_of

SICK = Absence(AttendanceStatus.SICK)
SPEECHES = "这类会议应记录发言要点，不同意见也要记下来"


@pytest.fixture
def advised(city, users):
    def of(kind=MeetingKind.COMMITTEE_MEETING, *, organisation=None, by=None, **stated):
        place = organisation or city.branch
        sitting = replace(sitting_of(place, kind), **stated)
        meeting = log_meeting(organisation=place, sitting=sitting, by=by or users.secretary)
        return advice(meeting)

    return of


def test_complete_record_gets_no_advice(advised, committee):
    assert advised(speeches=(SpeechEntry(committee[1], "同意"),)) == []
    assert advised(minutes="讨论了三件事") == []


def test_speeches_belong_to_a_committee_meeting(advised, committee):
    assert advised() == [SPEECHES]
    assert advised(MeetingKind.THEME_DAY) == []


@pytest.mark.parametrize(("absent", "is_told"), [(3, False), (4, True)])
def test_committee_needs_half_of_its_members(advised, committee, absent, is_told):
    """R-VOTE-03."""
    told = advised(minutes="记录", absences={p.pk: SICK for p in committee[-absent:]})
    assert any("不足应到 7 人的半数" in sentence for sentence in told) is is_told


@pytest.mark.parametrize(("absent", "is_told"), [(1, False), (2, True)])
def test_democratic_life_meeting_needs_two_thirds(city, users, advised, absent, is_told):
    """R-MTG-16."""
    kind = MeetingKind.DEMOCRATIC_LIFE_MEETING
    group = cast.make_organisation("党组", OrganisationKind.PARTY_GROUP, parent=city.committee)
    people = [cast.make_person() for _ in range(3)]
    cast.appoint(people[0], group)
    for person in people[1:]:
        cast.appoint(person, group, Post.GROUP_MEMBER)
    told = advised(
        kind,
        organisation=group,
        by=users.subtree_secretary,
        minutes="记录",
        absences={p.pk: SICK for p in people[-absent:]},
    )
    assert bool(told) is is_told


def test_missing_first_topic_is_told(advised, committee):
    """R-MTG-13."""
    assert advised(MeetingKind.THEME_DAY, topics=(Topic("志愿服务"),)) == ["没有登记第一议题"]


def test_vote_without_a_committee_record_before_it_is_told(advised, members):
    """R-VOTE-04."""
    ballots = (Ballot("选举", 15),)
    told = advised(MeetingKind.MEMBERS_MEETING, ballots=ballots)
    assert told == ["重要事项一般先经支委会讨论：本季度在这次大会之前没有支委会记录"]
    advised()
    assert advised(MeetingKind.MEMBERS_MEETING, ballots=ballots) == []


def test_branch_without_a_committee_is_not_asked_for_its_record(city, users, advised):
    ballots = (Ballot("选举", 1),)
    assert advised(MeetingKind.MEMBERS_MEETING, ballots=ballots) == []


@pytest.mark.parametrize(("excellent", "is_told"), [(5, False), (6, True)])
def test_excellent_members_are_at_most_a_third(advised, members, excellent, is_told):
    """Handbook 3.4; 15 full members."""
    told = advised(MeetingKind.MEMBER_REVIEW, review=ReviewTotals(excellent, 15 - excellent))
    assert any("三分之一" in sentence for sentence in told) is is_told
