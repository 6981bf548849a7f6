from datetime import date

import pytest
from django.utils import timezone

from apps.brands.choices import BatchKind, BrandLayer, RecheckOutcome
from apps.brands.models import Batch, Brand
from apps.brands.services import certify, demonstrate, hold_recheck
from apps.core.lifecycle import advance
from tests import cast

DECIDED = date(2026, 1, 15)


def make_batch(kind=BatchKind.CERTIFICATION, number=1, **given) -> Batch:
    return Batch.objects.create(kind=kind, number=number, **{"decided_on": DECIDED} | given)


def brand_in(layer: BrandLayer, organisation, name="财政先锋") -> Brand:
    """A brand that went through all the layers before the one asked for."""
    brand = cast.make_brand(organisation, name)
    return _to(layer, brand)


def _to(layer: BrandLayer, brand: Brand) -> Brand:
    first, _ = Batch.objects.get_or_create(
        kind=BatchKind.CERTIFICATION, number=1, defaults={"decided_on": timezone.localdate()}
    )
    shown, _ = Batch.objects.get_or_create(
        kind=BatchKind.DEMONSTRATION, number=1, defaults={"decided_on": timezone.localdate()}
    )
    match layer:
        case BrandLayer.NURTURING:
            return brand
        case BrandLayer.SUBMITTED:
            return advance(brand, "apply", by=None)
        case BrandLayer.SHORTLISTED:
            return advance(_to(BrandLayer.SUBMITTED, brand), "shortlist", by=None)
        case BrandLayer.CERTIFIED:
            return certify(brand=_to(BrandLayer.SHORTLISTED, brand), batch=first, by=None)
        case BrandLayer.DEMONSTRATION:
            return demonstrate(brand=_to(BrandLayer.CERTIFIED, brand), batch=shown, by=None)
        case BrandLayer.UNDER_RECHECK:
            return advance(_to(BrandLayer.CERTIFIED, brand), "open_recheck", by=None)
        case BrandLayer.IMPROVING:
            brand = _to(BrandLayer.UNDER_RECHECK, brand)
            return recheck(brand, RecheckOutcome.IMPROVE)
    return advance(_to(BrandLayer.CERTIFIED, brand), "withdraw", by=None, note="名不副实")


def recheck(brand: Brand, outcome: RecheckOutcome, **given) -> Brand:
    is_improving = outcome == RecheckOutcome.IMPROVE
    known = {"held_on": timezone.localdate(), "findings": "查看了台账", "by": None}
    known["improve_by"] = date(2099, 1, 1) if is_improving else None
    return hold_recheck(recheck=brand.rechecks.latest("pk"), outcome=outcome, **known | given)


@pytest.fixture
def batch(db) -> Batch:
    return make_batch()
