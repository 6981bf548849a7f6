"""What branches and keepers are told about bookings and honours."""

from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.choices import OrganisationKind
from apps.branches.secretaries import secretaries_of
from apps.core.lifecycle import history_of
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell
from apps.sixlights.choices import BookingStatus, HonourStatus
from apps.sixlights.models import BaseBooking, Honour


def tell_booking_asked(booking: BaseBooking) -> None:
    """To the secretaries of the keeper; what the committee keeps waits on its desk."""
    users = _keepers(booking)
    text = f"{booking.organisation}预约{booking}，{booking.persons} 人，请确认"
    tell(users=users, kind=NoticeKind.DESK, text=text, link=booking.get_absolute_url())


def tell_booking_answered(booking: BaseBooking, by) -> None:
    is_confirmed = booking.status == BookingStatus.CONFIRMED
    answer = "已确认" if is_confirmed else f"未能安排。原因：{_reason(booking)}"
    _tell(booking.created_by, f"预约{booking}{answer}", booking.get_absolute_url())


def tell_booking_cancelled(booking: BaseBooking, by) -> None:
    text = f"{booking.organisation}取消了预约：{booking}"
    tell(users=_keepers(booking), kind=NoticeKind.OTHER, text=text, link=booking.get_absolute_url())


def tell_honour_answered(honour: Honour, by) -> None:
    is_confirmed = honour.status == HonourStatus.CONFIRMED
    answer = "已核对，计入荣誉" if is_confirmed else f"未采用。原因：{_reason(honour)}"
    _tell(honour.created_by, f"荣誉“{honour}”{answer}", reverse("sixlights:honour_list"))


def _keepers(booking: BaseBooking) -> list[User]:
    keeper = booking.base.keeper
    if keeper.kind == OrganisationKind.WORK_COMMITTEE:
        return []
    return secretaries_of([keeper.pk], timezone.localdate()).get(keeper.pk, [])


def _reason(obj) -> str:
    step = history_of(obj).first()
    return step.note if step else ""


def _tell(user, text: str, link: str) -> None:
    if user:
        tell(users=[user], kind=NoticeKind.OTHER, text=text, link=link)
