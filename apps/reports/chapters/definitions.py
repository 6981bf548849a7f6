"""What a chapter is: what it asks for at closing, and how it writes from what was answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from apps.indicators.catalogue import RATIOS
from apps.indicators.models import Level
from apps.reports.figures import Figures, Span


class Piece(TypedDict):
    """Some words of a paragraph; `ref` leads to the rows where they are a number."""

    text: str
    ref: str


class Column(TypedDict):
    """`width` in millimetres of the 156 (or 225 across) of the type area."""

    label: str
    width: float
    align: str


class TableOf(TypedDict):
    caption: str
    columns: list[Column]
    rows: list[list[Piece]]
    note: str


class Mark(TypedDict):
    """A bar or column; `target` is None where there is none."""

    label: str
    value: str
    target: str | None
    ref: str


class Chart(TypedDict):
    title: str
    is_columns: bool
    rows: list[Mark]


class Section(TypedDict):
    """A heading of the second level with what stands below it."""

    heading: str
    paragraphs: list[list[Piece]]
    charts: list[Chart]
    tables: list[TableOf]


@dataclass(frozen=True)
class Chapter:
    """`keys` are asked for the whole and beside the last quarter and the last year, `zones`,
    `kinds` and `units` also for each of these. `rates` are ratios of the catalogue, `annexes` the
    numbers whose rows are named one by one, `ahead` those also asked of the months to come;
    `families` come with the campaigns of the quarter."""

    title: str
    write: Callable[[Figures], list[Section]]
    keys: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    annexes: tuple[tuple[str, Span], ...] = ()
    families: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Every number of the catalogue that the chapter asks for, each once."""
        of_rates = (key for r in self.rates for key in (RATIOS[r].part, RATIOS[r].whole))
        by_place = (*self.zones, *self.kinds, *self.units)
        listed = (key for key, _ in self.annexes)
        return tuple(dict.fromkeys((*self.keys, *of_rates, *by_place, *self.ahead, *listed)))

    def asked_at(self, level: Level) -> tuple[str, ...]:
        """What is broken down by the places of a level; organisations stand for units in the
        report of one unit."""
        match level:
            case Level.ZONE:
                return self.zones
            case Level.KIND:
                return self.kinds
            case Level.UNIT | Level.ORGANISATION:
                return self.units
        return self.asked
