"""The states of schemes, runs, objections and ballots by codes."""

from apps.assessments.ballots import may_be_closed, may_be_opened
from apps.assessments.choices import PollStatus, RunStatus, SchemeStatus
from apps.assessments.faults import faults_of
from apps.assessments.models import Run, Scheme
from apps.assessments.objections import refuse_open_objections, require_changes_computed
from apps.assessments.telling import tell_of_answer, tell_of_notice
from apps.core import jobs, objections
from apps.core.lifecycle import Lifecycle, StepRefused, Transition, advance, register

ACTIVATE = "assessments.activate_scheme"
START = "assessments.start_run"
ISSUE = "assessments.issue_run"
CONDUCT = "assessments.conduct_ballotpoll"


def refuse_faulty_scheme(scheme: Scheme) -> None:
    faults = faults_of(scheme)
    if faults:
        raise StepRefused("方案还不能启用：" + "；".join(faults))


def refuse_scheme_in_use(scheme: Scheme) -> None:
    """R-ASM-01."""
    if scheme.runs.standing().exists():
        raise StepRefused("已有年度考核使用这个方案，不能退回修改。请另建新版")


def require_issued_run(scheme: Scheme) -> None:
    if not scheme.runs.issued().exists():
        raise StepRefused("按这个方案的结果还没有发布，不需要冻结")


SCHEME = register(
    Lifecycle(
        "assessments.Scheme",
        (
            Transition(
                "activate",
                "启用",
                (SchemeStatus.DRAFT,),
                SchemeStatus.ACTIVE,
                ACTIVATE,
                guard=refuse_faulty_scheme,
            ),
            Transition(
                "revise",
                "退回起草",
                (SchemeStatus.ACTIVE,),
                SchemeStatus.DRAFT,
                ACTIVATE,
                note_required=True,
                guard=refuse_scheme_in_use,
            ),
            Transition(
                "freeze",
                "冻结",
                (SchemeStatus.ACTIVE,),
                SchemeStatus.FROZEN,
                ISSUE,
                guard=require_issued_run,
                by_hand=False,
            ),
        ),
    )
)


def require_usable_scheme(run: Run) -> None:
    if run.scheme.status not in (SchemeStatus.ACTIVE, SchemeStatus.FROZEN):
        raise StepRefused(f"“{run.scheme}”还没有启用，请先启用方案")


def require_results(run: Run) -> None:
    """Results and this step are written in one transaction; nobody else can take it."""
    if not run.results.exists():
        raise StepRefused("还没有计算结果")


def require_finished_sheets(run: Run) -> None:
    if run.job and not jobs.progress(run.job).is_finished:
        raise StepRefused("考核表还在生成，请等任务结束后再发布")
    missing = run.results.filter(document=None).count()
    if missing:
        raise StepRefused(f"还有 {missing} 份考核表没有生成，请先重试失败的事项再发布")


def may_be_issued(run: Run) -> None:
    require_finished_sheets(run)
    refuse_open_objections(run)
    require_changes_computed(run)


def freeze_scheme(run: Run, by) -> None:
    """R-ASM-01."""
    if run.scheme.status == SchemeStatus.ACTIVE:
        advance(run.scheme, "freeze", by=by)


RUN = register(
    Lifecycle(
        "assessments.Run",
        (
            Transition(
                "start",
                "启动",
                (RunStatus.DRAFT,),
                RunStatus.COMPUTING,
                START,
                guard=require_usable_scheme,
            ),
            Transition(
                "compute",
                "完成计算",
                (RunStatus.COMPUTING,),
                RunStatus.COMPUTED,
                START,
                stamp="computed_at",
                guard=require_results,
                by_hand=False,
            ),
            Transition(
                "announce",
                "公示",
                (RunStatus.COMPUTED,),
                RunStatus.ANNOUNCED,
                ISSUE,
                stamp="announced_at",
                guard=require_finished_sheets,
                effect=tell_of_notice,
            ),
            Transition(
                "issue",
                "发布",
                (RunStatus.COMPUTED, RunStatus.ANNOUNCED),
                RunStatus.ISSUED,
                ISSUE,
                stamp="issued_at",
                guard=may_be_issued,
                effect=freeze_scheme,
            ),
            Transition(
                "cancel",
                "作废",
                (
                    *(RunStatus.DRAFT, RunStatus.COMPUTING, RunStatus.COMPUTED),
                    RunStatus.ANNOUNCED,
                ),
                RunStatus.CANCELLED,
                START,
                note_required=True,
            ),
        ),
    )
)

OBJECTION = register(
    Lifecycle(
        "assessments.Objection",
        objections.steps(
            answer="assessments.answer_objection",
            withdraw="assessments.withdraw_objection",
            tell=tell_of_answer,
            upholding=("change",),
        ),
    )
)

# A poll begins and ends by its verbs: the one makes codes, the other writes totals.
POLL = register(
    Lifecycle(
        "assessments.BallotPoll",
        (
            Transition(
                "open",
                "开始测评",
                (PollStatus.DRAFT,),
                PollStatus.OPEN,
                CONDUCT,
                guard=may_be_opened,
                by_hand=False,
            ),
            Transition(
                "close",
                "结束测评",
                (PollStatus.OPEN,),
                PollStatus.CLOSED,
                CONDUCT,
                guard=may_be_closed,
                by_hand=False,
            ),
            Transition(
                "cancel",
                "作废",
                (PollStatus.DRAFT, PollStatus.OPEN),
                PollStatus.CANCELLED,
                CONDUCT,
                note_required=True,
            ),
        ),
    )
)
