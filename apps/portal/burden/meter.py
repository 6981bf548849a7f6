"""Fields asked and minutes needed, per branch and month: records made times what their form asks."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from apps.branches.choices import BRANCH_KINDS
from apps.branches.models import Organisation
from apps.core.periods import Cycle, Period
from apps.portal.burden.asking import ASKINGS, Asking


@dataclass(frozen=True)
class Line:
    """One form in a period: what it asks, and how many records were made with it."""

    asking: Asking
    records: int

    @property
    def fields(self) -> int:
        return self.records * len(self.asking.required)

    @property
    def minutes(self) -> Decimal:
        return self.records * self.asking.minutes


@dataclass(frozen=True)
class Month:
    """What all branches were asked in a month, and what that is for one of them."""

    period: Period
    branches: int
    lines: tuple[Line, ...]

    @property
    def records(self) -> int:
        return sum(line.records for line in self.lines)

    @property
    def fields_each(self) -> Decimal:
        return self._each(Decimal(sum(line.fields for line in self.lines)))

    @property
    def minutes_each(self) -> Decimal:
        return self._each(sum((line.minutes for line in self.lines), Decimal(0)))

    def _each(self, value: Decimal) -> Decimal:
        return (value / self.branches).quantize(Decimal("0.1")) if self.branches else Decimal(0)


def months(today: date, number: int = 12) -> list[Month]:
    """The last `number` months with this one, the latest first; a query for each form and one more."""
    last = Period.containing(today, Cycle.MONTH)
    spans = [last]
    while len(spans) < number:
        spans.append(spans[-1].previous)
    whole = Period(spans[-1].start, last.end)
    made = {asking: _records(asking, whole) for asking in ASKINGS}
    founded = _branches(spans)
    return [
        Month(
            span,
            founded[span],
            tuple(Line(asking, made[asking].get(span.start, 0)) for asking in ASKINGS),
        )
        for span in spans
    ]


def _records(asking: Asking, span: Period) -> dict[date, int]:
    """By the month in which they were entered, whatever day they are about."""
    rows = asking.model._default_manager.filter(
        created_at__gte=_moment(span.start),
        created_at__lt=_moment(span.end),
        organisation__kind__in=BRANCH_KINDS,
    )
    counted = rows.order_by().annotate(month=TruncMonth("created_at")).values("month")
    return {
        timezone.localtime(row["month"]).date(): row["number"]
        for row in counted.annotate(number=Count("pk"))
    }


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _branches(spans: list[Period]) -> dict[Period, int]:
    """How many branches there were on the last day of each month."""
    there = {
        f"on_{index}": Count("pk", filter=_exists_on(span.last_day))
        for index, span in enumerate(spans)
    }
    found = Organisation.objects.filter(kind__in=BRANCH_KINDS).order_by().aggregate(**there)
    return {span: found[f"on_{index}"] for index, span in enumerate(spans)}


def _exists_on(day: date) -> Q:
    return Q(founded_on__lte=day) & (Q(dissolved_on=None) | Q(dissolved_on__gt=day))
