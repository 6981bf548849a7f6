"""How the points of a stored line came about, in one line of reckoning (R-ASM-02)."""

from decimal import Decimal
from fractions import Fraction

from apps.assessments.choices import ADJUSTING, BY_SHARE, Measure, PartBasis
from apps.assessments.models import ScoreLine
from apps.core.exact import half_up, shown


def working_of(line: ScoreLine) -> str:
    """From what is stored alone; "" where nothing was reckoned. Points have two decimals for
    reading, the total is made of exact ones (R-ASM-05)."""
    if not line.is_applicable:
        return ""
    if line.part.source in ADJUSTING:
        return _of_adjustment(line)
    if line.part.basis == PartBasis.DEDUCTED:
        return _of_deduction(line)
    return _of_share(line)


def _of_adjustment(line: ScoreLine) -> str:
    taken = "扣" if line.points < 0 else ""
    counted = f"{taken or '计'} {_points(abs(line.points))} 分"
    if line.criterion is None or line.criterion.measure != Measure.PER_ROW:
        return counted
    each = f"每{line.unit or '项'}{taken} {shown(line.criterion.points)} 分"
    together = _points(abs(line.max_points))
    return f"{each} × {shown(line.number)} = {together} 分，{counted}"


def _of_deduction(line: ScoreLine) -> str:
    if line.criterion is None:
        return f"满分 {_points(line.max_points)} 分，逐项起扣"
    return f"扣 {_points(-line.points)} 分" if line.points else "没有扣分"


def _of_share(line: ScoreLine) -> str:
    most, target = _points(line.max_points), line.target
    if target is None or (line.criterion and line.criterion.measure not in BY_SHARE):
        return f"满分 {most} 分，得 {_points(line.points)} 分"
    if line.number >= target:
        return f"达到目标，得满分 {most} 分"
    return f"{most} 分 × {shown(line.number)} ÷ {shown(target)} = {_points(line.points)} 分"


def _points(value: Decimal) -> str:
    return shown(half_up(Fraction(value), 2))
