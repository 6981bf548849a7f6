"""评星定级 in the demonstration city: a round in which bodies rate themselves, one in its notice.

Taken by the steps of the portal, so that the numbers behind every item are those of the city.
"""

from datetime import date
from decimal import Decimal

from apps.accounts.models import User
from apps.branches.models import Organisation
from apps.branches.scope import led_by
from apps.core.lifecycle import advance
from apps.grades.choices import RatingStatus
from apps.grades.marks import COMMITTEE, SELF, points_known
from apps.grades.models import GradeScheme, Rating
from apps.grades.services import Said, open_ratings, raise_objection, save_marks
from apps.portal.city.accounts import SECRETARY, SUBTREE_SECRETARY

STARS, STRENGTHS = "五星创评办法", "“四强”党支部评定办法"
BODIES = 6
# What a body gives itself for what no row tells.
SHARE = Decimal("0.85")


def open_rounds(until: date) -> None:
    """Stars of the running year among the neighbours of the demonstration accounts, strengths of
    the year before elsewhere."""
    secretary = User.objects.get(username=SECRETARY.username)
    higher = Organisation.objects.filter(
        pk__in=led_by(User.objects.get(username=SUBTREE_SECRETARY.username))
    ).first()
    branches = Organisation.objects.branches().filter(dissolved_on=None).order_by("path")
    own = branches.filter(pk__in=led_by(secretary))
    near = branches.filter(path__startswith=higher.path) if higher else own
    _rate_themselves([*own, *near.exclude(pk__in=own)][:BODIES], until.year)
    far = branches.exclude(pk__in=near).exclude(pk__in=own)
    _announce(list(far[:BODIES]), until.year - 1, secretary)


def _rate_themselves(bodies: list[Organisation], year: int) -> None:
    """The first one has yet to begin, the last ones wait for their committee and for the staff."""
    opened = _opened(STARS, year, bodies)
    for rating in opened[-2:]:
        _hand_in(rating)
    for rating in opened[-1:]:
        _endorse(rating)


def _announce(bodies: list[Organisation], year: int, objector: User) -> None:
    for rating in _opened(STRENGTHS, year, bodies):
        _hand_in(rating)
        _endorse(rating)
        if Rating.objects.get(pk=rating.pk).level_id:
            advance(rating, "announce", by=None)
    announced = Rating.objects.filter(year=year, status=RatingStatus.NOTICE).first()
    if announced:
        words = "去年有两次主题党日没有看到活动记录，请核实后再定。"
        raise_objection(rating=announced, text=words, by=objector)


def _opened(name: str, year: int, bodies: list[Organisation]) -> list[Rating]:
    """In the order of the bodies."""
    scheme = GradeScheme.objects.filter(name=name).latest("number")
    opened = open_ratings(scheme=scheme, year=year, by=None, organisations=bodies)
    return sorted(opened, key=lambda r: [b.pk for b in bodies].index(r.organisation_id))


def _hand_in(rating: Rating) -> None:
    rating = Rating.objects.get(pk=rating.pk)
    asked = [line for line in rating.lines.select_related("item") if points_known(line) is None]
    said = [
        Said(line, (line.item.most * SHARE).quantize(Decimal("0.5")), "见支部年度总结")
        for line in asked
        if line.is_applicable
    ]
    save_marks(
        rating=rating,
        stage=SELF,
        said=said,
        words="对照标准逐项核对，材料齐全。",
        expected_version=rating.version,
        by=None,
        hand_on=True,
    )


def _endorse(rating: Rating) -> None:
    rating = Rating.objects.get(pk=rating.pk)
    save_marks(
        rating=rating,
        stage=COMMITTEE,
        said=[],
        words="情况属实，同意上报。",
        expected_version=rating.version,
        by=None,
        hand_on=True,
    )
