"""Counting now: one grouped query for each source, whatever is asked of it."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Aggregate

from apps.core.periods import Cycle, Period
from apps.indicators import catalogue
from apps.indicators.catalogue import Indicator
from apps.indicators.sources import Organisations, Source
from apps.indicators.statements import Column, Shape, answers

# The organisation counted for and the first day of the sub-period.
Slot = tuple[int, date]


def counted_now(
    keys: Iterable[str],
    period: Period,
    organisations: Organisations | None = None,
    cycle: Cycle | None = None,
) -> dict[str, dict[Slot, Decimal]]:
    """The numbers by (organisation, start of the sub-period), from the rows; zeroes are absent."""
    found: dict[str, dict[Slot, Decimal]] = {key: {} for key in keys}
    for source, indicators in by_source(found):
        values = [Column(number_of, i) for i in indicators]
        for slot, row in grouped(source, values, period, organisations, cycle):
            for indicator, value in zip(indicators, row, strict=True):
                if value:
                    found[indicator.key][slot] = Decimal(value)
    return found


def number_of(indicator: Indicator) -> Aggregate:
    return indicator.measure.value(indicator.condition)


def by_source(keys: Iterable[str]) -> Iterator[tuple[Source, list[Indicator]]]:
    chosen: dict[Source, list[Indicator]] = {}
    for indicator in catalogue.several(keys):
        chosen.setdefault(indicator.source, []).append(indicator)
    yield from chosen.items()


def grouped(
    source: Source,
    columns: list[Column],
    period: Period,
    organisations: Organisations | None,
    cycle: Cycle | None,
) -> Iterator[tuple[Slot, tuple]]:
    """The columns for every organisation and sub-period that has any row."""
    for part, cut in source.slices(period, cycle):
        shape = Shape(source, tuple(columns), cut, is_for_all=organisations is None)
        for row in answers(shape, part, organisations):
            yield (row[:2], row[2:]) if cut else ((row[0], part.start), row[1:])
