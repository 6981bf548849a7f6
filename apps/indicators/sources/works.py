"""Brands and secretary projects."""

from django.db.models import QuerySet

from apps.brands.models import Brand
from apps.core.periods import Period
from apps.indicators.sources.base import Source, stock_day
from apps.projects.models import SecretaryProject


def brands(period: Period) -> QuerySet:
    """What there is on the day; a body that was dissolved has no brand any more."""
    day = stock_day(period)
    return Brand.objects.filter(reached_on__lte=day).exclude(organisation__dissolved_on__lte=day)


BRANDS = Source(Brand, brands)
PROJECTS = Source(
    SecretaryProject,
    lambda period: SecretaryProject.objects.reported_in(period),
    day="reported_on",
)
