"""A year of contact points at a glance: months looked after, visits, promises, conflicts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from apps.contacts.models import ContactPoint, ContactVisit, MonthlyCheck, Promise
from apps.core import policy
from apps.core.periods import Cycle, Period
from apps.core.quantities import Quantity

VISITS = "contact_visits_per_year"


@dataclass(frozen=True)
class Month:
    """`is_done` says that the state of the branch was looked at in this month, not when or how
    often; a month before the point began or still to come is not asked for."""

    number: int
    is_done: bool
    is_asked: bool
    is_current: bool

    @property
    def word(self) -> str:
        if self.is_done:
            return "已了解"
        if not self.is_asked:
            return "—"
        return "本月还没有" if self.is_current else "没有"


@dataclass
class Card:
    """A contact point on a day."""

    point: ContactPoint
    today: date
    wanted: int
    months: list[Month] = field(default_factory=list)
    visits: list[ContactVisit] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    is_in_conflict: bool = False

    @property
    def visits_this_year(self) -> int:
        return sum(visit.starts_on.year == self.today.year for visit in self.visits)

    @property
    def lacking(self) -> Quantity | None:
        """How many visits the rule still asks for this year, or None."""
        open_ones = self.wanted - self.visits_this_year
        return Quantity(Decimal(open_ones), "次") if open_ones > 0 else None

    @property
    def last_visit(self) -> ContactVisit | None:
        return self.visits[0] if self.visits else None

    @property
    def overdue(self) -> int:
        return sum(promise.is_overdue(self.today) for promise in self.promises)

    @property
    def is_checked(self) -> bool:
        return any(month.is_done for month in self.months if month.is_current)

    @property
    def months_done(self) -> int:
        return sum(month.is_done for month in self.months)

    @property
    def months_asked(self) -> int:
        return sum(month.is_asked for month in self.months)


def cards(points: Iterable[ContactPoint], today: date) -> list[Card]:
    """The points with their year; the number of queries does not grow with them.

    The points come with their person and organisation.
    """
    found = list(points)
    if not found:
        return []
    year = Period.year(today.year)
    keys = [point.pk for point in found]
    wanted = policy.count(VISITS, today)
    checked = _checked(keys, year)
    visits, promises = _visits(keys), _promises(keys)
    conflicts = set(
        ContactPoint.objects.in_conflict(today).filter(pk__in=keys).values_list("pk", flat=True)
    )
    return [
        Card(
            point,
            today,
            wanted,
            months(point, year, checked[point.pk], today),
            visits[point.pk],
            promises[point.pk],
            point.pk in conflicts,
        )
        for point in found
    ]


def months(point: ContactPoint, year: Period, checked: set[date], today: date) -> list[Month]:
    current = Period.containing(today, Cycle.MONTH)
    return [
        Month(
            month.start.month,
            month.start in checked,
            month.start <= today and month.overlap(point.valid_from, point.valid_to) is not None,
            month == current,
        )
        for month in year.split(Cycle.MONTH)
    ]


def _checked(keys: list[int], year: Period) -> dict[int, set[date]]:
    found: dict[int, set[date]] = defaultdict(set)
    rows = MonthlyCheck.objects.made_in(year).filter(contact_point__in=keys)
    for point, month in rows.values_list("contact_point", "month"):
        found[point].add(month)
    return found


def _visits(keys: list[int]) -> dict[int, list[ContactVisit]]:
    """The latest first."""
    found: dict[int, list[ContactVisit]] = defaultdict(list)
    for visit in ContactVisit.objects.filter(contact_point__in=keys):
        found[visit.contact_point_id].append(visit)
    return found


def _promises(keys: list[int]) -> dict[int, list[Promise]]:
    """Those that are still to be kept, the first due first."""
    found: dict[int, list[Promise]] = defaultdict(list)
    rows = Promise.objects.pending().filter(visit__contact_point__in=keys)
    for promise in rows.select_related("visit"):
        found[promise.visit.contact_point_id].append(promise)
    return found
