"""The states of an activity (handbook 6.2) and of a suggestion."""

from django.utils import timezone

from apps.core.lifecycle import Lifecycle, StepRefused, Transition, register
from apps.zones.choices import ActivityStatus as Status
from apps.zones.choices import SuggestionStatus as Answered
from apps.zones.models import Suggestion, ZoneActivity
from apps.zones.telling import (
    tell_of_acceptance,
    tell_of_answer,
    tell_of_call,
    tell_of_end,
    tell_of_refusal,
    tell_of_reopening,
    tell_of_return,
    tell_owner,
)

CONVENE = "zones.convene_zoneactivity"
PUBLISH = "zones.publish_zoneactivity"
ASSIGN = "zones.assign_suggestion"
ACCEPT = "zones.accept_suggestion"


def has_begun(activity: ZoneActivity) -> None:
    if activity.starts_on > timezone.localdate():
        raise StepRefused(f"活动定在{activity.starts_on}，还没有开始。日期有变的，请先修改活动安排")


def says_who_came(activity: ZoneActivity) -> None:
    if activity.units is None and not activity.attending.exists():
        raise StepRefused("请先登记参加单位；单位没有逐个登记的，填写参加单位总数")


def has_been_reported(activity: ZoneActivity) -> None:
    if not activity.publications.exists():
        raise StepRefused("请先填写活动报道（标题、媒体、发布日期），再发布")


def has_an_owner(suggestion: Suggestion) -> None:
    if suggestion.owner_id is None and suggestion.owner_unit_id is None:
        raise StepRefused("请先选择承办人或承办单位，再指派")


ACTIVITY = register(
    Lifecycle(
        "zones.ZoneActivity",
        (
            Transition(
                "call",
                "发出通知",
                (Status.PLANNED,),
                Status.CALLED,
                CONVENE,
                required=("theme", "place"),
                stamp="called_at",
                effect=tell_of_call,
            ),
            Transition(
                "hold",
                "已举办",
                (Status.PLANNED, Status.CALLED),
                Status.HELD,
                CONVENE,
                guard=has_begun,
                offered=lambda activity: activity.starts_on <= timezone.localdate(),
            ),
            Transition(
                "record",
                "提交记录",
                (Status.HELD,),
                Status.RECORDED,
                CONVENE,
                stamp="recorded_at",
                guard=says_who_came,
            ),
            Transition(
                "return",
                "退回修改",
                (Status.RECORDED,),
                Status.HELD,
                PUBLISH,
                note_required=True,
                effect=tell_of_return,
            ),
            Transition(
                "publish",
                "发布",
                (Status.RECORDED,),
                Status.PUBLISHED,
                PUBLISH,
                stamp="published_at",
                guard=has_been_reported,
            ),
            Transition(
                "call_off",
                "取消活动",
                (Status.PLANNED, Status.CALLED),
                Status.CALLED_OFF,
                CONVENE,
                note_required=True,
                effect=tell_of_end,
            ),
        ),
    )
)

SUGGESTION = register(
    Lifecycle(
        "zones.Suggestion",
        (
            Transition(
                "assign",
                "指派",
                (Answered.COLLECTED, Answered.ASSIGNED),
                Answered.ASSIGNED,
                ASSIGN,
                required=("due_on",),
                guard=has_an_owner,
                effect=tell_owner,
                by_hand=False,
            ),
            Transition(
                "answer",
                "答复",
                (Answered.ASSIGNED,),
                Answered.ANSWERED,
                "zones.answer_suggestion",
                required=("answer",),
                stamp="answered_at",
                effect=tell_of_answer,
                by_hand=False,
            ),
            Transition(
                "decline",
                "不予采纳",
                (Answered.COLLECTED, Answered.ASSIGNED),
                Answered.DECLINED,
                ASSIGN,
                note_required=True,
                effect=tell_of_refusal,
            ),
            Transition(
                "accept",
                "认可答复",
                (Answered.ANSWERED,),
                Answered.ACCEPTED,
                ACCEPT,
                effect=tell_of_acceptance,
            ),
            Transition(
                "reopen",
                "仍需办理",
                (Answered.ANSWERED,),
                Answered.COLLECTED,
                ACCEPT,
                note_required=True,
                effect=tell_of_reopening,
            ),
        ),
    )
)
