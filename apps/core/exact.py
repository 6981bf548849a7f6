"""Exact fractions: added without loss, rounded half-up, written as people write numbers."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

ZERO = Fraction(0)


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """Fractions of one denominator are added as whole numbers, which is much faster."""
    numerators: dict[int, int] = defaultdict(int)
    for value in values:
        numerators[value.denominator] += value.numerator
    return sum((Fraction(n, d) for d, n in numerators.items()), ZERO)


def half_up(value: Fraction, places: int) -> Decimal:
    """`value` rounded half away from zero, exactly."""
    doubled = 2 * abs(value.numerator) * 10**places // value.denominator
    rounded = Decimal((doubled + 1) // 2).scaleb(-places)
    return -rounded if value < 0 else rounded


def shown(number: Decimal) -> str:
    """A number as people write it: 12, 12.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
