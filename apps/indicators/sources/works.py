"""Brands and secretary projects."""

from django.db.models import QuerySet

from apps.brands.models import Brand
from apps.core.periods import Period
from apps.indicators.sources.base import Source, stock_day


def brands(period: Period) -> QuerySet:
    """What there is on the day, with the `layer` in which each brand is then."""
    return Brand.objects.with_layer_on(stock_day(period))


BRANDS = Source(Brand, brands)
