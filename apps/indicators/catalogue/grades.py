"""Grades: what bodies hold on a day, and which of them moved in a period (handbook 5).

A level of stars is known by its height, which is the number of its stars; classes by their names,
which are those of the central wording. Levels are never mixed in one count.
"""

from django.db.models import Q

from apps.branches.choices import GradeKind
from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.measures import Distinct
from apps.indicators.sources import branches

EACH_ONCE = Distinct("organisation", thing="党组织")
STARS = ("一", "二", "三", "四", "五")


def standing(key: str, label: str, kind: GradeKind, **level: object) -> Indicator:
    return Indicator(key, label, "个", branches.GRADES, Q(kind=kind, **level), EACH_ONCE)


GRADES = (
    *(
        standing(f"stars_{number}", f"{name}星党支部", GradeKind.STARS, order=number)
        for number, name in enumerate(STARS, start=1)
    ),
    standing("four_strong", "“四强”党支部", GradeKind.FOUR_STRENGTHS, level="“四强”党支部"),
    standing("class_advanced", "先进党支部", GradeKind.CLASSES, level="先进"),
    standing("class_middle", "中间党支部", GradeKind.CLASSES, level="中间"),
    standing("class_backward", "后进党支部", GradeKind.CLASSES, level="后进"),
    standing("red_flag_groups", "红旗党小组", GradeKind.RED_FLAG, level="红旗党小组"),
    Indicator("grades_decided", "定级的党组织", "个", branches.GRADES_DECIDED, measure=EACH_ONCE),
    # S3: 提档进位. A first grade is no move.
    Indicator("grades_moved_up", "晋级的党组织", "个", branches.GRADES_MOVED_UP, measure=EACH_ONCE),
    Indicator(
        "grades_moved_down", "降级的党组织", "个", branches.GRADES_MOVED_DOWN, measure=EACH_ONCE
    ),
)
