"""Why a line of the result is as it is, in a sentence that everybody can check."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from apps.core.exact import shown
from apps.juries.averages import Average, Mark
from apps.juries.choices import Averaging, Light, TieRule
from apps.juries.cut_off import Cut
from apps.juries.models import JuryScheme


@dataclass(frozen=True)
class Stance:
    """Who did not mark a candidate: `aside` because it is his own unit's, `silent` for no reason."""

    aside: tuple[str, ...]
    silent: int


@dataclass(frozen=True)
class Placed:
    """Where one candidate stands before the cut."""

    light: Light | None
    cut: Cut
    places: int | None
    is_in: bool
    is_tied: bool


def explain_mean(found: Average, stance: Stance, scheme: JuryScheme) -> str:
    said = [_sheets(found, scheme), _aside(stance.aside, scheme.is_anonymous)]
    if stance.silent:
        said.append(f"{stance.silent}位评委没有交表")
    said.append(_advice([*found.counted, *found.dropped]))
    return "；".join(filter(None, said)) + "。"


def _sheets(found: Average, scheme: JuryScheme) -> str:
    number = found.number
    if found.mean is None:
        return f"有效评分表{number}份，办法要求至少{scheme.least_sheets}份，不计平均分"
    if found.dropped:
        return (
            f"有效评分表{number}份，去掉最高{_points(found.highest)}、"
            f"最低{_points(found.lowest)}，其余{len(found.counted)}份平均{found.mean}分"
        )
    if scheme.averaging == Averaging.TRIMMED:
        return (
            f"有效评分表{number}份，不够最高、最低各去掉{scheme.trimmed}份，"
            f"按全部{number}份平均{found.mean}分"
        )
    return f"有效评分表{number}份，平均{found.mean}分"


def _points(marks: Sequence[Mark]) -> str:
    return "、".join(f"{shown(mark.points)}分" for mark in marks)


def _aside(names: Sequence[str], is_anonymous: bool) -> str:
    if not names:
        return ""
    if is_anonymous:
        return f"{len(names)}位评委因参评的是本单位，已回避"
    return f"{'、'.join(names)}因参评的是本单位，已回避"


def _advice(marks: Sequence[Mark]) -> str:
    count = Counter(mark.light for mark in marks)
    given = [f"{light.label}{count[light]}份" for light in Light if count[light]]
    return f"评委建议{'、'.join(given)}" if given else ""


def explain_place(one: Placed, scheme: JuryScheme) -> str:
    if one.light is None:
        return "没有平均分，不入选。"
    if one.light == Light.YELLOW:
        return (
            f"不到绿灯起点{shown(scheme.passes_from)}分，达到黄灯起点{shown(scheme.amend_from)}分，"
            "建议修改完善，不入选。"
        )
    if one.light == Light.RED:
        return f"不到黄灯起点{shown(scheme.amend_from)}分，为红灯，不入选。"
    return f"达到绿灯起点{shown(scheme.passes_from)}分{_place(one, scheme)}。"


def _place(one: Placed, scheme: JuryScheme) -> str:
    if one.places is None:
        return "，不限名额，入选"
    if one.cut.last is None:
        return f"，绿灯的没有超过名额{one.places}个，入选"
    if one.is_tied:
        return _tie(one, scheme)
    if one.is_in:
        return f"，在名额{one.places}个以内（末位{one.cut.last}分），入选"
    return f"，名额{one.places}个，末位{one.cut.last}分，没有达到，不入选"


def _tie(one: Placed, scheme: JuryScheme) -> str:
    """One sentence for each rule; the chair's choice is told as his."""
    found = (
        f"，名额{one.places}个，末位有{len(one.cut.tied)}个同为{one.cut.last}分，"
        f"只剩{one.cut.free}个名额，按办法"
    )
    match scheme.ties:
        case TieRule.ALL_IN:
            return f"{found}同分的都入选，入选"
        case TieRule.NONE_IN:
            return f"{found}同分的都不入选，不入选"
    return f"{found}由评审组组长选定，{'选定入选' if one.is_in else '没有选定，不入选'}"
