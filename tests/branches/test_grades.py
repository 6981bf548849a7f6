"""Grades of the years: what moved, what stands on a day, what is taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import GradeKind, Move
from apps.branches.models import Grade
from apps.branches.services import confirm_grade, lower_grade, record_grade, revoke_grade
from apps.core.periods import Period
from apps.notices.models import Notice

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


def test_reinspection_lowers_a_grade_with_its_reason(city, users):
    grade = give(city.branch, 2023, 4, scheme="星级办法（第1版）")
    given = {"grade": grade, "on": TODAY, "reason": "记录不实", "by": users.staff}
    lower = lower_grade(level="2星", order=2, **given)
    assert (lower.scheme, lower.year, lower.confirmed_on) == ("星级办法（第1版）", 2023, TODAY)
    stored = Grade.objects.get(pk=grade.pk)
    assert (stored.revoked_on, stored.revocation_reason) == (TODAY, "复审降为“2星”：记录不实")
    assert list(Grade.objects.standing_on(TODAY)) == [lower]
    said = Notice.objects.get(user=users.secretary)
    assert said.text.endswith("2023年“4星”经复审降为“2星”。原因：记录不实")
    assert said.link == city.branch.get_absolute_url()
    again = given | {"grade": lower}
    with pytest.raises(ValidationError, match="不低于现在的“2星”，复审只能保持或者降低等级"):
        lower_grade(level="4星", order=4, **again)
    with pytest.raises(ValidationError, match="请写明复审发现了什么"):
        lower_grade(level="1星", order=1, **(again | {"reason": " "}))
    with pytest.raises(PermissionDenied):
        lower_grade(level="1星", order=1, **(again | {"by": users.secretary}))


def test_desk_offers_the_lower_levels(city, users, as_user):
    give(city.sibling, 2023, 2)
    grade = give(city.branch, 2023, 4)
    desk, url = as_user(users.staff), reverse("admin:branches_grade_lower", args=[grade.pk])
    text = desk.get(url).content.decode()
    assert ("2星" in text, "4:4星" in text) == (True, False)
    assert "请写明复审发现了什么" in desk.post(url, {"level": "2:2星"}).content.decode()
    given = {"level": "2:2星", "on": TODAY.isoformat(), "reason": "记录不实"}
    assert desk.post(url, given).status_code == 302
    assert Grade.objects.in_force().get(organisation=city.branch).level == "2星"


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_body_tells_its_grades(city, users, as_user, number, django_assert_num_queries):
    for year in range(2024, 2024 - number, -1):
        give(city.branch, year, year - 2020)
    client = as_user(users.secretary)
    client.get(city.branch.get_absolute_url())
    with django_assert_num_queries(18):
        text = client.get(city.branch.get_absolute_url()).content.decode()
    assert "<strong>4星</strong>（2024年）" in text
    assert ("晋级" in text) == (number > 1)
