"""The states of an activity, of a booking and of an honour that a branch proposes."""

from django.db.models import Sum

from apps.core.clock import database_now
from apps.core.lifecycle import Lifecycle, StepRefused, Transition, register
from apps.core.periods import local_day
from apps.sixlights.choices import ActivityStatus, HonourStatus
from apps.sixlights.choices import BookingStatus as Status
from apps.sixlights.models import Activity, BaseBooking, ThemeDayBase
from apps.sixlights.telling import (
    tell_booking_answered,
    tell_booking_cancelled,
    tell_honour_answered,
)

ASK = "sixlights.add_basebooking"
CONFIRM = "sixlights.confirm_basebooking"
PROPOSE = "sixlights.propose_honour"
CHECK = "sixlights.check_honour"
CHANGE = "sixlights.change_activity"


def still_fits(booking: BaseBooking) -> None:
    """Between request and confirmation the day may have passed, or the base become smaller."""
    if booking.visit_on < local_day(database_now()):
        raise StepRefused(f"{booking}的日期已经过了，不能再确认。请写明原因，选“不能安排”")
    base = ThemeDayBase.objects.select_for_update().get(pk=booking.base_id)
    held = base.bookings.holding().filter(visit_on=booking.visit_on, slot=booking.slot)
    taken = held.aggregate(persons=Sum("persons"))["persons"] or 0
    if base.capacity is not None and taken > base.capacity:
        raise StepRefused(
            f"{booking}共约了 {taken} 人，超过每半天接待的 {base.capacity} 人。"
            "请先安排别的预约改期，或选“不能安排”"
        )


def has_come(booking: BaseBooking) -> None:
    if booking.visit_on > local_day(database_now()):
        raise StepRefused(f"{booking}还没有到日期，参观以后再登记")


BOOKING = register(
    Lifecycle(
        "sixlights.BaseBooking",
        (
            Transition("request", "提交预约", (Status.DRAFT,), Status.REQUESTED, ASK),
            Transition(
                "confirm",
                "确认预约",
                (Status.REQUESTED,),
                Status.CONFIRMED,
                CONFIRM,
                guard=still_fits,
                effect=tell_booking_answered,
            ),
            Transition(
                "decline",
                "不能安排",
                (Status.REQUESTED, Status.CONFIRMED),
                Status.DECLINED,
                CONFIRM,
                note_required=True,
                effect=tell_booking_answered,
            ),
            Transition(
                "cancel",
                "取消预约",
                (Status.REQUESTED, Status.CONFIRMED),
                Status.CANCELLED,
                ASK,
                effect=tell_booking_cancelled,
            ),
            Transition(
                "visit",
                "登记已参观",
                (Status.CONFIRMED,),
                Status.VISITED,
                ASK,
                guard=has_come,
            ),
        ),
    )
)

HONOUR = register(
    Lifecycle(
        "sixlights.Honour",
        (
            Transition("propose", "提交", (HonourStatus.DRAFT,), HonourStatus.PROPOSED, PROPOSE),
            # What the committee enters itself needs no second look.
            Transition(
                "enter",
                "登记",
                (HonourStatus.DRAFT,),
                HonourStatus.CONFIRMED,
                CHECK,
                by_hand=False,
            ),
            Transition(
                "check",
                "核对无误",
                (HonourStatus.PROPOSED,),
                HonourStatus.CONFIRMED,
                CHECK,
                effect=tell_honour_answered,
            ),
            Transition(
                "decline",
                "不采用",
                (HonourStatus.PROPOSED,),
                HonourStatus.DECLINED,
                CHECK,
                note_required=True,
                effect=tell_honour_answered,
            ),
        ),
    )
)


def meeting_is_free(activity: Activity) -> None:
    """A meeting is entered once, whatever came back."""
    others = Activity.objects.exclude(status=ActivityStatus.VOID).filter(
        meeting=activity.meeting_id
    )
    if activity.meeting_id and others.exists():
        raise StepRefused("这次会议已有另一项活动计入，不能恢复这一项")


ACTIVITY = register(
    Lifecycle(
        "sixlights.Activity",
        (
            Transition(
                "void",
                "作废",
                (ActivityStatus.LOGGED,),
                ActivityStatus.VOID,
                CHANGE,
                note_required=True,
            ),
            Transition(
                "restore",
                "恢复",
                (ActivityStatus.VOID,),
                ActivityStatus.LOGGED,
                CHANGE,
                guard=meeting_is_free,
            ),
        ),
    )
)
