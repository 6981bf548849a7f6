"""Counting by the catalogue: all organisations at once, one grouped query for each source."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, Count, DecimalField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from apps.branches.scope import VisibleQuerySet
from apps.core.periods import Cycle, Period
from apps.core.quantities import Quantity, combined_qualifier
from apps.indicators import catalogue
from apps.indicators.catalogue import Indicator
from apps.indicators.cells.reading import read_of_cells
from apps.indicators.grouping import Slot, by_source, counted_now, grouped, number_of
from apps.indicators.measures import Distinct, Rows, keys_of_rows
from apps.indicators.sources import Organisations
from apps.indicators.statements import Column


class Reading(NamedTuple):
    """A number and the keys of the rows behind it."""

    value: Decimal
    rows: list[int]


class Share(NamedTuple):
    """Part and whole of a ratio; without a whole there is no percentage."""

    part: Decimal
    whole: Decimal

    @property
    def percent(self) -> Decimal | None:
        return 100 * self.part / self.whole if self.whole else None


def counts(
    keys: Iterable[str],
    period: Period,
    organisations: Organisations | None = None,
    cycle: Cycle | None = None,
) -> dict[str, dict[Slot, Decimal]]:
    """The numbers by (organisation, start of the sub-period); zeroes are absent. What is kept by
    the month is read, everything else counted now."""
    wanted = list(keys)
    read = read_of_cells(wanted, period, organisations, cycle)
    others = [key for key in wanted if key not in read]
    return read | counted_now(others, period, organisations, cycle)


def evidence(
    keys: Iterable[str],
    period: Period,
    organisations: Organisations | None = None,
    cycle: Cycle | None = None,
) -> dict[str, dict[Slot, list[int]]]:
    """The keys of the rows counted, in the shape of `counts`."""
    return _arrays(keys, _rows_behind, period, organisations, cycle)


def identities(
    keys: Iterable[str],
    period: Period,
    organisations: Organisations | None = None,
    cycle: Cycle | None = None,
) -> dict[str, dict[Slot, list[int]]]:
    """What distinct measures tell apart, so that a higher level can count it again."""
    return _arrays(keys, _identity, period, organisations, cycle)


def readings(
    keys: Iterable[str],
    period: Period,
    organisations: Organisations | None = None,
    cycle: Cycle | None = None,
) -> dict[str, dict[Slot, Reading]]:
    """Numbers and evidence together, for as many queries as either alone."""
    found: dict[str, dict[Slot, Reading]] = {key: {} for key in keys}
    for source, indicators in by_source(found):
        summed = [i for i in indicators if not isinstance(i.measure, Rows)]
        columns = [Column(_rows_behind, i) for i in indicators]
        columns += [Column(number_of, i) for i in summed]
        for slot, row in grouped(source, columns, period, organisations, cycle):
            values = dict(zip(summed, row[len(indicators) :], strict=True))
            for indicator, pks in zip(indicators, row, strict=False):
                if pks:
                    value = values.get(indicator, len(pks)) if summed else len(pks)
                    found[indicator.key][slot] = Reading(Decimal(value or 0), sorted(pks))
    return found


def hedges(
    keys: Iterable[str],
    period: Period,
    organisations: Organisations | None = None,
    cycle: Cycle | None = None,
) -> dict[str, dict[Slot, list[str]]]:
    """How exact the rows of hedged indicators are, in the shape of `counts`."""
    return _arrays(keys, _hedges, period, organisations, cycle)


def shares(
    keys: Iterable[str],
    period: Period,
    organisations: Organisations | None = None,
    cycle: Cycle | None = None,
) -> dict[str, dict[Slot, Share]]:
    """Ratios of the catalogue, part and whole apart; absent where there is no whole. SpansDiffer
    for two numbers that are not of the same days."""
    ratios = [catalogue.RATIOS[key] for key in keys]
    for ratio in ratios:
        catalogue.refuse_other_spans(*catalogue.several([ratio.part, ratio.whole]))
    wanted = {key for r in ratios for key in (r.part, r.whole)}
    numbers = counts(wanted, period, organisations, cycle)
    return {
        r.key: {
            slot: Share(numbers[r.part].get(slot, Decimal(0)), whole)
            for slot, whole in numbers[r.whole].items()
        }
        for r in ratios
    }


def rows(key: str, period: Period, organisations: Organisations | None = None) -> VisibleQuerySet:
    """The rows that the indicator counts for `organisations`, each once."""
    return rows_of(catalogue.get(key), period, organisations)


def rows_of(
    indicator: Indicator, period: Period, organisations: Organisations | None = None
) -> VisibleQuerySet:
    """As `rows`, of an indicator that is at hand."""
    counted = indicator.source.counted(period, organisations).filter(indicator.condition)
    manager: Any = indicator.source.model._default_manager
    return manager.filter(pk__in=counted.order_by().values("pk"))


def quantity(indicator: Indicator, counted: QuerySet) -> Quantity:
    """The number that rows of an indicator make, with what they leave open about it."""
    return summary(indicator, counted)[0]


def summary(indicator: Indicator, counted: QuerySet) -> tuple[Quantity, int]:
    """The number and how many rows make it; one query."""
    asked = {"value": indicator.measure.value(), "rows": Count("pk", distinct=True)}
    if hedge := hedge_of(indicator):
        asked["hedges"] = ArrayAgg(hedge, distinct=True, default=[])
    found = counted.order_by().aggregate(**asked)
    qualifier = combined_qualifier(found.get("hedges", ()))
    return Quantity(Decimal(found["value"] or 0), indicator.unit, qualifier), found["rows"]


def hedge_of(indicator: Indicator) -> str:
    """The field that says how exact the number is; "" where it is what it is."""
    return indicator.measure.hedge


def annotated(organisations: QuerySet, key: str, period: Period) -> QuerySet:
    """The organisations with the column `number_of_<key>`, to sort and filter by."""
    indicator = catalogue.get(key)
    source = indicator.source
    counted = source.counted(period).filter(indicator.condition)
    number = (
        counted.filter(counted_for=OuterRef("pk"))
        .order_by()
        .values("counted_for")
        .annotate(number=indicator.measure.value())
        .values("number")
    )
    value = Coalesce(
        Cast(Subquery(number), DecimalField(max_digits=14, decimal_places=1)), Decimal(0)
    )
    return organisations.annotate(**{column_of(key): value})


def column_of(key: str) -> str:
    """The name of the column; a key may hold what a name may not."""
    return re.sub(r"\W", "_", f"number_of_{key}")


def _rows_behind(indicator: Indicator) -> Aggregate:
    return keys_of_rows(indicator.condition)


def _identity(indicator: Indicator) -> Aggregate:
    if not isinstance(indicator.measure, Distinct):
        raise TypeError(f"{indicator.key} adds up; it tells nothing apart")
    return indicator.measure.identities(indicator.condition)


def _hedges(indicator: Indicator) -> Aggregate:
    return ArrayAgg(F(hedge_of(indicator)), filter=indicator.condition or None, distinct=True)


def _arrays(
    keys: Iterable[str],
    aggregate: Callable[[Indicator], Aggregate],
    period: Period,
    organisations: Organisations | None,
    cycle: Cycle | None,
) -> dict[str, dict[Slot, list]]:
    found: dict[str, dict[Slot, list]] = {key: {} for key in keys}
    for source, indicators in by_source(found):
        columns = [Column(aggregate, i) for i in indicators]
        for slot, row in grouped(source, columns, period, organisations, cycle):
            for indicator, pks in zip(indicators, row, strict=True):
                if pks:
                    found[indicator.key][slot] = sorted(pks)
    return found
