"""Booking half a day at a base: what is left is counted while the row of the base is locked."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core import policy
from apps.core.lifecycle import advance, begin
from apps.meetings.models import Meeting
from apps.sixlights.choices import Slot, Weekday
from apps.sixlights.models import BaseBooking, ThemeDayBase
from apps.sixlights.telling import tell_booking_asked

# How far around the asked day a free half-day is looked for, and how many are named.
DAYS_AROUND = 7
NAMED = 3
Free = tuple[date, Slot, int]


@transaction.atomic
def book_base(
    *,
    base: ThemeDayBase,
    organisation: Organisation,
    visit_on: date,
    slot: Slot,
    persons: int,
    purpose: str,
    by,
) -> BaseBooking:
    """Ask for places; ValidationError names the field, what is left and free half-days near by."""
    base = ThemeDayBase.objects.select_for_update().get(pk=base.pk)
    _refuse_day(base, visit_on)
    _refuse_second(organisation, visit_on, slot)
    _refuse_overfull(base, visit_on, slot, persons)
    booking = BaseBooking(
        base=base,
        organisation=organisation,
        visit_on=visit_on,
        slot=slot,
        persons=persons,
        purpose=purpose,
        created_by=by,
    )
    begin([booking], "request", by=by)
    tell_booking_asked(booking)
    return booking


@transaction.atomic
def tell_visited(*, booking: BaseBooking, meeting: Meeting | None, by) -> BaseBooking:
    """The visit took place; its theme day is entered once, as a meeting, and only pointed to."""
    booking = advance(booking, "visit", by=by)
    if meeting and meeting.organisation_id != booking.organisation_id:
        raise ValidationError({"meeting": "请选择本组织的会议记录"})
    booking.meeting = meeting
    booking.save(update_fields=["meeting", "updated_at"])
    return booking


def last_day(today: date) -> date:
    return today + timedelta(days=policy.count("base_booking_days_ahead", on=today))


def _refuse_day(base: ThemeDayBase, day: date) -> None:
    today = timezone.localdate()
    if base.capacity is None:
        raise ValidationError({"visit_on": f"{base}没有登记接待人数，不能在网上预约，请电话联系"})
    if day < today:
        raise ValidationError({"visit_on": "日期已经过了，请选择今天或以后的日期"})
    if day > last_day(today):
        most = policy.count("base_booking_days_ahead", on=today)
        raise ValidationError(
            {"visit_on": f"最早提前 {most} 天预约，请选择 {last_day(today)} 以前"}
        )
    if not base.holds_on(day):
        raise ValidationError({"visit_on": f"{base}在这一天不接待，请换一个日期或基地"})
    if base.is_closed_on(day):
        weekday = Weekday(day.weekday()).label
        raise ValidationError(
            {"visit_on": f"{base}{weekday}闭馆。{_near_by(base, day, 1)}"},
        )


def _refuse_second(organisation: Organisation, day: date, slot: Slot) -> None:
    held = BaseBooking.objects.holding().filter(organisation=organisation, visit_on=day, slot=slot)
    if other := held.select_related("base").first():
        raise ValidationError(
            {"slot": f"{organisation}这半天已预约{other.base}。请换一个时段，或先取消那次预约"}
        )


def _refuse_overfull(base: ThemeDayBase, day: date, slot: Slot, persons: int) -> None:
    if base.capacity and persons > base.capacity:
        raise ValidationError(
            {"persons": f"{base}每半天接待 {base.capacity} 人，请分批预约，或换一个基地"}
        )
    left = places_left(base, day, day)[day, slot]
    if persons > left:
        said = f"只剩 {left} 个名额" if left else "名额已满"
        when = f"{day.month}月{day.day}日{Slot(slot).label}"
        raise ValidationError({"persons": f"{when}{said}。{_near_by(base, day, persons)}"})


def _near_by(base: ThemeDayBase, day: date, persons: int) -> str:
    found = nearest_free(base, day, persons)
    if not found:
        return f"前后 {DAYS_AROUND} 天都约满了，请换一个基地"
    named = "、".join(f"{d.month}月{d.day}日{s.label}（剩 {left}）" for d, s, left in found)
    return f"附近可约：{named}"


def nearest_free(base: ThemeDayBase, day: date, persons: int) -> list[Free]:
    """The half-days near `day` that have room for so many, the nearest first."""
    today = timezone.localdate()
    first = max(today, day - timedelta(days=DAYS_AROUND))
    last = min(last_day(today), day + timedelta(days=DAYS_AROUND))
    free = [f for f in free_slots(base, first, last) if f[2] >= persons]
    return sorted(free, key=lambda f: (abs(f[0] - day), f[0], f[1] != Slot.MORNING))[:NAMED]


def free_slots(base: ThemeDayBase, first: date, last: date) -> Iterator[Free]:
    """Every half-day from `first` to `last` on which the base is open, with its places."""
    if first > last:
        return
    left = places_left(base, first, last)
    for (day, slot), places in left.items():
        if base.holds_on(day) and not base.is_closed_on(day):
            yield day, slot, places


def places_left(base: ThemeDayBase, first: date, last: date) -> dict[tuple[date, Slot], int]:
    """The places of each half-day, open or not; one query. Without a capacity there are none."""
    taken = (
        base.bookings.holding()
        .filter(visit_on__range=(first, last))
        .order_by()
        .values_list("visit_on", "slot")
        .annotate(persons=Sum("persons"))
    )
    by_slot = {(day, slot): persons for day, slot, persons in taken}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {
        (day, slot): max((base.capacity or 0) - by_slot.get((day, slot), 0), 0)
        for day in days
        for slot in Slot
    }
