"""The states of a handover and of a request for a change in the register of members."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError

from apps.branches.choices import HandoverStatus as Status
from apps.branches.choices import Post, RequestStatus
from apps.branches.models import Handover
from apps.branches.services.appointments import appoint
from apps.branches.telling import tell_confirmed, tell_declined
from apps.core.clock import database_now
from apps.core.lifecycle import Lifecycle, StepRefused, Transition, register
from apps.core.periods import local_day

CONFIRM = "branches.confirm_handover"
ASK = "branches.add_membershiprequest"
SETTLE = "branches.settle_membershiprequest"


def still_fits(handover: Handover) -> None:
    """Between request and confirmation the post may have ended, or the day have passed."""
    if handover.outgoing.valid_to is not None:
        raise StepRefused(f"{handover.outgoing.person}已不是现任书记，请重新提出交接")
    if handover.takes_over_on < local_day(database_now()):
        raise StepRefused("交接日期已经过了。日期不能倒填，请重新提出交接")


def hand_over(handover: Handover, by) -> None:
    """The posts change on the day; for some time after it the predecessor still reads."""
    outgoing = handover.outgoing
    try:
        appoint(
            person=handover.successor,
            organisation=handover.organisation,
            post=Post.SECRETARY,
            since=handover.takes_over_on,
            term=outgoing.term,
        )
    except ValidationError as refusal:
        raise StepRefused(refusal.messages) from None
    outgoing.refresh_from_db()
    outgoing.readable_until = handover.takes_over_on + timedelta(
        days=settings.HANDOVER_READING_DAYS
    )
    outgoing.save(update_fields=["readable_until", "updated_at"])
    tell_confirmed(handover, by)


HANDOVER = register(
    Lifecycle(
        "branches.Handover",
        (
            Transition(
                "confirm",
                "确认交接",
                (Status.REQUESTED,),
                Status.CONFIRMED,
                CONFIRM,
                stamp="confirmed_at",
                guard=still_fits,
                effect=hand_over,
            ),
            Transition(
                "decline",
                "退回交接",
                (Status.REQUESTED,),
                Status.DECLINED,
                CONFIRM,
                note_required=True,
                effect=tell_declined,
            ),
            Transition(
                "cancel", "撤回交接", (Status.REQUESTED,), Status.CANCELLED, "branches.add_handover"
            ),
        ),
    )
)

REQUEST = register(
    Lifecycle(
        "branches.MembershipRequest",
        (
            Transition("ask", "提交申请", (RequestStatus.DRAFT,), RequestStatus.REQUESTED, ASK),
            Transition("settle", "办结", (RequestStatus.REQUESTED,), RequestStatus.DONE, SETTLE),
            Transition(
                "refuse",
                "不予办理",
                (RequestStatus.REQUESTED,),
                RequestStatus.REFUSED,
                SETTLE,
                note_required=True,
            ),
            Transition(
                "withdraw", "撤回申请", (RequestStatus.REQUESTED,), RequestStatus.WITHDRAWN, ASK
            ),
        ),
    )
)
