"""What a record says about one sitting, and the rules it must keep (handbook 3.2 and 3.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.branches.choices import MembershipKind
from apps.branches.models import Person
from apps.core.periods import local_day
from apps.meetings.choices import (
    KINDS_OF,
    NEEDS_WORDS,
    WITH_REVIEW,
    AttendanceStatus,
    FollowUpOutcome,
    MeetingKind,
    MinutesStyle,
)
from apps.meetings.roll import Roll


@dataclass(frozen=True, slots=True)
class Topic:
    """An agenda item; with a kind it discharges that duty too."""

    topic: str
    kind: MeetingKind | str = ""
    is_first_topic: bool = False
    source_text: str = ""
    lecturer: Person | None = None
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    status: AttendanceStatus
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GuestEntry:
    name: str
    post: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SpeechEntry:
    person: Person
    gist: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """Eligible and present voters are not asked: they follow from the attendance."""

    matter: str
    ayes: int
    nays: int = 0
    abstentions: int = 0

    @property
    def cast(self) -> int:
        return self.ayes + self.nays + self.abstentions


@dataclass(frozen=True, slots=True)
class Decision:
    """`key` is that of the stored resolution which these words replace."""

    text: str
    owner: Person | None = None
    due_on: date | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class FollowUpEntry:
    """How a resolution of an earlier meeting stands; `text` is what was resolved."""

    key: UUID
    text: str
    outcome: FollowUpOutcome
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReviewTotals:
    """Totals of an anonymous ballot; never who voted what."""

    excellent: int
    qualified: int
    basically_qualified: int = 0
    unqualified: int = 0

    @property
    def total(self) -> int:
        return self.excellent + self.qualified + self.basically_qualified + self.unqualified


@dataclass(frozen=True, slots=True)
class Sitting:
    """Everything that a secretary states; counts, number, title and votes' bases are computed.

    `absences` maps the primary key of a person on the roll to why he was not there.
    """

    kind: MeetingKind
    started_at: datetime
    ended_at: datetime
    place: str
    chair: Person
    recorder: Person
    chair_reason: str = ""
    topics: tuple[Topic, ...] = ()
    absences: Mapping[int, Absence] = field(default_factory=dict)
    guests: tuple[GuestEntry, ...] = ()
    speeches: tuple[SpeechEntry, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    decisions: tuple[Decision, ...] = ()
    follow_ups: tuple[FollowUpEntry, ...] = ()
    review: ReviewTotals | None = None
    minutes: str = ""
    minutes_style: MinutesStyle = MinutesStyle.SUMMARY

    @property
    def held_on(self) -> date:
        """R-MTG period rule: the local day on which the sitting began."""
        return local_day(self.started_at)

    @property
    def kinds(self) -> set[str]:
        return {self.kind, *(t.kind for t in self.topics if t.kind)}

    @property
    def carrier(self) -> Topic | None:
        """The item through which the sitting discharges its own kind (trap 10)."""
        named = (t for t in self.topics if t.kind == self.kind)
        free = (t for t in self.topics if not t.kind)
        return next(named, None) or next(free, None)

    def status_of(self, person_pk: int) -> AttendanceStatus:
        absence = self.absences.get(person_pk)
        return absence.status if absence else AttendanceStatus.PRESENT


@dataclass(frozen=True, slots=True)
class Count:
    """Heads of a sitting (人): the roll less those not counted, those there, and their voters."""

    expected: int
    present: int
    eligible: int
    voters_present: int


def count(sitting: Sitting, roll: Roll) -> Count:
    expected = [
        e
        for e in roll.entries
        if sitting.status_of(e.person.pk) != AttendanceStatus.NOT_COUNTED  # R-VOTE-06
    ]
    present = [e for e in expected if sitting.status_of(e.person.pk) == AttendanceStatus.PRESENT]
    return Count(
        len(expected),
        len(present),
        sum(e.has_vote for e in expected),
        sum(e.has_vote for e in present),
    )


Problem = tuple[str, str]


def check(sitting: Sitting, roll: Roll, *, complete: bool) -> None:
    """ValidationError by field. A draft may still lack what only `complete` records need."""
    problems = [*_of_form(sitting, roll)]
    if complete:
        problems += _of_substance(sitting, roll)
    if problems:
        by_field: dict[str, list[str]] = {}
        for name, text in problems:
            by_field.setdefault(name, []).append(text)
        raise ValidationError(by_field)


def _of_form(sitting: Sitting, roll: Roll) -> Iterator[Problem]:
    """What no record may contain, not even a draft."""
    organisation = roll.organisation
    if sitting.kind not in KINDS_OF.get(organisation.kind, ()):
        kind = MeetingKind(sitting.kind).label
        yield "kind", f"{organisation.get_kind_display()}没有“{kind}”，请重新选择会议类型"
    if sitting.started_at > timezone.now():
        yield "held_on", "会议时间还没有到，请在会后登记"
    if sitting.ended_at <= sitting.started_at:
        yield "ended", "结束时间必须晚于开始时间"
    if not roll.entries:
        yield "held_on", f"“{organisation}”在这一天没有应到人员，请先请上级党组织登记组织关系或任职"
    if set(sitting.absences) - set(roll.by_person):
        yield "held_on", "出席名单与这一天的名册不一致，请核对日期"
    extra = [t.kind for t in sitting.topics if t.kind]
    if len(extra) != len(set(extra)):
        yield "topics", "同一项组织生活只能由一个议题计入，请核对“同时计入”"
    if sum(t.is_first_topic for t in sitting.topics[1:]):
        yield "topics", "第一议题必须排在第一位"
    yield from of_ballots(sitting, roll)
    if sitting.review:
        yield from of_review(sitting, sitting.review, roll)


def of_ballots(sitting: Sitting, roll: Roll) -> Iterator[Problem]:
    heads = count(sitting, roll)
    for ballot in sitting.ballots:
        if ballot.cast > heads.voters_present:
            yield (
                "votes",
                f"“{ballot.matter}”的票数共 {ballot.cast} 票，多于实到有表决权的"
                f" {heads.voters_present} 人，请核对",
            )


def of_review(sitting: Sitting, totals: ReviewTotals, roll: Roll) -> Iterator[Problem]:
    """3.4: probationary members take part but get no grade."""
    if not sitting.kinds & set(WITH_REVIEW):
        yield "review", "只有民主评议党员或组织生活会才登记评议结果"
    graded = sum(e.member_kind == MembershipKind.FULL for e in roll.entries)
    if totals.total > graded:
        yield "review", f"评议结果共 {totals.total} 人，多于正式党员 {graded} 人，请核对"


def _of_substance(sitting: Sitting, roll: Roll) -> Iterator[Problem]:
    """What a filed record must state."""
    if not sitting.place:
        yield "place", "请填写会议地点"
    if sitting.carrier is None:
        own = "" if not sitting.topics else f"{MeetingKind(sitting.kind).label}自己的"
        yield "first_topic", f"请填写{own or '会议'}议题"
    # Art. 14: the secretary chairs; if another does, the record says why.
    if roll.leader and sitting.chair != roll.leader and not sitting.chair_reason:
        yield "chair_reason", f"不是{roll.leader}主持，请写明代为主持的原因"
    for follow_up in sitting.follow_ups:
        if follow_up.outcome == FollowUpOutcome.DROPPED and not follow_up.words:
            yield f"followed-words-{follow_up.key}", "选了“不再办”的决议，请写明原因"
    for entry in roll.entries:
        absence = sitting.absences.get(entry.person.pk)
        if absence and absence.status in NEEDS_WORDS and not absence.reason:
            label = AttendanceStatus(absence.status).label
            yield f"reason-{entry.person.uuid}", f"{entry.person}选了“{label}”，请写明原因"
