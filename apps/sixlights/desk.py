"""What waits at the committee's desk about the registers."""

from django.urls import reverse

from apps.core.desk import queue
from apps.sixlights.choices import BookingStatus, HonourStatus
from apps.sixlights.models import BaseBooking, Honour


def _list(model: str, status: str) -> str:
    return f"{reverse(f'admin:sixlights_{model}_changelist')}?status__exact={status}"


@queue(
    "待确认的基地预约",
    permission="sixlights.confirm_basebooking",
    order=28,
    link=lambda: _list("basebooking", BookingStatus.REQUESTED),
)
def waiting_bookings(user):
    return BaseBooking.objects.visible_to(user, "confirm").awaiting()


@queue(
    "待核对的荣誉",
    permission="sixlights.check_honour",
    order=29,
    link=lambda: _list("honour", HonourStatus.PROPOSED),
)
def proposed_honours(user):
    return Honour.objects.visible_to(user, "check").proposed()
