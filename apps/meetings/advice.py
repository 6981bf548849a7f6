"""Sentences about a record that a rule of the field suggests. Advice never blocks.

The same words stand beside the form while it is typed, on the record, and before the reviewer.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Exists

from apps.branches.choices import MembershipKind
from apps.branches.models import Appointment, Organisation
from apps.core.periods import Cycle, Period
from apps.meetings.choices import OF_THE_COMMITTEE, MeetingKind
from apps.meetings.models import Meeting, Vote
from apps.meetings.roll import Roll
from apps.meetings.sitting import Count, Sitting, count, of_ballots, of_review

NEEDS_SPEECHES = (
    MeetingKind.COMMITTEE_MEETING,
    MeetingKind.LIFE_MEETING,
    MeetingKind.DEMOCRATIC_LIFE_MEETING,
)


class Hint(NamedTuple):
    """`section` is the part of the form that it belongs to; `tone` one of good, warn, plain."""

    section: str
    text: str
    tone: str = "plain"


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
    votes = meeting.votes.all()
    return [
        *_attendance(meeting.kind, meeting.present_count, meeting.expected_count),
        *_agenda(meeting),
        *(_precedence(meeting.organisation, meeting.kind, meeting.held_on) if votes else ()),
        *_review_of(meeting),
        *_life(meeting),
    ]


def hints_of(sitting: Sitting | None, roll: Roll) -> list[Hint]:
    """What the rules say about a form that is still being typed; nothing while it says too little."""
    if sitting is None:
        return []
    heads = count(sitting, roll)
    quorum = _attendance(sitting.kind, heads.present, heads.expected)
    return [
        *(Hint("attendance", text, "warn") for text in quorum),
        *_vote_hints(sitting, roll, heads),
        *_review_hints(sitting, roll),
    ]


def _vote_hints(sitting: Sitting, roll: Roll, heads: Count) -> Iterator[Hint]:
    if not sitting.ballots:
        return
    for ballot in sitting.ballots:
        vote = Vote(
            matter=ballot.matter,
            eligible=heads.eligible,
            present=heads.voters_present,
            ayes=ballot.ayes,
            nays=ballot.nays,
            abstentions=ballot.abstentions,
        )
        tone = "good" if vote.is_passed else "warn"
        words = "；".join(vote_sentences(vote))
        left = heads.voters_present - ballot.cast
        uncast = f"；还有 {left} 人没有计入" if left > 0 else ""
        yield Hint("votes", f"“{ballot.matter}”：{words}{uncast}", tone)
    for _, text in of_ballots(sitting, roll):
        yield Hint("votes", text, "warn")
    for text in _precedence(roll.organisation, sitting.kind, sitting.held_on):
        yield Hint("votes", text, "warn")


def _review_hints(sitting: Sitting, roll: Roll) -> Iterator[Hint]:
    totals = sitting.review
    if totals is None:
        return
    graded = sum(e.member_kind == MembershipKind.FULL for e in roll.entries)
    yield Hint("review", f"共评议 {totals.total} 人，正式党员 {graded} 人")
    for _, text in of_review(sitting, totals, roll):
        yield Hint("review", text, "warn")
    for text in _excellent(totals.excellent, graded):
        yield Hint("review", text, "warn")


def _attendance(kind: str, present: int, expected: int) -> Iterator[str]:
    if kind == MeetingKind.DEMOCRATIC_LIFE_MEETING:
        if 3 * present < 2 * expected:  # R-MTG-16
            yield f"实到 {present} 人，不足应到 {expected} 人的三分之二，民主生活会应改期"
    elif kind in OF_THE_COMMITTEE and 2 * present < expected:  # R-VOTE-03
        yield f"实到 {present} 人，不足应到 {expected} 人的半数，委员会会议须有半数以上委员到会"


def _agenda(meeting: Meeting) -> Iterator[str]:
    if not any(item.is_first_topic for item in meeting.agenda_items.all()):  # R-MTG-13
        yield "没有登记第一议题"
    if meeting.kind in NEEDS_SPEECHES and not meeting.speeches.all() and not meeting.minutes:
        yield "这类会议应记录发言要点，不同意见也要记下来"


def _precedence(organisation: Organisation, kind: str, held_on: date) -> Iterator[str]:
    """R-VOTE-04: important matters generally pass the committee first."""
    if kind != MeetingKind.MEMBERS_MEETING:
        return
    quarter = Period.containing(held_on, Cycle.QUARTER)
    earlier = Meeting.objects.effective().filter(
        organisation=organisation,
        kind=MeetingKind.COMMITTEE_MEETING,
        held_on__range=(quarter.start, held_on),
    )
    committee = Appointment.objects.valid_on(held_on).committee_members()
    if committee.filter(~Exists(earlier), organisation=organisation).exists():
        yield "重要事项一般先经支委会讨论：本季度在这次大会之前没有支委会记录"


def _review_of(meeting: Meeting) -> Iterator[str]:
    review = getattr(meeting, "member_review", None)
    if review is not None:
        graded = sum(a.member_kind == MembershipKind.FULL for a in meeting.attendances.all())
        yield from _excellent(review.excellent, graded)


def _excellent(excellent: int, graded: int) -> Iterator[str]:
    if 3 * excellent > graded:  # 3.4
        yield f"优秀 {excellent} 人，超过正式党员 {graded} 人的三分之一"


def _life(meeting: Meeting) -> Iterator[str]:
    """3.4: what a life meeting found is put right, item by item, by somebody and a day."""
    if meeting.kind != MeetingKind.LIFE_MEETING:
        return
    if not any(r.owner_id and r.due_on for r in meeting.resolutions.all()):
        yield "组织生活会查摆的问题要逐条整改：请在“决议”中写明整改事项、责任人和期限"
