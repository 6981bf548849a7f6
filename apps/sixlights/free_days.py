"""The free half-days of bases as pages show them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from apps.sixlights.choices import Slot
from apps.sixlights.models import BaseBooking, ThemeDayBase
from apps.sixlights.services import last_day, places_left

NEXT_DAYS = 14
SHOWN = 3
WEEKS = 4


@dataclass(frozen=True)
class HalfDay:
    """`left` is None where the base is closed or the day cannot be booked."""

    day: date
    slot: Slot
    left: int | None

    @property
    def label(self) -> str:
        return self.slot.label


@dataclass(frozen=True)
class Day:
    day: date
    halves: list[HalfDay]


def first_free(bases: list[ThemeDayBase], today: date) -> dict[int, list[HalfDay]]:
    """Of each base the next half-days with a place; one query for all of them."""
    until = min(last_day(today), today + timedelta(days=NEXT_DAYS))
    taken = _taken(bases, today, until)
    days = [today + timedelta(days=n) for n in range((until - today).days + 1)]
    return {base.pk: _free_of(base, days, taken)[:SHOWN] for base in bases}


def _taken(bases: list[ThemeDayBase], first: date, last: date) -> dict[tuple, int]:
    rows = (
        BaseBooking.objects.holding()
        .filter(base__in=[b.pk for b in bases], visit_on__range=(first, last))
        .order_by()
        .values_list("base", "visit_on", "slot")
        .annotate(persons=Sum("persons"))
    )
    return defaultdict(int, {(base, day, slot): number for base, day, slot, number in rows})


def _free_of(base: ThemeDayBase, days: list[date], taken) -> list[HalfDay]:
    return [
        HalfDay(day, slot, left)
        for day in days
        if base.holds_on(day) and not base.is_closed_on(day)
        for slot in Slot
        if (left := (base.capacity or 0) - taken[base.pk, day, slot]) > 0
    ]


def weeks_of(base: ThemeDayBase, today: date) -> list[list[Day]]:
    """The next weeks from Monday on, day by day; one query."""
    monday = today - timedelta(days=today.weekday())
    end = monday + timedelta(days=7 * WEEKS - 1)
    left, until = places_left(base, monday, end), last_day(today)

    def half(day: date, slot: Slot) -> HalfDay:
        is_bookable = bool(base.capacity) and today <= day <= until
        is_open = is_bookable and base.holds_on(day) and not base.is_closed_on(day)
        return HalfDay(day, slot, left[day, slot] if is_open else None)

    days = [monday + timedelta(days=n) for n in range(7 * WEEKS)]
    found = [Day(day, [half(day, slot) for slot in Slot]) for day in days]
    return [found[n : n + 7] for n in range(0, len(found), 7)]
