"""Numbers with their hedge and unit: 180余名 stays 180余名, and 人 is never added to 人次."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models


class Qualifier(models.TextChoices):
    EXACT = "exact", "确数"
    OVER = "over", "余"
    UNDER = "under", "近"
    ABOUT = "about", "左右"
    OPEN = "open", "等"


class IncompatibleUnits(ValueError):
    """Two quantities of different units were put together."""


def combined_qualifier(qualifiers: Iterable[Qualifier]) -> Qualifier:
    """The hedge of a sum: of one kind it stays; different kinds leave only 左右."""
    hedges = {Qualifier(q) for q in qualifiers} - {Qualifier.EXACT}
    if not hedges:
        return Qualifier.EXACT
    if hedges <= {Qualifier.OVER, Qualifier.OPEN}:
        return Qualifier.OVER if Qualifier.OVER in hedges else Qualifier.OPEN
    return hedges.pop() if len(hedges) == 1 else Qualifier.ABOUT


@dataclass(frozen=True)
class Quantity:
    """A counted value; `unit` is a Chinese measure word such as 人, 人次, 次, 个."""

    value: Decimal
    unit: str
    qualifier: Qualifier = Qualifier.EXACT

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", Decimal(self.value))
        object.__setattr__(self, "qualifier", Qualifier(self.qualifier))
        if not self.unit:
            raise ValueError("数量必须有单位")

    def __add__(self, other: "Quantity") -> "Quantity":
        if not isinstance(other, Quantity):
            return NotImplemented
        self._require_same_unit(other)
        return Quantity(
            self.value + other.value,
            self.unit,
            combined_qualifier((self.qualifier, other.qualifier)),
        )

    def __lt__(self, other: "Quantity") -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._require_same_unit(other)
        return self.value < other.value

    def __str__(self) -> str:
        number = f"{self.value.normalize():f}"
        match self.qualifier:
            case Qualifier.OVER:
                return f"{number}余{self.unit}"
            case Qualifier.UNDER:
                return f"近{number}{self.unit}"
            case Qualifier.ABOUT:
                return f"{number}{self.unit}左右"
            case Qualifier.OPEN:
                return f"{number}{self.unit}等"
        return f"{number}{self.unit}"

    def _require_same_unit(self, other: "Quantity") -> None:
        if self.unit != other.unit:
            raise IncompatibleUnits(f"“{self.unit}”与“{other.unit}”不能相加或比较")


def total(quantities: Iterable[Quantity], *, unit: str) -> Quantity:
    """The sum in `unit`; IncompatibleUnits when one of them counts something else."""
    return sum(quantities, start=Quantity(Decimal(0), unit))
