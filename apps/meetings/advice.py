"""Sentences about a record that a rule of the field suggests. Advice never blocks."""

from collections.abc import Iterator

from django.db.models import Exists

from apps.branches.choices import MembershipKind
from apps.branches.models import Appointment
from apps.core.periods import Cycle, Period
from apps.meetings.choices import OF_THE_COMMITTEE, MeetingKind
from apps.meetings.models import Meeting, Vote

NEEDS_SPEECHES = (
    MeetingKind.COMMITTEE_MEETING,
    MeetingKind.LIFE_MEETING,
    MeetingKind.DEMOCRATIC_LIFE_MEETING,
)


def vote_sentences(vote: Vote) -> list[str]:
    """The two rules of a vote in words (R-VOTE-01, R-VOTE-02)."""
    attended = "已过半数，可以表决" if vote.has_quorum else "不足半数，表决无效"
    quorum = f"应到有表决权 {vote.eligible} 人，实到有表决权 {vote.present} 人，{attended}"
    if not vote.has_quorum:
        return [quorum]
    outcome = (
        "超过应到有表决权人数的半数，通过"
        if vote.is_passed
        else ("没有超过应到有表决权人数的半数，未通过")
    )
    return [quorum, f"赞成 {vote.ayes} 票，{outcome}"]


def advice(meeting: Meeting) -> list[str]:
    """What to look at once more before the record is reviewed."""
    rules = (_attendance(meeting), _agenda(meeting), _precedence(meeting), _review(meeting))
    return [sentence for rule in rules for sentence in rule]


def _attendance(meeting: Meeting) -> Iterator[str]:
    present, expected = meeting.present_count, meeting.expected_count
    if meeting.kind == MeetingKind.DEMOCRATIC_LIFE_MEETING:
        if 3 * present < 2 * expected:  # R-MTG-16
            yield f"实到 {present} 人，不足应到 {expected} 人的三分之二，民主生活会应改期"
    elif meeting.kind in OF_THE_COMMITTEE and 2 * present < expected:  # R-VOTE-03
        yield f"实到 {present} 人，不足应到 {expected} 人的半数，委员会会议须有半数以上委员到会"


def _agenda(meeting: Meeting) -> Iterator[str]:
    if not any(item.is_first_topic for item in meeting.agenda_items.all()):  # R-MTG-13
        yield "没有登记第一议题"
    if meeting.kind in NEEDS_SPEECHES and not meeting.speeches.all() and not meeting.minutes:
        yield "这类会议应记录发言要点，不同意见也要记下来"


def _precedence(meeting: Meeting) -> Iterator[str]:
    """R-VOTE-04: important matters generally pass the committee first."""
    if meeting.kind != MeetingKind.MEMBERS_MEETING or not meeting.votes.all():
        return
    quarter = Period.containing(meeting.held_on, Cycle.QUARTER)
    earlier = Meeting.objects.effective().filter(
        organisation=meeting.organisation_id,
        kind=MeetingKind.COMMITTEE_MEETING,
        held_on__range=(quarter.start, meeting.held_on),
    )
    committee = Appointment.objects.valid_on(meeting.held_on).committee_members()
    if committee.filter(~Exists(earlier), organisation=meeting.organisation_id).exists():
        yield "重要事项一般先经支委会讨论：本季度在这次大会之前没有支委会记录"


def _review(meeting: Meeting) -> Iterator[str]:
    review = getattr(meeting, "member_review", None)
    if review is None:
        return
    graded = sum(a.member_kind == MembershipKind.FULL for a in meeting.attendances.all())
    if 3 * review.excellent > graded:  # 3.4
        yield f"优秀 {review.excellent} 人，超过正式党员 {graded} 人的三分之一"
