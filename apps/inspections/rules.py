"""What the committee's numbers and the rules R-INS say of an issue."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.core import policy
from apps.core.lifecycle import StepRefused
from apps.core.models.spans import day_in_words
from apps.core.periods import Cycle, Period
from apps.core.workdays import workdays
from apps.inspections.choices import ExtensionStatus, IssueLevel, RecheckOutcome
from apps.inspections.models import Inspection, Inspector, Issue
from apps.meetings.choices import EFFECTIVE, MeetingKind
from apps.meetings.models import Meeting

ACKNOWLEDGE_DAYS = "issue_acknowledge_days"
CORRECT_DAYS = {level: f"issue_correct_days_{level.value}" for level in IssueLevel}
RECONCILE_DAYS = "issue_reconcile_days"
LIFE_MEETINGS = {MeetingKind.LIFE_MEETING, MeetingKind.DEMOCRATIC_LIFE_MEETING}


def default_due_on(level: IssueLevel | str, found_on: date) -> date:
    """R-INS-05: so many days after the finding, by its level; never on a free day."""
    days = policy.count(CORRECT_DAYS[IssueLevel(level)], found_on)
    return workdays().on_or_after(found_on + timedelta(days=days))


def acknowledge_by(told_on: date) -> date:
    """R-INS-05: the last working day on which what a body was told is acknowledged in time."""
    return workdays().after(told_on, policy.count(ACKNOWLEDGE_DAYS, told_on))


def reconciliation_of(day: date) -> date:
    """R-INS-05: the first day of the last week of the quarter in which `day` lies."""
    quarter = Period.containing(day, Cycle.QUARTER)
    return quarter.end - timedelta(days=policy.count(RECONCILE_DAYS, day))


def has_seat(inspection: Inspection, user) -> bool:
    """Whether the user is in the team of an inspection that is under way."""
    return inspection.is_open and Inspector.objects.of(user).filter(inspection=inspection).exists()


def is_seated(issue: Issue, user) -> bool:
    """Whether the user is in the team that found it, while that inspection is open."""
    return issue.visit is not None and has_seat(issue.visit.inspection, user)


def refuse_future(day: date, *, field: str, name: str) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: f"{name}不能晚于今天。还没有发生的事，等办完以后再登记"})


def refuse_own_correction(issue: Issue, by) -> None:
    """R-INS-01: nobody rechecks what he corrected himself."""
    if by is None:
        return
    owns = issue.measures.filter(owner__user=by).exists()
    if owns or issue.submitted_by_id == by.pk:
        raise StepRefused(
            f"“{issue}”是您整改或提交的，不能由您复核（R-INS-01 整改和复核由不同的人办理）。"
            "请督查组或工委的其他同志复核"
        )


def has_evidence(issue: Issue) -> None:
    if not issue.evidence.exists():
        raise StepRefused(
            f"“{issue}”还没有佐证材料（R-INS-02 销号要有佐证和复核）。"
            "请先选择门户里的会议记录、活动，或上传文件"
        )


def has_passed_recheck(issue: Issue) -> None:
    """R-INS-02: evidence, and a recheck whose last word is that it is put right."""
    has_evidence(issue)
    last = issue.rechecks.first()
    if last is None or last.outcome != RecheckOutcome.PASS:
        raise StepRefused(
            f"“{issue}”还没有通过复核（R-INS-02 销号要有佐证和复核）。请先登记复核，再销号"
        )


def has_owned_measures(issue: Issue) -> None:
    if not issue.measures.exists():
        raise StepRefused("请先登记至少一条整改措施，写明责任人和完成期限，再启动整改")


def is_finished(issue: Issue) -> None:
    waiting = "、".join(f"“{measure}”" for measure in issue.measures.open())
    if waiting:
        raise StepRefused(f"整改措施{waiting}还没有完成。请先登记完成，再提交整改结果")
    has_evidence(issue)


def has_later_record(issue: Issue) -> None:
    """An issue about missing meetings is answered by a record of a meeting that came later."""
    if not issue.meeting_kind:
        raise StepRefused("这个问题不是缺少会议，请登记整改措施和佐证材料，再提交整改结果")
    if not issue.evidence.filter(meeting__isnull=False).exists():
        raise StepRefused("请先选择后来召开的会议记录作佐证，再提交")


def fits_extension(issue: Issue, asked_until: date) -> None:
    if asked_until <= issue.due_on:
        raise ValidationError(
            {"asked_until": f"延期要晚于现在的整改时限{day_in_words(issue.due_on)}，请改一个日期"}
        )
    if asked_until < timezone.localdate():
        raise ValidationError({"asked_until": "申请延至的日期已经过了，请填今天以后的日期"})


def waits_for_extension(issue: Issue) -> None:
    if issue.extensions.filter(status=ExtensionStatus.ASKED).exists():
        raise StepRefused("延期申请还没有批复（R-INS-03 延期要经批准）。请等批复，或先撤回延期申请")


def is_life_meeting(meeting: Meeting) -> bool:
    """Handbook 3.4: a filed life meeting, alone or as an item of another sitting."""
    kinds = {meeting.kind, *(item.kind for item in meeting.agenda_items.all())}
    return meeting.status in EFFECTIVE and bool(kinds & LIFE_MEETINGS)
