"""The frozen numbers of a report, as its chapters read them: one query."""

from decimal import Decimal

from apps.core.periods import Period
from apps.core.quantities import Qualifier, Quantity
from apps.indicators.models import Level, Reading
from apps.reports.closing import spans_of
from apps.reports.figures import Figures, Place, Span, Told
from apps.reports.models import QuarterlyReport

COLUMNS = ("indicator", "label", "start", "end", "level")
PLACES = ("zone__uuid", "unit__uuid", "organisation__uuid", "kind")
NUMBER = ("value", "value_hedge", "measure_word")


def figures_of(report: QuarterlyReport) -> Figures:
    spans = spans_of(report.period, report.frame["months_ahead"])
    span_of = {(days.start, days.end): span for span, days in spans.items()}
    readings = Reading.objects.filter(closing=report.closing).order_by("pk")
    told = []
    for key, label, start, end, level, *rest in readings.values_list(*COLUMNS, *PLACES, *NUMBER):
        *places, value, hedge, word = rest
        place = str(next(filter(None, places), ""))
        quantity = Quantity(Decimal(value), word, Qualifier(hedge))
        told.append(Told(key, label, span_of[start, end], Level(level), place, quantity))
    return Figures.of_rows(
        told,
        periods=spans,
        places=places_of(report),
        annexes=tuple(report.frame["annexes"]),
        typed={"problems": report.problems, "next_steps": report.next_steps},
    )


def places_of(report: QuarterlyReport) -> tuple[Place, ...]:
    """As they were called on the day of closing."""
    stored = report.frame["places"]
    return tuple(Place(Level(level), key, label) for level, key, label in stored)


def days_of(report: QuarterlyReport, span: str) -> Period:
    """ValueError for a span that no report has."""
    spans = spans_of(report.period, report.frame["months_ahead"])
    return spans[Span(span)]
