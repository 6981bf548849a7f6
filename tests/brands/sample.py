"""Brands in every layer, brought there by the steps of the portal."""

from datetime import date, timedelta

from django.utils import timezone

from apps.brands.choices import BatchKind, BrandLayer, RecheckOutcome
from apps.brands.models import Batch, Brand
from apps.brands.services import (
    BrandEntry,
    EffectEntry,
    certify,
    create_brand,
    demonstrate,
    hold_recheck,
)
from apps.core.lifecycle import advance
from apps.core.quantities import Qualifier

TEXT = {
    "meaning": "以红色代表初心，以手印代表责任。",
    "business_link": "围绕统计调查的主责主业。",
    "measures": "组建先锋队，分片包干，每月一次入户。",
    "effects": "群众满意度提高。",
}
ROWS = (
    EffectEntry("服务群众", 3800, "人次", Qualifier.OVER, date(2025, 1, 1), date(2025, 12, 31)),
)
# From the outside in: how a brand comes to stand in each layer.
STEPS = {
    BrandLayer.NURTURING: (),
    BrandLayer.SUBMITTED: ("apply",),
    BrandLayer.SHORTLISTED: ("apply", "shortlist"),
    BrandLayer.CERTIFIED: ("apply", "shortlist", "certify"),
    BrandLayer.DEMONSTRATION: ("apply", "shortlist", "certify", "demonstrate"),
    BrandLayer.UNDER_RECHECK: ("apply", "shortlist", "certify", "open_recheck"),
    BrandLayer.IMPROVING: ("apply", "shortlist", "certify", "open_recheck", "improve"),
    BrandLayer.WITHDRAWN: ("apply", "shortlist", "certify", "withdraw"),
}


def batch(kind: BatchKind = BatchKind.CERTIFICATION) -> Batch:
    day = timezone.localdate()
    return Batch.objects.get_or_create(kind=kind, number=1, defaults={"decided_on": day})[0]


def make_brand(organisation, name="红手印调查先锋队", layer=BrandLayer.NURTURING, **text) -> Brand:
    entry = BrandEntry(name=name, effect_rows=ROWS, **(TEXT | text))
    brand = create_brand(organisation=organisation, entry=entry, by=None)
    for step in STEPS[layer]:
        brand = _take(brand, step)
    return brand


def _take(brand: Brand, step: str) -> Brand:
    match step:
        case "certify":
            return certify(brand=brand, batch=batch(), by=None)
        case "demonstrate":
            return demonstrate(brand=brand, batch=batch(BatchKind.DEMONSTRATION), by=None)
        case "improve":
            return hold_recheck(
                recheck=brand.rechecks.get(),
                held_on=timezone.localdate(),
                findings="活动停了半年",
                outcome=RecheckOutcome.IMPROVE,
                improve_by=timezone.localdate() + timedelta(days=90),
                by=None,
            )
    return advance(brand, step, by=None, note="内部说明")
