"""The rows behind a number of a report: as they are now, beside what was frozen."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from apps.core.periods import Period
from apps.core.quantities import Qualifier, Quantity
from apps.duties.circumstances import Body
from apps.duties.engine import Duty
from apps.indicators.models import Level, Reading
from apps.reports.duties import OF_ALL, answers_to, due_in
from apps.reports.figures import Place, Span
from apps.reports.ground import ground_of
from apps.reports.models import QuarterlyReport
from apps.reports.reading import days_of, places_of

NO_PLACE = "-"


@dataclass(frozen=True)
class Asked:
    """A number of a report, as its address names it."""

    report: QuarterlyReport
    key: str
    span: Span
    place: Place
    period: Period

    def organisations(self) -> list[int]:
        """Those that are there now: what moved or came since the closing shows as a difference."""
        report = self.report
        ground = ground_of(zone=report.zone, unit=report.unit, period=report.period)
        same = (p for p in ground.places if p[:2] == self.place[:2])
        place = next(same, None)
        return ground.at(place) if place else []

    def frozen(self) -> Reading | None:
        """None where there was nothing to count."""
        readings = Reading.objects.filter(closing=self.report.closing, indicator=self.key)
        same = readings.filter(start=self.period.start, level=self.place.level)
        if self.place.level == Level.WHOLE:
            return same.first()
        if self.place.level == Level.KIND:
            return same.filter(kind=self.place.key).first()
        return same.filter(**{f"{self.place.level}__uuid": self.place.key}).first()


def asked(report: QuarterlyReport, ref: str) -> Asked:
    """LookupError or ValueError for an address that no number of the report has."""
    span, level, key_of_place, key = ref.split("/", 3)
    named = (Level(level), "" if key_of_place == NO_PLACE else key_of_place)
    place = next((p for p in places_of(report) if p[:2] == named), None)
    if place is None:
        raise LookupError("报告里没有这个联系片、单位或党组织")
    return Asked(report, key, Span(span), place, days_of(report, span))


def label_of(frozen: Reading | None, key: str) -> str:
    return frozen.label if frozen else OF_ALL.get(key.rpartition(":")[2], "应办事项")


def value_of(frozen: Reading | None, unit: str) -> Quantity:
    if frozen is None:
        return Quantity(Decimal(0), unit)
    return Quantity(frozen.value, frozen.measure_word, Qualifier(frozen.value_hedge))


def duties_of(number: Asked) -> list[tuple[Body, Duty]]:
    """What the number counts now, by name of the organisation."""
    found = due_in(number.organisations(), number.period, timezone.localdate())
    counted = [(body, duty) for body, duty in found if answers_to(number.key, duty)]
    return sorted(counted, key=lambda pair: (pair[0].path, pair[1].period.end))
