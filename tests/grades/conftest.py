"""A measure made of rows, and a body that is rated by it."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.branches.choices import GradeKind
from apps.branches.models import Organisation
from apps.grades.choices import Feed, LimitTest, RatingStatus
from apps.grades.marks import SELF
from apps.grades.models import GradeItem, GradeLevel, GradeScheme, GradeVeto, Rating
from apps.grades.services import Said, open_ratings, save_marks
from tests.conftest import City

TODAY = timezone.localdate()
YEAR = TODAY.year
LINES = ((3, "三星", 90), (2, "二星", 60), (1, "一星", 0))


def make_scheme(**fields) -> GradeScheme:
    """One item by hand (60), one fed by a number (40): 党员大会 held, four are wanted."""
    given = {
        "name": "星级办法",
        "kind": GradeKind.STARS,
        "kinds": ["branch"],
        "valid_from": date(2020, 1, 1),
        "total": Decimal(100),
        "notice_days": 0,
    }
    scheme = GradeScheme.objects.create(**(given | fields))
    GradeItem.objects.create(scheme=scheme, order=10, name="作用发挥", most=60)
    GradeItem.objects.create(
        scheme=scheme,
        order=20,
        name="党员大会",
        most=40,
        feed=Feed.INDICATOR,
        indicator="members_meeting",
        target=4,
    )
    for order, name, minimum in LINES:
        GradeLevel.objects.create(scheme=scheme, order=order, name=name, minimum=minimum)
    return scheme


def make_veto(scheme: GradeScheme, test: LimitTest = LimitTest.BY_HAND, **fields) -> GradeVeto:
    given = {"name": "软弱涣散", "order": scheme.vetoes.count() + 1}
    if "level" not in fields:
        given["level"] = scheme.levels.get(order=1)
    return GradeVeto.objects.create(scheme=scheme, test=test, **(given | fields))


def rated(rating: Rating, points: int | str, *, by=None, hand_on: bool = False) -> Rating:
    """The body gives itself points for what the portal does not know."""
    rating = Rating.objects.get(pk=rating.pk)
    line = rating.lines.select_related("item").get(item__order=10)
    return save_marks(
        rating=rating,
        stage=SELF,
        said=[Said(line, Decimal(points))],
        expected_version=rating.version,
        by=by,
        hand_on=hand_on,
    )


def put(rating: Rating, status: RatingStatus) -> Rating:
    Rating.objects.filter(pk=rating.pk).update(status=status)
    return Rating.objects.get(pk=rating.pk)


@pytest.fixture
def scheme(db) -> GradeScheme:
    return make_scheme()


def open_for(scheme: GradeScheme, *organisations: Organisation) -> list[Rating]:
    return open_ratings(scheme=scheme, year=YEAR, by=None, organisations=organisations)


@pytest.fixture
def rating(city: City, scheme: GradeScheme) -> Rating:
    return open_for(scheme, city.branch)[0]
