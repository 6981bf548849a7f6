"""From points to a level: exact, with a sentence for everything that moved it. Plain values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.core.exact import ZERO, exact_sum, half_up, shown
from apps.grades.choices import Feed, LimitEffect, LimitTest

FULL = Fraction(1)


@dataclass(frozen=True, slots=True)
class ItemRule:
    key: int
    name: str
    most: Decimal
    is_extra: bool = False
    feed: str = Feed.BY_HAND


@dataclass(frozen=True, slots=True)
class LevelRule:
    """`minimum` None: the measure draws no line, the committee decides."""

    key: int
    name: str
    order: int
    minimum: Decimal | None


@dataclass(frozen=True, slots=True)
class VetoRule:
    """`limit` of an item is a percentage of its points."""

    key: int
    name: str
    test: str
    effect: str
    order: int
    item: int | None = None
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """`levels` from the highest to the lowest."""

    items: tuple[ItemRule, ...]
    levels: tuple[LevelRule, ...]
    vetoes: tuple[VetoRule, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands for an item; None where nobody has said anything yet (R-ASM-04: what does not
    apply leaves the whole)."""

    item: int
    points: Fraction | None
    is_applicable: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a veto that no item tells: a number, or the words of the staff."""

    veto: int
    number: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`points` is rounded once, at the end (R-ASM-05); `missing` names what has no points yet."""

    points: Decimal | None
    by_points: LevelRule | None
    level: LevelRule | None
    explanations: tuple[str, ...]
    missing: tuple[str, ...]


def proposed(feed: str, most: Decimal, number: Decimal | None, target: Decimal | None):
    """The points that a number of the portal gives, exactly; None where it gives none."""
    if feed == Feed.BY_HAND or number is None or not target:
        return None
    if feed == Feed.EACH:
        return min(Fraction(number) * Fraction(target), Fraction(most))
    return Fraction(most) * min(Fraction(number) / Fraction(target), FULL)


def outcome(rules: Rules, marks: Sequence[Mark], found: Sequence[Found] = ()) -> Outcome:
    by_item = {mark.item: mark for mark in marks}
    missing = tuple(
        item.name
        for item in rules.items
        if not (mark := by_item.get(item.key)) or (mark.is_applicable and mark.points is None)
    )
    total, words = _total(rules, by_item)
    by_points = _level_of(total, rules.levels)
    level, moved = _limited(rules, by_item, found, by_points)
    return Outcome(total, by_points, level, (*words, *moved), missing)


def _total(rules: Rules, marks: dict[int, Mark]) -> tuple[Decimal | None, list[str]]:
    """What applies is scaled to the whole; extra points come on top as they are."""
    if not rules.items:
        return None, []
    base = [item for item in rules.items if not item.is_extra]
    applies = [i for i in base if (m := marks.get(i.key)) is None or m.is_applicable]
    whole = exact_sum(Fraction(item.most) for item in base)
    counted = exact_sum(Fraction(item.most) for item in applies)
    points = exact_sum(_points(marks, item) for item in applies)
    extra = exact_sum(_points(marks, item) for item in rules.items if item.is_extra)
    scaled = points * whole / counted if counted else ZERO
    total = half_up(scaled + extra, 2)
    if counted == whole:
        return total, []
    left_out = "、".join(item.name for item in base if item not in applies)
    return total, [
        f"“{left_out}”不适用，不计入分母：{shown(half_up(points, 2))} 分按 "
        f"{shown(half_up(counted, 2))} 分折算为满分 {shown(half_up(whole, 2))} 分"
    ]


def _points(marks: dict[int, Mark], item: ItemRule) -> Fraction:
    mark = marks.get(item.key)
    return mark.points if mark and mark.points is not None else ZERO


def _level_of(total: Decimal | None, levels: Sequence[LevelRule]) -> LevelRule | None:
    """The highest level whose line is reached."""
    if total is None:
        return None
    return next((x for x in levels if x.minimum is not None and total >= x.minimum), None)


def _limited(
    rules: Rules, marks: dict[int, Mark], found: Sequence[Found], level: LevelRule | None
) -> tuple[LevelRule | None, list[str]]:
    """What lifts comes first, what caps has the last word."""
    by_veto = {one.veto: one for one in found}
    by_order = {one.order: one for one in rules.levels}
    words = []
    for effect in (LimitEffect.FLOOR, LimitEffect.CAP):
        for veto in (v for v in rules.vetoes if v.effect == effect):
            reason = _holds(veto, rules, marks, by_veto.get(veto.key))
            bound = by_order[veto.order]
            if reason and _moves(level, bound, effect):
                words.append(_in_words(veto, reason, effect, level, bound))
                level = bound
    return level, words


def _moves(level: LevelRule | None, bound: LevelRule, effect: str) -> bool:
    if level is None:
        return effect == LimitEffect.FLOOR
    return level.order > bound.order if effect == LimitEffect.CAP else level.order < bound.order


def _in_words(
    veto: VetoRule, reason: str, effect: str, level: LevelRule | None, bound: LevelRule
) -> str:
    before = f"，由“{level.name}”调整" if level else ""
    return f"{veto.name}（{reason}）：{LimitEffect(effect).label}“{bound.name}”{before}"


def _holds(veto: VetoRule, rules: Rules, marks: dict[int, Mark], found: Found | None) -> str:
    """Why the veto holds, in words; "" where it does not. What has no points yet is no reason."""
    if veto.item is not None:
        item = next(one for one in rules.items if one.key == veto.item)
        return _of_item(veto, item, marks.get(item.key))
    if found is None:
        return ""
    if veto.test == LimitTest.BY_HAND:
        return found.reason
    number, limit = found.number or Decimal(0), veto.limit or Decimal(0)
    is_below = veto.test == LimitTest.INDICATOR_BELOW
    if (number < limit) if is_below else (number >= limit):
        word = "少于" if is_below else "达到"
        return f"{shown(number)}，{word}{shown(limit)}"
    return ""


def _of_item(veto: VetoRule, item: ItemRule, mark: Mark | None) -> str:
    if mark is None or mark.points is None or not mark.is_applicable or not item.most:
        return ""
    if veto.test == LimitTest.ITEM_EMPTY:
        return "" if mark.points else f"“{item.name}”没有得分"
    share = 100 * mark.points / Fraction(item.most)
    limit = veto.limit or Decimal(0)
    if share >= Fraction(limit):
        return ""
    return f"“{item.name}”得分率{shown(half_up(share, 2))}%，低于{shown(limit)}%"
