"""Brands: how many stand in each layer, how many came in and went out (handbook 8.2).

A stock counts the layers of a day, everything else the steps of a period: 63 reported and 30
certified in a year are steps, and say nothing of how many stand in a layer at its end.
"""

from django.db.models import Q

from apps.brands.choices import BrandLayer
from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.measures import Distinct
from apps.indicators.sources import Source, brands

# The keys of two layers are older than the names of the layers.
KEYS = {BrandLayer.NURTURING: "self_declared", BrandLayer.SUBMITTED: "reported"}
EACH_ONCE = Distinct("brand", thing="品牌")


def standing_in(layer: BrandLayer) -> Indicator:
    """Layers are never mixed in one count (trap 6)."""
    key = f"brands_{KEYS.get(layer, layer.value)}"
    return Indicator(key, f"{layer.label}品牌", "个", brands.LAYERS, Q(layer=layer))


def brought_into(layer: BrandLayer, key: str, label: str, source: Source) -> Indicator:
    """A brand that is brought there twice in a period is one brand."""
    return Indicator(key, label, "个", source, Q(layer=layer), EACH_ONCE)


IN_LAYERS = (
    *(standing_in(layer) for layer in BrandLayer),
    brought_into(BrandLayer.SUBMITTED, "brands_reported_in", "申报的品牌", brands.BEGUN),
    brought_into(BrandLayer.SHORTLISTED, "brands_shortlisted_in", "初评入围的品牌", brands.BEGUN),
    # 有进有出: what a recheck kept did not come in again.
    Indicator("brands_certified_in", "新认定的品牌（进）", "个", brands.ENTERED, measure=EACH_ONCE),
    brought_into(BrandLayer.DEMONSTRATION, "brands_shown_in", "命名的示范品牌", brands.BEGUN),
    Indicator("brands_withdrawn_in", "摘牌的品牌（出）", "个", brands.WITHDRAWN, measure=EACH_ONCE),
    Indicator(
        "organisations_shown_in",
        "命名为示范的党组织",
        "个",
        brands.BEGUN,
        Q(layer=BrandLayer.DEMONSTRATION),
        Distinct("brand__organisation", thing="党组织"),
    ),
)
BESIDE_LAYERS = (
    Indicator("brand_rechecks_due", "应复核的品牌", "个", brands.DUE_FOR_RECHECK),
    Indicator("brand_rechecks", "品牌复核", "次", brands.RECHECKS),
    Indicator("brand_adoptions", "学用的品牌做法", "项", brands.ADOPTIONS),
    Indicator(
        "brands_adopted",
        "被学用的品牌",
        "个",
        brands.ADOPTED,
        measure=EACH_ONCE,
    ),
)
BRANDS = (*IN_LAYERS, *BESIDE_LAYERS)
