"""Who is in: the green ones, as far as there are places; and what happens to equal marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.core.lifecycle import StepRefused
from apps.juries.choices import TieRule


@dataclass(frozen=True)
class Cut:
    """Where the places end. `tied` share the last mark although fewer places are left for them."""

    inside: frozenset[int]
    last: Decimal | None = None
    tied: frozenset[int] = frozenset()
    free: int = 0


def cut(green: Mapping[int, Decimal], places: int | None) -> Cut:
    """Of the means of the green candidates, by their keys."""
    if places is None or len(green) <= places:
        return Cut(frozenset(green))
    last = sorted(green.values(), reverse=True)[places - 1]
    above = frozenset(key for key, mean in green.items() if mean > last)
    level = frozenset(key for key, mean in green.items() if mean == last)
    free = places - len(above)
    if len(level) == free:
        return Cut(above | level, last)
    return Cut(above, last, level, free)


def settled(found: Cut, ties: TieRule, chosen: frozenset[int]) -> frozenset[int]:
    """Those that are in once the rule for equal marks has been applied."""
    match ties:
        case TieRule.ALL_IN:
            return found.inside | found.tied
        case TieRule.NONE_IN:
            return found.inside
    return found.inside | (found.tied & chosen)


def require_choice(found: Cut, ties: TieRule, chosen: frozenset[int]) -> None:
    """Where the chair decides, he must have chosen exactly as many as there are places left."""
    taken = len(found.tied & chosen)
    if ties == TieRule.BY_CHAIR and found.tied and taken != found.free:
        raise StepRefused(
            f"有 {len(found.tied)} 个参评对象同为 {found.last} 分，只剩 {found.free} 个名额，"
            f"现在选定了 {taken} 个。请先在“组长选定”中选定 {found.free} 个，再确定结果"
        )
