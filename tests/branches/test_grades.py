"""Grades of the years: what moved, what stands on a day, what is taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.branches.choices import GradeKind, Move
from apps.branches.models import Grade
from apps.branches.services import confirm_grade, record_grade, revoke_grade
from apps.core.periods import Period

TODAY = timezone.localdate()


def give(organisation, year: int, order: int, kind=GradeKind.STARS, **fields) -> Grade:
    day = min(date(year + 1, 3, 1), TODAY)
    given = {"level": f"{order}星", "decided_on": day} | fields
    return record_grade(organisation=organisation, kind=kind, year=year, order=order, **given)


def test_grade_is_compared_with_the_year_before_of_its_kind(city):
    give(city.branch, 2021, 3)
    give(city.branch, 2022, 4)
    give(city.branch, 2023, 4)
    give(city.branch, 2024, 2)
    give(city.branch, 2023, 1, GradeKind.CLASSES)
    give(city.sibling, 2022, 5)
    moved = {(g.organisation, g.kind, g.year): g.moved for g in Grade.objects.with_before()}
    assert moved == {
        (city.branch, "stars", 2021): None,
        (city.branch, "stars", 2022): Move.UP,
        (city.branch, "stars", 2023): Move.SAME,
        (city.branch, "stars", 2024): Move.DOWN,
        (city.branch, "classes", 2023): None,
        (city.sibling, "stars", 2022): None,
    }
    assert [g.year for g in Grade.objects.moved_up()] == [2022]
    assert [g.year for g in Grade.objects.moved_down()] == [2024]
    assert Grade.objects.moved_up_in(Period.year(2023)).count() == 1
    assert Grade.objects.moved_up_in(Period.year(2022)).count() == 0


def test_year_without_a_grade_between_is_no_move(city):
    give(city.branch, 2020, 3)
    give(city.branch, 2022, 4)
    assert not Grade.objects.moved_up().exists()


def test_latest_grade_stands_on_a_day_until_it_is_revoked(city):
    old, new = give(city.branch, 2022, 4), give(city.branch, 2023, 5)
    assert list(Grade.objects.standing_on(date(2023, 2, 28))) == []
    assert list(Grade.objects.standing_on(date(2023, 3, 1))) == [old]
    assert list(Grade.objects.standing_on(date(2024, 3, 1))) == [new]
    revoke_grade(grade=new, reason="复审不合格", on=date(2024, 6, 1))
    assert list(Grade.objects.standing_on(date(2024, 5, 31))) == [new]
    assert list(Grade.objects.standing_on(date(2024, 6, 1))) == [old]


def test_second_grade_of_a_year_is_refused_until_the_first_is_revoked(city):
    first = give(city.branch, 2023, 4)
    with pytest.raises(ValidationError, match="要更正的，请先撤销原来的"):
        give(city.branch, 2023, 5)
    with pytest.raises(ValidationError, match="请写明撤销定级的原因"):
        revoke_grade(grade=first, reason=" ")
    revoke_grade(grade=first, reason="登记有误")
    assert give(city.branch, 2023, 5).is_in_force
    with pytest.raises(ValidationError, match="撤销，不能再办理"):
        confirm_grade(grade=first, on=TODAY)


def test_recheck_confirms_a_grade(city, users):
    grade = give(city.branch, 2023, 5)
    with pytest.raises(PermissionDenied):
        confirm_grade(grade=grade, on=TODAY, by=users.subtree_secretary)
    confirmed = confirm_grade(grade=grade, on=TODAY, findings="保持五星标准", by=users.staff)
    assert (confirmed.confirmed_on, confirmed.confirmation) == (TODAY, "保持五星标准")
    with pytest.raises(ValidationError, match="不能早于定级日期"):
        confirm_grade(grade=grade, on=date(2024, 2, 1))


def test_days_to_come_are_refused(city):
    with pytest.raises(ValidationError, match="还没有到"):
        give(city.branch, 2023, 5, decided_on=TODAY + timedelta(days=1))


def test_grades_are_seen_within_ones_part_of_the_tree(city, users):
    own, other = give(city.branch, 2023, 4), give(city.other_branch, 2023, 4)
    assert list(Grade.objects.visible_to(users.secretary)) == [own]
    assert set(Grade.objects.visible_to(users.leader)) == {own, other}
    assert not Grade.objects.visible_to(users.secretary, "change").exists()
