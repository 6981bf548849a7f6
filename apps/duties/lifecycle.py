"""The two states of a remark."""

from apps.core.lifecycle import Lifecycle, Transition, register
from apps.duties.models import RemarkStatus
from apps.duties.telling import tell_of_answer

ANSWER = "duties.answer_remark"

REMARK = register(
    Lifecycle(
        "duties.Remark",
        (
            Transition(
                "answer",
                "答复",
                (RemarkStatus.OPEN,),
                RemarkStatus.ANSWERED,
                ANSWER,
                required=("answer",),
                stamp="answered_at",
                effect=tell_of_answer,
                # Its words come with a form of their own.
                by_hand=False,
            ),
        ),
    )
)
