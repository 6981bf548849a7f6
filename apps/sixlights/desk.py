"""What waits at the committee's desk about the registers."""

from django.urls import reverse
from django.utils import timezone

from apps.core.desk import queue
from apps.sixlights.choices import HonourStatus
from apps.sixlights.models import BaseBooking, Honour


@queue(
    "待确认的基地预约",
    permission="sixlights.confirm_basebooking",
    order=28,
    link=lambda: f"{reverse('admin:sixlights_basebooking_changelist')}?waiting=yes",
)
def waiting_bookings(user):
    return BaseBooking.objects.visible_to(user, "confirm").awaiting(timezone.localdate())


@queue(
    "待核对的荣誉",
    permission="sixlights.check_honour",
    order=29,
    link=lambda: (
        f"{reverse('admin:sixlights_honour_changelist')}?status__exact={HonourStatus.PROPOSED}"
    ),
)
def proposed_honours(user):
    return Honour.objects.visible_to(user, "check").proposed()
