"""Brands and secretary projects."""

from apps.brands.models import Brand
from apps.indicators.sources.base import Source, stock_day
from apps.projects.models import SecretaryProject

BRANDS = Source(Brand, lambda period: Brand.objects.filter(reached_on__lte=stock_day(period)))
PROJECTS = Source(
    SecretaryProject,
    lambda period: SecretaryProject.objects.filter(
        reported_on__gte=period.start, reported_on__lt=period.end
    ),
    day="reported_on",
)
