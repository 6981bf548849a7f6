"""Brands and secretary projects."""

from django.db.models import Q

from apps.brands.models import BrandLayer
from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.sources import works


def brands_of(layer: BrandLayer) -> Indicator:
    """Layers are never mixed in one count (trap 6)."""
    return Indicator(f"brands_{layer}", f"{layer.label}品牌", "个", works.BRANDS, Q(layer=layer))


WORKS = (
    *(brands_of(layer) for layer in BrandLayer),
    Indicator("projects", "申报书记项目", "个", works.PROJECTS),
)
