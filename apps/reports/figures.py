"""Frozen numbers as the chapters read them: by key, span and place, without a query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypedDict

from apps.core.periods import Period
from apps.core.quantities import Quantity
from apps.indicators.catalogue import RATIOS
from apps.indicators.counting import Share
from apps.indicators.models import Level


class Span(StrEnum):
    """The days that a number is about, seen from the quarter that was closed."""

    NOW = "now"
    BEFORE = "before"
    YEAR_AGO = "year-ago"
    # What comes up in the months after it (换届).
    AHEAD = "ahead"


class Place(NamedTuple):
    """What numbers are told for: the whole report, or a part of it. `key` is what an address
    names it by, `label` its name on the day of closing."""

    level: Level
    key: str = ""
    label: str = ""


WHOLE = Place(Level.WHOLE)


class AnnexLine(TypedDict):
    day: str
    organisation: str
    text: str
    record: str
    url: str


class Annex(TypedDict):
    """The rows behind a number, named one by one; `total` counts those left out as well."""

    key: str
    span: str
    label: str
    total: int
    lines: list[AnnexLine]


class Told(NamedTuple):
    """One frozen number."""

    key: str
    label: str
    span: Span
    level: Level
    place: str
    quantity: Quantity


@dataclass(frozen=True)
class Figure:
    """A number in a report; `ref` is how an address asks for the rows behind it."""

    label: str
    quantity: Quantity
    ref: str

    def __str__(self) -> str:
        return str(self.quantity)


@dataclass(frozen=True)
class Figures:
    """Everything that a report is written from."""

    periods: Mapping[Span, Period]
    places: tuple[Place, ...]
    told: Mapping[tuple[str, Span, Level, str], Told]
    annexes: tuple[Annex, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, rows: Iterable[Told], **others) -> "Figures":
        return cls(told={(r.key, r.span, r.level, r.place): r for r in rows}, **others)

    def of(self, key: str, span: Span = Span.NOW, place: Place = WHOLE) -> Figure:
        """LookupError for a number that was never asked; a place without rows has zero."""
        told = self.told.get((key, span, place.level, place.key))
        whole = self.told.get((key, Span.NOW, Level.WHOLE, "")) or told
        if whole is None:
            raise LookupError(f"结账时没有“{key}”这个数")
        quantity = told.quantity if told else Quantity(Decimal(0), whole.quantity.unit)
        ref = f"{span}/{place.level}/{place.key or '-'}/{key}"
        return Figure(whole.label, quantity, ref)

    def share(self, key: str, span: Span = Span.NOW, place: Place = WHOLE) -> Share:
        """Part and whole of a ratio of the catalogue."""
        ratio = RATIOS[key]
        part, whole = self.of(ratio.part, span, place), self.of(ratio.whole, span, place)
        return Share(part.quantity.value, whole.quantity.value)

    def at(self, level: Level) -> list[Place]:
        return [place for place in self.places if place.level == level]

    def members_of(self, family: str) -> list[str]:
        """The keys of a family that were asked, in the order in which they were."""
        whole = (r for r in self.told.values() if r.level == Level.WHOLE and r.span == Span.NOW)
        return [r.key for r in whole if r.key.startswith(f"{family}:")]
