"""Working days and hours: Monday to Friday, but for what the State Council's schedule says."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.core.models import CalendarDay

SATURDAY = 5
DAY = timedelta(days=1)
# No festival is longer; a span beyond it is a slip of the pen.
LONGEST_FESTIVAL = timedelta(days=14)


@dataclass(frozen=True)
class Workdays:
    """The calendar; `exceptions` says of a day whether it is a working one."""

    exceptions: dict[date, bool]

    def is_working(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def on_or_after(self, day: date) -> date:
        """The first working day that is not before `day`."""
        while not self.is_working(day):
            day += DAY
        return day

    def after(self, day: date, number: int) -> date:
        """The `number`-th working day after `day`; for 0 the first one from `day` on."""
        day = self.on_or_after(day) if number == 0 else day
        for _ in range(number):
            day = self.on_or_after(day + DAY)
        return day

    def before(self, day: date, number: int) -> date:
        """The `number`-th working day before `day`."""
        for _ in range(number):
            day -= DAY
            while not self.is_working(day):
                day -= DAY
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`."""
        days = (start + DAY * n for n in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_working(day))

    def is_working_moment(self, moment: datetime) -> bool:
        return self.next_working_moment(moment) == moment

    def next_working_moment(self, moment: datetime) -> datetime:
        """`moment` itself within working hours, else the next time that they begin."""
        local = timezone.localtime(moment)
        day, (begin, end) = local.date(), settings.MESSAGE_HOURS
        if self.is_working(day) and local.time() < end:
            return max(moment, _at(day, begin))
        return _at(self.on_or_after(day + DAY), begin)


def workdays() -> Workdays:
    """The calendar as it stands; one query."""
    return Workdays(dict(CalendarDay.objects.values_list("day", "is_working")))


def has_schedule(year: int) -> bool:
    """Whether the schedule of a year has been entered; without it only weekends are free."""
    return CalendarDay.objects.filter(day__year=year).exists()


@transaction.atomic
def enter_festival(
    *, name: str, first: date, last: date, working: tuple[date, ...] = ()
) -> list[CalendarDay]:
    """Write one festival of the schedule: its free days and the weekend days worked for them."""
    if not first <= last < first + LONGEST_FESTIVAL:
        raise ValidationError("放假的最后一天不能早于第一天，一个节日也不超过 14 天")
    free = [first + DAY * n for n in range((last - first).days + 1)]
    if both := sorted(set(free) & set(working)):
        raise ValidationError(f"{both[0]} 不能既放假又上班，请核对调休日期")
    days = dict.fromkeys(free, False) | dict.fromkeys(working, True)
    if known := CalendarDay.objects.filter(day__in=days).order_by("day").first():
        raise ValidationError(f"{known.day} 已登记为“{known.name}”，请打开那一条修改")
    return CalendarDay.objects.bulk_create(
        CalendarDay(day=day, is_working=works, name=name) for day, works in sorted(days.items())
    )


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
