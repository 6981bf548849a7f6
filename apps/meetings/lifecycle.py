"""The states of a meeting record: draft → filed → returned / reviewed → archived; and of a topic."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from apps.core.clock import database_now
from apps.core.lifecycle import (
    Lifecycle,
    StepRefused,
    Transition,
    advance,
    history_of,
    register,
)
from apps.core.periods import local_day
from apps.meetings import dependants
from apps.meetings.choices import NEEDS_WORDS, TopicStatus
from apps.meetings.choices import MeetingStatus as Status
from apps.meetings.models import AgendaItem, Attendance, Meeting, StudyTopic
from apps.meetings.telling import tell_returned, tell_reviewed

FILE = "meetings.file_meeting"
REVIEW = "meetings.review_meeting"
PUBLISH = "meetings.publish_studytopic"


def is_complete(meeting: Meeting) -> None:
    """What a filed record must contain, read back from the rows: one query (3.3)."""
    of_it = Q(meeting=OuterRef("pk"))
    found = (
        Meeting.objects.filter(pk=meeting.pk)
        .annotate(
            has_topic=Exists(AgendaItem.objects.filter(of_it)),
            has_roll=Exists(Attendance.objects.filter(of_it)),
            lacks_reason=Exists(
                Attendance.objects.filter(of_it, status__in=NEEDS_WORDS, reason="")
            ),
        )
        .values("has_topic", "has_roll", "lacks_reason")
        .get()
    )
    if not found["has_topic"]:
        raise StepRefused("请先填写会议议题，再提交")
    if not found["has_roll"]:
        raise StepRefused("请先核对出席人员，再提交")
    if found["lacks_reason"]:
        raise StepRefused("缺席人员中有人没有写明原因，请先补上，再提交")


def is_fresh(meeting: Meeting) -> None:
    """撤回: a secretary takes back what he has just filed; later on it is the reviewer's."""
    until = meeting.taken_back_until
    if until is None or database_now() >= until:
        raise StepRefused(
            f"提交已超过 {settings.TAKE_BACK_MINUTES} 分钟，不能再撤回。"
            "需要修改的，请上级退回；已审核的，用“更正”"
        )


def may_be_completed(meeting: Meeting) -> None:
    """补全: notes may follow for some days, without taking the record back."""
    until = meeting.notes_until
    if until is None or local_day(database_now()) > until:
        raise StepRefused(
            f"提交已超过 {settings.NOTES_DAYS} 天，不能再补全。"
            "需要补记的，请上级退回；已审核的，用“更正”"
        )


def is_addressed(topic: StudyTopic) -> None:
    if not topic.is_for_all and not topic.units.exists():
        raise StepRefused("还没有选发给哪些单位，请先选好再下发")


def has_reviewed_correction(meeting: Meeting) -> None:
    if not meeting.corrections.filter(status=Status.REVIEWED).exists():
        raise StepRefused("更正记录审核通过后，原记录才会被代替")


def was_voided_lately(meeting: Meeting) -> None:
    """回收站: a void record comes back within some days, and never beside a second correction."""
    voided = history_of(meeting).filter(target=Status.VOID).first()
    days = settings.RECYCLE_DAYS
    if voided and voided.at < database_now() - timedelta(days=days):
        raise StepRefused(f"作废已超过 {days} 天，不能恢复。需要时请重新登记")
    others = Meeting.objects.exclude(status=Status.VOID).filter(corrects=meeting.corrects_id)
    if meeting.corrects_id and others.exists():
        raise StepRefused("原记录已有另一份更正，这一份不能恢复")


def supersede_original(meeting: Meeting, by) -> None:
    """A reviewed correction takes the place of what it corrects, in the same transaction."""
    if meeting.corrects:
        note = f"由更正记录代替：{meeting.correction_reason}"
        advance(meeting.corrects, "supersede", by=by, note=note)
        dependants.tell(meeting, instead_of=meeting.corrects)


def end_review(meeting: Meeting, by) -> None:
    supersede_original(meeting, by)
    tell_reviewed(meeting, by)


MEETING = register(
    Lifecycle(
        "meetings.Meeting",
        (
            Transition(
                "file",
                "提交",
                (Status.DRAFT, Status.RETURNED),
                Status.FILED,
                FILE,
                required=("place",),
                stamp="filed_at",
                guard=is_complete,
            ),
            Transition(
                "withdraw",
                "撤回修改",
                (Status.FILED,),
                Status.DRAFT,
                FILE,
                guard=is_fresh,
                offered=lambda meeting: meeting.can_be_taken_back,
            ),
            Transition(
                "complete",
                "补全",
                (Status.FILED,),
                Status.FILED,
                FILE,
                guard=may_be_completed,
                by_hand=False,
            ),
            Transition(
                "return",
                "退回",
                (Status.FILED,),
                Status.RETURNED,
                REVIEW,
                note_required=True,
                effect=tell_returned,
            ),
            Transition(
                "review",
                "审核通过",
                (Status.FILED,),
                Status.REVIEWED,
                REVIEW,
                stamp="reviewed_at",
                effect=end_review,
            ),
            Transition(
                "archive", "归档", (Status.REVIEWED,), Status.ARCHIVED, "meetings.archive_meeting"
            ),
            Transition(
                "supersede",
                "以更正代替",
                (Status.REVIEWED, Status.ARCHIVED),
                Status.SUPERSEDED,
                REVIEW,
                note_required=True,
                guard=has_reviewed_correction,
                by_hand=False,
            ),
            Transition(
                "discard",
                "作废",
                (Status.DRAFT, Status.RETURNED),
                Status.VOID,
                FILE,
                note_required=True,
            ),
            Transition(
                "restore",
                "恢复",
                (Status.VOID,),
                Status.DRAFT,
                FILE,
                guard=was_voided_lately,
            ),
        ),
    )
)

STUDY_TOPIC = register(
    Lifecycle(
        "meetings.StudyTopic",
        (
            Transition(
                "publish",
                "下发",
                (TopicStatus.DRAFT, TopicStatus.WITHDRAWN),
                TopicStatus.PUBLISHED,
                PUBLISH,
                required=("title", "month"),
                stamp="published_at",
                guard=is_addressed,
            ),
            Transition("recall", "撤回", (TopicStatus.PUBLISHED,), TopicStatus.WITHDRAWN, PUBLISH),
        ),
    )
)
