from datetime import date

from django.utils import timezone

from apps.brands.choices import BatchKind, BrandLayer, RecheckOutcome
from apps.brands.models import Batch, Brand
from apps.brands.services import hold_recheck
from tests.brands import sample

DECIDED = date(2026, 1, 15)


def make_batch(kind=BatchKind.CERTIFICATION, number=1, **given) -> Batch:
    return Batch.objects.create(kind=kind, number=number, **{"decided_on": DECIDED} | given)


def brand_in(layer: BrandLayer, organisation, name="财政先锋") -> Brand:
    """A brand that went through all the layers before the one asked for, in batches of today."""
    for kind in BatchKind:
        sample.batch(kind)
    return sample.make_brand(organisation, name, layer)


def recheck(brand: Brand, outcome: RecheckOutcome, **given) -> Brand:
    is_improving = outcome == RecheckOutcome.IMPROVE
    known = {"held_on": timezone.localdate(), "findings": "查看了台账", "by": None}
    known["improve_by"] = date(2099, 1, 1) if is_improving else None
    return hold_recheck(recheck=brand.rechecks.latest("pk"), outcome=outcome, **known | given)
