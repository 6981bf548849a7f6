"""The states of an inspection, of an issue (handbook 9) and of a request for more time."""

from apps.core.lifecycle import Lifecycle, StepRefused, Transition, register
from apps.core.models.spans import day_in_words
from apps.inspections.choices import (
    AWAITING_ACKNOWLEDGEMENT,
    IN_HAND,
    UNSETTLED,
    ExtensionStatus,
    InspectionStatus,
    IssueStatus,
)
from apps.inspections.models import Extension, Inspection, Issue
from apps.inspections.rules import (
    has_later_record,
    has_owned_measures,
    has_passed_recheck,
    is_finished,
    is_seated,
    refuse_own_correction,
    waits_for_extension,
)
from apps.inspections.telling import (
    tell_of_closing,
    tell_of_decision,
    tell_of_return,
    tell_of_submission,
    tell_of_void,
    tell_team,
)

CONDUCT = "inspections.conduct_inspection"
ADD = "inspections.add_issue"
CORRECT = "inspections.correct_issue"
RECHECK = "inspections.recheck_issue"
VOID = "inspections.void_issue"
ASK = "inspections.add_extension"
DECIDE = "inspections.decide_extension"


def is_prepared(inspection: Inspection) -> None:
    if not inspection.inspected.exists():
        raise StepRefused("请先选定被督查单位，再启动督查")
    if not inspection.inspectors.exists():
        raise StepRefused("请先确定督查组成员，再启动督查")


def is_settled(inspection: Inspection) -> None:
    open_issues = Issue.objects.unsettled().filter(visit__inspection=inspection).count()
    if open_issues:
        raise StepRefused(
            f"还有 {open_issues} 个问题没有销号，督查组还要复核。请全部销号以后再办结"
        )


def has_no_visit(inspection: Inspection) -> None:
    if inspection.visits.exists():
        raise StepRefused("已经登记过现场督查，不能取消。不再督查的，请办结")


INSPECTION = register(
    Lifecycle(
        "inspections.Inspection",
        (
            Transition(
                "open",
                "启动督查",
                (InspectionStatus.DRAFT,),
                InspectionStatus.OPEN,
                CONDUCT,
                stamp="opened_on",
                guard=is_prepared,
                effect=tell_team,
            ),
            Transition(
                "close",
                "办结督查",
                (InspectionStatus.OPEN,),
                InspectionStatus.CLOSED,
                CONDUCT,
                stamp="closed_on",
                guard=is_settled,
            ),
            Transition(
                "cancel",
                "取消督查",
                (InspectionStatus.DRAFT, InspectionStatus.OPEN),
                InspectionStatus.CANCELLED,
                CONDUCT,
                note_required=True,
                guard=has_no_visit,
            ),
        ),
    )
)


def send_back(issue: Issue, by) -> None:
    refuse_own_correction(issue, by)
    tell_of_return(issue, by)


def close_issue(issue: Issue, by) -> None:
    refuse_own_correction(issue, by)
    tell_of_closing(issue, by)


def may_be_submitted(issue: Issue) -> None:
    waits_for_extension(issue)
    is_finished(issue)


ISSUE = register(
    Lifecycle(
        "inspections.Issue",
        (
            # A relapse begins here: `raise_issue` writes it with the issue that had been closed.
            Transition(
                "reopen",
                "反弹重开",
                (IssueStatus.OPEN,),
                IssueStatus.REOPENED,
                ADD,
                by_hand=False,
            ),
            Transition(
                "acknowledge",
                "签收",
                AWAITING_ACKNOWLEDGEMENT,
                IssueStatus.ACKNOWLEDGED,
                CORRECT,
                stamp="acknowledged_on",
            ),
            Transition(
                "begin",
                "启动整改",
                (IssueStatus.ACKNOWLEDGED,),
                IssueStatus.IN_CORRECTION,
                CORRECT,
                guard=has_owned_measures,
            ),
            Transition(
                "submit",
                "提交整改结果",
                (IssueStatus.IN_CORRECTION, IssueStatus.RETURNED),
                IssueStatus.SUBMITTED,
                CORRECT,
                stamp="submitted_on",
                guard=may_be_submitted,
                effect=tell_of_submission,
            ),
            # A missing meeting is put right by a later one: its record is measure and evidence.
            Transition(
                "answer",
                "以会议记录作答",
                IN_HAND,
                IssueStatus.SUBMITTED,
                CORRECT,
                stamp="submitted_on",
                guard=has_later_record,
                effect=tell_of_submission,
                by_hand=False,
            ),
            Transition(
                "take_back",
                "撤回整改结果",
                (IssueStatus.SUBMITTED,),
                IssueStatus.IN_CORRECTION,
                CORRECT,
            ),
            # Written with their recheck by `recheck`.
            Transition(
                "pass",
                "复核通过",
                (IssueStatus.SUBMITTED,),
                IssueStatus.RECHECKED,
                RECHECK,
                guard=has_passed_recheck,
                effect=refuse_own_correction,
                by_hand=False,
                seated=is_seated,
            ),
            Transition(
                "return",
                "退回整改",
                (IssueStatus.SUBMITTED,),
                IssueStatus.RETURNED,
                RECHECK,
                note_required=True,
                effect=send_back,
                by_hand=False,
                seated=is_seated,
            ),
            Transition(
                "close",
                "销号",
                (IssueStatus.RECHECKED,),
                IssueStatus.CLOSED,
                RECHECK,
                stamp="closed_on",
                guard=has_passed_recheck,
                effect=close_issue,
                seated=is_seated,
            ),
            Transition(
                "void",
                "撤销问题",
                UNSETTLED,
                IssueStatus.VOID,
                VOID,
                note_required=True,
                effect=tell_of_void,
            ),
        ),
    )
)


def move_deadline(extension: Extension, by) -> None:
    """R-INS-03: the first deadline stays beside the new one."""
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=extension.issue_id)
    if issue.status not in UNSETTLED:
        raise StepRefused(f"“{issue}”{issue.get_status_display()}，不需要延期")
    issue.first_due_on = issue.first_due_on or issue.due_on
    issue.due_on = extension.asked_until
    issue.version += 1
    issue.save(update_fields=["first_due_on", "due_on", "version"])
    extension.issue = issue
    tell_of_decision(extension, by)


def still_moves_on(extension: Extension) -> None:
    """The deadline may have been moved meanwhile."""
    if extension.asked_until <= extension.issue.due_on:
        raise StepRefused(f"整改时限已是{day_in_words(extension.issue.due_on)}，请先撤回这份申请")


EXTENSION = register(
    Lifecycle(
        "inspections.Extension",
        (
            Transition(
                "approve",
                "批准延期",
                (ExtensionStatus.ASKED,),
                ExtensionStatus.APPROVED,
                DECIDE,
                stamp="decided_on",
                guard=still_moves_on,
                effect=move_deadline,
            ),
            Transition(
                "refuse",
                "不批准延期",
                (ExtensionStatus.ASKED,),
                ExtensionStatus.REFUSED,
                DECIDE,
                stamp="decided_on",
                note_required=True,
                effect=tell_of_decision,
            ),
            Transition(
                "withdraw",
                "撤回申请",
                (ExtensionStatus.ASKED,),
                ExtensionStatus.WITHDRAWN,
                ASK,
            ),
        ),
    )
)
