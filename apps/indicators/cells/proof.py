"""Proof that what is read is what the rows say."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from apps.core.periods import Cycle, Period
from apps.indicators.cells.kept import KEPT
from apps.indicators.cells.reading import read_of_cells
from apps.indicators.cells.upkeep import months
from apps.indicators.grouping import counted_now


class Difference(NamedTuple):
    key: str
    organisation: int
    month: date
    read: Decimal
    counted: Decimal


def differences() -> Iterator[Difference]:
    """Every number of a month that is not what its rows make, over all months; ask it while
    nobody writes, or in one transaction that sees one state."""
    for month in months():
        period = Period.containing(month, Cycle.MONTH)
        read, counted = read_of_cells(KEPT, period, None, None), counted_now(KEPT, period)
        for key in KEPT:
            for slot in sorted(read[key].keys() | counted[key].keys()):
                one, other = (of[key].get(slot, Decimal(0)) for of in (read, counted))
                if one != other:
                    yield Difference(key, slot[0], month, one, other)
