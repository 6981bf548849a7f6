"""Brands and secretary projects."""

from django.db.models import Q

from apps.brands.choices import BrandLayer
from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.sources import works

# The keys of the first four are older than the names of the layers.
KEYS = {BrandLayer.NURTURING: "self_declared", BrandLayer.SUBMITTED: "reported"}


def brands_of(layer: BrandLayer) -> Indicator:
    """Layers are never mixed in one count (trap 6)."""
    key = KEYS.get(layer, layer.value)
    return Indicator(f"brands_{key}", f"{layer.label}品牌", "个", works.BRANDS, Q(layer=layer))


WORKS = (*(brands_of(layer) for layer in BrandLayer),)
