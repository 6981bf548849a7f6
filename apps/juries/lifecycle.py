"""The states of a jury and of an objection."""

from django.utils import timezone

from apps.core.lifecycle import Lifecycle, StepRefused, Transition, register
from apps.juries.choices import JuryStatus, ObjectionStatus
from apps.juries.models import Jury

CONDUCT = "juries.conduct_jury"
ANSWER = "juries.answer_objection"


def is_ready(jury: Jury) -> None:
    """Something to mark, by something, by enough people."""
    if not jury.scheme.criteria.exists():
        raise StepRefused(f"“{jury.scheme}”还没有评审内容，请先在评审办法中填写")
    if not jury.candidates.standing().exists():
        raise StepRefused("还没有参评对象，请先在书记项目或品牌中送评")
    if not jury.jurors.exists():
        raise StepRefused("还没有评委，请先添加评委")


def has_time_left(jury: Jury) -> None:
    if jury.closes_on < timezone.localdate():
        raise StepRefused(f"截止日期 {jury.closes_on} 已过，请先改晚截止日期，再继续评审")


JURY = register(
    Lifecycle(
        "juries.Jury",
        (
            Transition(
                "open",
                "开始评审",
                (JuryStatus.DRAFT,),
                JuryStatus.OPEN,
                CONDUCT,
                stamp="opened_at",
                guard=is_ready,
            ),
            Transition(
                "close",
                "截止评审",
                (JuryStatus.OPEN,),
                JuryStatus.CLOSED,
                CONDUCT,
                stamp="closed_at",
            ),
            Transition(
                "resume",
                "继续评审",
                (JuryStatus.CLOSED,),
                JuryStatus.OPEN,
                CONDUCT,
                note_required=True,
                guard=has_time_left,
            ),
            Transition(
                "freeze",
                "确定结果",
                (JuryStatus.CLOSED,),
                JuryStatus.FROZEN,
                CONDUCT,
            ),
            Transition(
                "reopen",
                "重新评议",
                (JuryStatus.FROZEN,),
                JuryStatus.CLOSED,
                CONDUCT,
                note_required=True,
            ),
            Transition(
                "cancel",
                "取消评审",
                (JuryStatus.DRAFT, JuryStatus.OPEN, JuryStatus.CLOSED),
                JuryStatus.CANCELLED,
                CONDUCT,
                note_required=True,
            ),
        ),
    )
)

OBJECTION = register(
    Lifecycle(
        "juries.Objection",
        (
            Transition(
                "uphold",
                "异议成立",
                (ObjectionStatus.RAISED,),
                ObjectionStatus.UPHELD,
                ANSWER,
                required=("answer",),
                stamp="answered_at",
            ),
            Transition(
                "dismiss",
                "异议不成立",
                (ObjectionStatus.RAISED,),
                ObjectionStatus.DISMISSED,
                ANSWER,
                required=("answer",),
                stamp="answered_at",
            ),
            Transition(
                "withdraw",
                "撤回异议",
                (ObjectionStatus.RAISED,),
                ObjectionStatus.WITHDRAWN,
                "juries.withdraw_objection",
            ),
        ),
    )
)
