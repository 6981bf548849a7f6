"""Numbers with their hedge and unit: 180余名 stays 180余名, and 人 is never added to 人次.

A table keeps such a number in two columns, the value and its `hedge_field`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models


class Qualifier(models.TextChoices):
    EXACT = "exact", "确数"
    OVER = "over", "余"
    MORE = "more", "多"
    UNDER = "under", "近"
    ABOUT = "about", "左右"
    GENERALLY = "generally", "一般"
    OPEN = "open", "等"


class IncompatibleUnits(ValueError):
    """Two quantities of different units were put together."""


TEN_THOUSAND = 10_000
AT_LEAST = {Qualifier.OVER, Qualifier.MORE, Qualifier.OPEN}


def hedge_field() -> models.CharField:
    """The column beside a number that says how exact it is."""
    return models.CharField(
        "确切程度",
        max_length=10,
        choices=Qualifier.choices,
        default=Qualifier.EXACT,
        help_text="材料写“180余名”的，数字填180，这里选“余”",
    )


def combined_qualifier(qualifiers: Iterable[Qualifier]) -> Qualifier:
    """The hedge of a sum: of one kind it stays; different kinds leave only 左右."""
    hedges = {Qualifier(q) for q in qualifiers} - {Qualifier.EXACT}
    if not hedges:
        return Qualifier.EXACT
    if len(hedges) == 1:
        return hedges.pop()
    return Qualifier.OVER if hedges <= AT_LEAST else Qualifier.ABOUT


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
        number = self._number()
        match self.qualifier:
            case Qualifier.OVER | Qualifier.MORE:
                return f"{number}{self.qualifier.label}{self.unit}"
            case Qualifier.UNDER:
                return f"近{number}{self.unit}"
            case Qualifier.ABOUT:
                return f"{number}{self.unit}左右"
            case Qualifier.GENERALLY:
                return f"一般{number}{self.unit}"
            case Qualifier.OPEN:
                return f"{number}{self.unit}等"
        return f"{number}{self.unit}"

    def _number(self) -> str:
        """近100万元, as people write it; an exact number keeps its digits."""
        if self.qualifier is Qualifier.EXACT or not self.value or self.value % TEN_THOUSAND:
            return f"{self.value.normalize():f}"
        return f"{(self.value / TEN_THOUSAND).normalize():f}万"

    def _require_same_unit(self, other: "Quantity") -> None:
        if self.unit != other.unit:
            raise IncompatibleUnits(f"“{self.unit}”与“{other.unit}”不能相加或比较")


def total(quantities: Iterable[Quantity], *, unit: str) -> Quantity:
    """The sum in `unit`; IncompatibleUnits when one of them counts something else."""
    return sum(quantities, start=Quantity(Decimal(0), unit))
