"""Reviewing a venue by the version of the standard that holds on the day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.sixlights.models import (
    MetCriterion,
    Venue,
    VenueCriterion,
    VenueReview,
    VenueStandard,
)


def standard_of(day: date) -> VenueStandard:
    """The version in force on a day; ValidationError where there is none."""
    standard = VenueStandard.objects.valid_on(day).order_by("-number").first()
    if standard is None:
        raise ValidationError({"reviewed_on": f"{day} 没有生效的建设标准，请先登记标准或改日期"})
    return standard


@transaction.atomic
def review_venue(
    *,
    venue: Venue,
    reviewed_on: date,
    criteria: Iterable[VenueCriterion],
    by,
    note: str = "",
) -> VenueReview:
    """Keep what was found; points, stars and 规范化 follow from the version of that day."""
    standard = standard_of(reviewed_on)
    met = list(criteria)
    if any(c.standard_id != standard.pk for c in met):
        raise ValidationError({"criteria": f"{reviewed_on} 适用{standard}，请只勾选这一版的条目"})
    if not venue.holds_on(reviewed_on):
        raise ValidationError({"reviewed_on": f"{venue}在这一天没有使用，请核对日期"})
    points = sum((c.points for c in met), Decimal(0))
    review = VenueReview.objects.create(
        venue=venue,
        standard=standard,
        reviewed_on=reviewed_on,
        points=points,
        stars=stars_for(standard, points),
        is_up_to_standard=_is_up_to(standard, met, points),
        reviewer=by,
        note=note,
    )
    MetCriterion.objects.bulk_create(MetCriterion(review=review, criterion=c) for c in met)
    return review


def stars_for(standard: VenueStandard, points: Decimal) -> int:
    reached = standard.thresholds.filter(points__lte=points).order_by("-stars")
    return reached.values_list("stars", flat=True).first() or 0


def _is_up_to(standard: VenueStandard, met: list[VenueCriterion], points: Decimal) -> bool:
    required = standard.criteria.filter(is_required=True).values_list("pk", flat=True)
    return points >= standard.points_to_standard and set(required) <= {c.pk for c in met}
