"""From the marks of one candidate to its mean and its light; exact, rounded once at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.core.exact import exact_sum, half_up
from apps.juries.choices import Averaging, Light
from apps.juries.models import JuryScheme

PLACES = 2


@dataclass(frozen=True)
class Mark:
    """One sheet that was handed in: all of its points, and its writer where he may be named."""

    points: Decimal
    light: str
    juror: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Average:
    """`dropped` are the lowest, then the highest marks that the mean leaves out."""

    mean: Decimal | None
    counted: tuple[Mark, ...]
    lowest: tuple[Mark, ...] = ()
    highest: tuple[Mark, ...] = ()

    @property
    def dropped(self) -> tuple[Mark, ...]:
        return self.lowest + self.highest

    @property
    def number(self) -> int:
        return len(self.counted) + len(self.dropped)


def average(marks: Sequence[Mark], scheme: JuryScheme) -> Average:
    """Too few sheets have no mean; too few to drop some at both ends are averaged whole."""
    ordered = tuple(sorted(marks, key=lambda mark: mark.points))
    if len(ordered) < scheme.least_sheets:
        return Average(None, ordered)
    cut = scheme.trimmed if scheme.averaging == Averaging.TRIMMED else 0
    if len(ordered) <= 2 * cut:
        cut = 0
    end = len(ordered) - cut
    counted = ordered[cut:end]
    return Average(mean_of(counted), counted, ordered[:cut], ordered[end:])


def mean_of(marks: Sequence[Mark]) -> Decimal:
    return half_up(exact_sum(Fraction(mark.points) for mark in marks) / len(marks), PLACES)


def light_of(mean: Decimal | None, scheme: JuryScheme) -> Light | None:
    """By the mean as it stands on the list."""
    if mean is None:
        return None
    if mean >= scheme.passes_from:
        return Light.GREEN
    return Light.YELLOW if mean >= scheme.amend_from else Light.RED
