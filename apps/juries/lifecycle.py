"""The states of a jury and of an objection."""

from apps.core.lifecycle import Lifecycle, StepRefused, Transition, register
from apps.core.objections import steps
from apps.juries.choices import JuryStatus
from apps.juries.freezing import write_list
from apps.juries.models import Jury
from apps.juries.readiness import can_be_frozen, has_time_left, is_ready
from apps.juries.telling import tell_jurors, tell_of_answer, tell_of_resuming

CONDUCT = "juries.conduct_jury"
ANSWER = "juries.answer_objection"


def has_no_list(jury: Jury) -> None:
    """What frozen lists rest on stays; a jury that ended once is not cancelled any more."""
    if jury.lists.exists():
        raise StepRefused("已有确定过的结果，不能取消。请重新确定结果，旧的结果会保留")


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
                effect=tell_jurors,
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
                effect=tell_of_resuming,
            ),
            Transition(
                "freeze",
                "确定结果",
                (JuryStatus.CLOSED,),
                JuryStatus.FROZEN,
                CONDUCT,
                guard=can_be_frozen,
                effect=write_list,
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
                guard=has_no_list,
            ),
        ),
    )
)

OBJECTION = register(
    Lifecycle(
        "juries.Objection",
        steps(answer=ANSWER, withdraw="juries.withdraw_objection", tell=tell_of_answer),
    )
)
