"""SQL compiled once for each shape: the same columns, asked of other days and organisations."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple, cast

from django.db.models import Aggregate, BigIntegerField, DateField
from django.db.models.functions import Cast

from apps.core.periods import Cycle, Period
from apps.core.statements import Given, Statement
from apps.indicators.catalogue import Indicator
from apps.indicators.sources import TRUNCATIONS, Organisations, Source, stock_day

# Shapes come from the rules in force and the pages that ask: some dozens.
SHAPES_KEPT = 256
COUNTED_FOR, PART = "counted_for", "part"


class Column(NamedTuple):
    """What is asked of the rows of an indicator."""

    aggregate: Callable[[Indicator], Aggregate]
    indicator: Indicator


class Shape(NamedTuple):
    """What does not change from one question to the next; `cut` makes sub-periods."""

    source: Source
    columns: tuple[Column, ...]
    cut: Cycle | None
    is_for_all: bool


class GivenPeriod(NamedTuple):
    start: Given
    end: Given
    day: Given


PERIOD = GivenPeriod(*(Given(name, DateField()) for name in ("start", "end", "day")))
KEYS = Given("keys", BigIntegerField())


def answers(
    shape: Shape, period: Period, organisations: Organisations | None
) -> Iterable[tuple[Any, ...]]:
    """Organisation, first day of the sub-period if there are any, and the columns."""
    source = shape.source
    if source.is_stock and not source.is_compiled or hasattr(organisations, "query"):
        return _asked(shape, period, organisations)
    keys = None if organisations is None else list(cast(Iterable[int], organisations))
    return _compiled(shape).run(_given(period, keys))


def _given(period: Period, keys: list[int] | None) -> dict[str, Any]:
    day = stock_day(period)
    return {"start": period.start, "end": period.end, "day": day, "keys": keys}


@lru_cache(SHAPES_KEPT)
def _compiled(shape: Shape) -> Statement:
    """A dated source asks a period for nothing but its start and end, such a stock for its day."""
    return Statement.of(_asked(shape, cast(Period, PERIOD), None if shape.is_for_all else KEYS))


def _asked(shape: Shape, period: Period, organisations):
    rows = shape.source.counted(period, organisations)
    by = [COUNTED_FOR]
    if shape.cut is not None:
        first_day = Cast(TRUNCATIONS[shape.cut](shape.source.day), DateField())
        rows = rows.annotate(**{PART: first_day})
        by.append(PART)
    named = {f"column_{n}": c.aggregate(c.indicator) for n, c in enumerate(shape.columns)}
    return rows.order_by().values(*by).annotate(**named).values_list(*by, *named)
