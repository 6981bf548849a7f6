"""The states of a secretary project (handbook 8.1), from application to title."""

from django.utils import timezone

from apps.core.lifecycle import Lifecycle, StepRefused, Transition, register
from apps.juries.choices import Subject
from apps.projects.choices import BEFORE_DECISION, OPEN_APPLICATION, UNDER_WAY
from apps.projects.choices import ProjectStatus as Status
from apps.projects.judged import leave_open_juries, result_of
from apps.projects.models import SecretaryProject
from apps.projects.telling import (
    tell_of_approval,
    tell_of_evaluation,
    tell_of_refusal,
    tell_of_return,
    tell_of_stop,
    tell_of_title,
    tell_owners,
    tell_pre_reviewed,
)

LEAD = "projects.lead_secretaryproject"
REVIEW = "projects.review_secretaryproject"
STOP = "projects.stop_secretaryproject"

# 申报: the five headings of an application, who answers for it and in which days.
APPLICATION = (
    *("kind", "secretary", "background", "problem", "measures", "schedule"),
    *("expected_effect", "starts_on", "ends_on"),
)


def note_first_report(project: SecretaryProject, by) -> None:
    """An application that comes back was reported on the day of the first time."""
    if project.reported_on is None:
        project.reported_on = timezone.localdate()
        project.save(update_fields=["reported_on"])


def was_judged(project: SecretaryProject) -> None:
    if result_of(project, Subject.PROJECT) is None:
        raise StepRefused(
            f"“{project}”的立项评审还没有结果。请先在评审会里确定结果，再同意立项；"
            "不再评审的，请先撤出评审"
        )


def keep_light(project: SecretaryProject) -> None:
    """What the panel found, also where the committee decides otherwise."""
    line = result_of(project, Subject.PROJECT)
    if line and line.light != project.light:
        project.light = line.light
        project.save(update_fields=["light"])


def begin_approved(project: SecretaryProject, by) -> None:
    keep_light(project)
    tell_of_approval(project, by)


def has_owned_milestones(project: SecretaryProject) -> None:
    milestones = list(project.milestones.open())
    if not milestones:
        raise StepRefused("请先登记至少一个节点，写明责任人和完成期限，再启动推进")
    without = "、".join(f"“{m}”" for m in milestones if m.owner_id is None)
    if without:
        raise StepRefused(f"节点{without}还没有责任人，请先填写，再启动推进")


def is_finished(project: SecretaryProject) -> None:
    waiting = "、".join(f"“{m}”" for m in project.milestones.open())
    if waiting:
        raise StepRefused(
            f"节点{waiting}还没有完成。请先登记完成，确实不做的写明原因取消，再提交结项"
        )
    if not project.outcomes.reached().exists():
        raise StepRefused("请先登记至少一项成果（数值和到哪一天止），再提交结项")


def forget_conclusion(project: SecretaryProject, by) -> None:
    """The day on which it was handed in; what was written stays to be improved."""
    project.concluded_on = None
    project.save(update_fields=["concluded_on"])
    leave_open_juries(project, because="退回结项", by=by)
    tell_of_return(project, by)


def go_back(project: SecretaryProject, by) -> None:
    keep_light(project)
    leave_open_juries(project, because="退回修改", by=by)
    tell_of_return(project, by)


def end_refused(project: SecretaryProject, by) -> None:
    keep_light(project)
    leave_open_juries(project, because="不予立项", by=by)
    tell_of_refusal(project, by)


def end_stopped(project: SecretaryProject, by) -> None:
    leave_open_juries(project, because="项目中止", by=by)
    tell_of_stop(project, by)


def was_evaluated(project: SecretaryProject) -> None:
    if not project.evaluation and result_of(project, Subject.PROJECT_RESULT) is None:
        raise StepRefused(
            f"“{project}”还没有评价。请先填写评价意见，或在结项评价的评审会里确定结果"
        )


def holds_a_title(project: SecretaryProject) -> None:
    if not project.titles.valid().exists():
        raise StepRefused(f"“{project}”还没有称号，请先授予称号")


PROJECT = register(
    Lifecycle(
        "projects.SecretaryProject",
        (
            Transition(
                "submit",
                "提交申报",
                OPEN_APPLICATION,
                Status.SUBMITTED,
                LEAD,
                required=APPLICATION,
                effect=note_first_report,
            ),
            Transition("take_back", "撤回申报", (Status.SUBMITTED,), Status.DRAFT, LEAD),
            Transition(
                "pre_review",
                "预审通过",
                (Status.SUBMITTED,),
                Status.PRE_REVIEWED,
                REVIEW,
                effect=tell_pre_reviewed,
            ),
            # Which jury is asked by the service, which enters the project there.
            Transition(
                "send_to_panel",
                "送立项评审",
                (Status.PRE_REVIEWED,),
                Status.PANEL,
                REVIEW,
                by_hand=False,
            ),
            Transition(
                "leave_panel",
                "撤出评审",
                (Status.PANEL,),
                Status.PRE_REVIEWED,
                REVIEW,
                note_required=True,
                by_hand=False,
            ),
            Transition(
                "approve",
                "同意立项",
                (Status.PANEL,),
                Status.APPROVED,
                REVIEW,
                stamp="approved_on",
                guard=was_judged,
                effect=begin_approved,
            ),
            Transition(
                "return",
                "退回修改",
                BEFORE_DECISION,
                Status.RETURNED,
                REVIEW,
                note_required=True,
                effect=go_back,
            ),
            Transition(
                "refuse",
                "不予立项",
                BEFORE_DECISION,
                Status.REFUSED,
                REVIEW,
                note_required=True,
                effect=end_refused,
            ),
            Transition(
                "start",
                "启动推进",
                (Status.APPROVED,),
                Status.IN_PROGRESS,
                LEAD,
                stamp="started_on",
                guard=has_owned_milestones,
                effect=tell_owners,
            ),
            Transition(
                "hold_midterm",
                "完成中期检查",
                (Status.IN_PROGRESS,),
                Status.MIDTERM,
                LEAD,
                required=("midterm_on", "midterm_findings"),
            ),
            Transition(
                "conclude",
                "提交结项",
                (Status.MIDTERM,),
                Status.CONCLUDED,
                LEAD,
                required=("conclusion",),
                stamp="concluded_on",
                guard=is_finished,
            ),
            Transition(
                "send_back",
                "退回结项",
                (Status.CONCLUDED,),
                Status.MIDTERM,
                REVIEW,
                note_required=True,
                effect=forget_conclusion,
            ),
            Transition(
                "evaluate",
                "完成评价",
                (Status.CONCLUDED,),
                Status.EVALUATED,
                REVIEW,
                stamp="evaluated_on",
                guard=was_evaluated,
                effect=tell_of_evaluation,
            ),
            Transition(
                "give_title",
                "授予称号",
                (Status.EVALUATED,),
                Status.TITLED,
                REVIEW,
                guard=holds_a_title,
                effect=tell_of_title,
                by_hand=False,
            ),
            # After the last of its titles was withdrawn.
            Transition(
                "lose_title",
                "撤销称号",
                (Status.TITLED,),
                Status.EVALUATED,
                REVIEW,
                note_required=True,
                by_hand=False,
            ),
            Transition(
                "stop",
                "中止项目",
                (
                    *OPEN_APPLICATION,
                    *BEFORE_DECISION,
                    Status.APPROVED,
                    *UNDER_WAY,
                    Status.CONCLUDED,
                ),
                Status.STOPPED,
                STOP,
                note_required=True,
                stamp="stopped_on",
                effect=end_stopped,
            ),
        ),
    )
)
