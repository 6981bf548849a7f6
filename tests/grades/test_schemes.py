"""The measures of handbook 5 are rows alone: each of them rates a body without code of its own."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from apps.branches.choices import GradeKind, OrganisationKind
from apps.duties.models import DutyRule
from apps.grades.choices import LimitTest, RatingStatus
from apps.grades.marks import SELF
from apps.grades.models import GradeScheme, Rating
from apps.grades.rules import faults
from apps.grades.services import Said, choose_level, enter_veto, open_ratings, save_marks
from tests import cast
from tests.grades.conftest import YEAR, put

FIVE, SATISFACTION, QUOTAS = "五星创评办法", "星级评定办法（满意度）", "星级化管理办法（按名额）"


@pytest.fixture(autouse=True)
def _shipped(db):
    call_command("loaddata", "duty_rules", "grade_schemes", verbosity=0)


def shipped(name: str) -> GradeScheme:
    return GradeScheme.objects.get(name=name)


def in_full(name: str, organisation, shares: dict[int, str] | None = None) -> Rating:
    """The body with the most points for everything, or the share that is said of an item."""
    scheme = shipped(name)
    opened = open_ratings(scheme=scheme, year=YEAR - 1, by=None, organisations=[organisation])
    rating = Rating.objects.get(pk=opened[0].pk)
    said = [
        Said(
            line,
            line.item.most * Decimal((shares or {}).get(line.item.order, "1")),
            "依据",
        )
        for line in rating.lines.select_related("item")
    ]
    return save_marks(rating=rating, stage=SELF, said=said, expected_version=1, by=None)


def test_every_shipped_measure_is_free_of_faults():
    for scheme in GradeScheme.objects.all():
        scheme.full_clean()
        assert faults(scheme) == [], scheme
        for rows in (scheme.items, scheme.levels, scheme.vetoes):
            for row in rows.all():
                row.full_clean()


def test_kinds_of_measures_are_the_four_of_the_handbook():
    kinds = GradeScheme.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds).count(GradeKind.STARS) == 3
    assert set(kinds) == set(GradeKind)


def test_five_star_measure_has_110_points_shares_and_an_innovation_project(city):
    scheme = shipped(FIVE)
    assert (scheme.total, scheme.items.filter(parent=None).count()) == (110, 8)
    shares = list(scheme.levels.order_by("-order").values_list("name", "minimum", "quota"))
    assert shares[:4] == [("五星", 90, 10), ("四星", 80, 30), ("三星", 70, 40), ("二星", 60, 20)]
    assert str(in_full(FIVE, city.branch).level) == "五星"
    without = in_full(FIVE, city.sibling, {80: "0"})
    assert (str(without.level_by_points), str(without.level)) == ("五星", "四星")


def test_satisfaction_is_thirty_percent_and_caps_below_sixty(city):
    item = shipped(SATISFACTION).items.get(name="群众满意度")
    assert item.most == 30
    rating = in_full(SATISFACTION, city.branch, {item.order: "0.59"})
    assert (str(rating.level_by_points), str(rating.level)) == ("四星", "二星")
    assert str(in_full(SATISFACTION, city.sibling, {item.order: "0.6"}).level) == "四星"


def test_measure_by_quotas_is_decided_by_the_committee_and_honours_lift(city, users):
    scheme = shipped(QUOTAS)
    assert scheme.total is None
    quotas = dict(scheme.levels.values_list("name", "quota"))
    assert quotas == {"五星": 10, "四星": 40, "三星": 30, "未定星级": None}
    opened = open_ratings(scheme=scheme, year=YEAR - 1, by=None, organisations=[city.branch])
    rating = put(opened[0], RatingStatus.STAFF)
    assert rating.level is None
    chosen = choose_level(
        rating=rating, level=scheme.levels.get(order=4), reason="会议确定", by=users.staff
    )
    assert str(chosen.level) == "四星"
    choose_level(rating=chosen, level=None, by=users.staff)
    honour = scheme.vetoes.get(test=LimitTest.BY_HAND, effect="floor")
    enter_veto(rating=rating, veto=honour, reason="区级先进", by=users.staff)
    assert str(Rating.objects.get(pk=rating.pk).level) == "五星"


@pytest.mark.parametrize(
    ("name", "best", "least"),
    [
        ("“四强”党支部评定办法", "“四强”党支部", "未达到"),
        ("党支部分类定级办法", "先进", "后进"),
    ],
)
def test_four_strengths_and_classes_are_rows(city, name, best, least):
    assert str(in_full(name, city.branch).level) == best
    orders = [item.order for item in shipped(name).items.all()]
    assert str(in_full(name, city.sibling, dict.fromkeys(orders, "0")).level) == least


def test_four_strengths_are_four_items():
    items = shipped("“四强”党支部评定办法").items.filter(parent=None)
    assert list(items.values_list("name", flat=True)) == [
        *("政治功能强", "支部班子强", "党员队伍强", "作用发挥强"),
    ]


def test_red_flag_groups_have_four_items_with_eight_standards(city):
    scheme = shipped("“红旗党小组”创建办法")
    assert scheme.items.filter(parent=None).count() == 4
    assert scheme.items.marked().count() == 8
    group = cast.make_organisation("第一党小组", OrganisationKind.SUBGROUP, parent=city.branch)
    rating = in_full(scheme.name, group)
    assert (rating.points, str(rating.level)) == (100, "红旗党小组")


def test_duties_that_measures_name_are_shipped():
    named = set(
        GradeScheme.objects.exclude(items__duty_key="").values_list("items__duty_key", flat=True)
    )
    assert named <= set(DutyRule.objects.values_list("key", flat=True)) | {"", None}
