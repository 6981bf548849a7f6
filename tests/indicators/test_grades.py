"""Grades by level on a day, and who moved, on hand-made rows (S3, handbook 5.3)."""

from datetime import date

from apps.branches.choices import GradeKind
from apps.branches.models import Grade
from apps.branches.services import revoke_grade
from apps.core.periods import Period
from apps.indicators import counting, tree

IN_2024, IN_2025 = Period.year(2024), Period.year(2025)


def grade(organisation, year: int, order: int, kind=GradeKind.STARS, level: str = "") -> Grade:
    """Decided in March of the year after."""
    return Grade.objects.create(
        organisation=organisation,
        kind=kind,
        year=year,
        order=order,
        level=level or f"{order}星",
        decided_on=date(year + 1, 3, 1),
    )


def number_of(key: str, organisation, period: Period) -> int:
    return int(tree.total(key, period, organisation).value)


def test_stars_of_a_day_are_the_latest_ones_in_force(city):
    grade(city.branch, 2023, 4)
    new = grade(city.branch, 2024, 5)
    grade(city.sibling, 2024, 4)
    grade(city.branch, 2024, 4, GradeKind.CLASSES, "中间")
    assert [number_of("stars_4", city.root, p) for p in (IN_2024, IN_2025)] == [1, 1]
    assert [number_of("stars_5", city.root, p) for p in (IN_2024, IN_2025)] == [0, 1]
    revoke_grade(grade=new, reason="复审不合格", on=date(2025, 6, 1))
    assert number_of("stars_5", city.root, IN_2025) == 0
    assert number_of("stars_4", city.root, IN_2025) == 2


def test_classes_strengths_and_groups_are_counted_apart(city):
    grade(city.branch, 2024, 3, GradeKind.CLASSES, "先进")
    grade(city.branch, 2024, 2, GradeKind.FOUR_STRENGTHS, "“四强”党支部")
    grade(city.sibling, 2024, 1, GradeKind.FOUR_STRENGTHS, "未达到")
    keys = ("class_advanced", "class_middle", "class_backward", "four_strong", "red_flag_groups")
    assert [number_of(key, city.root, IN_2025) for key in keys] == [1, 0, 0, 1, 0]


def test_moved_up_counts_whoever_is_higher_than_in_the_year_before(city):
    grade(city.branch, 2023, 3)
    up = grade(city.branch, 2024, 4)
    grade(city.branch, 2023, 2, GradeKind.CLASSES, "中间")
    grade(city.branch, 2024, 3, GradeKind.CLASSES, "先进")
    grade(city.sibling, 2024, 5)
    grade(city.other_branch, 2023, 5)
    grade(city.other_branch, 2024, 4)
    assert number_of("grades_moved_up", city.root, IN_2025) == 1
    assert number_of("grades_moved_up", city.root, IN_2024) == 0
    assert number_of("grades_moved_down", city.root, IN_2025) == 1
    assert number_of("grades_decided", city.root, IN_2025) == 3
    assert up in counting.rows("grades_moved_up", IN_2025)
    assert number_of("grades_moved_up", city.other_committee, IN_2025) == 0
