"""认定 and 示范, one brand or a whole batch at a time."""

from django.db import transaction

from apps.brands.choices import BrandLayer
from apps.brands.models import Batch, Brand
from apps.core.lifecycle import StepRefused, advance


@transaction.atomic
def certify(*, brand: Brand, batch: Batch, by, note: str = "") -> Brand:
    """认定 in a batch that has been decided; a withdrawn brand is rechecked instead."""
    refuse_withdrawn(brand)
    Brand.objects.filter(pk=brand.pk).update(certified_in=batch, certified_on=batch.decided_on)
    return advance(brand, "certify", by=by, note=note)


@transaction.atomic
def demonstrate(*, brand: Brand, batch: Batch, by, note: str = "") -> Brand:
    Brand.objects.filter(pk=brand.pk).update(demonstrated_in=batch)
    return advance(brand, "demonstrate", by=by, note=note)


def refuse_withdrawn(brand: Brand) -> None:
    stored = Brand.objects.values_list("status", flat=True).get(pk=brand.pk)
    if stored == BrandLayer.WITHDRAWN:
        raise StepRefused(
            f"“{brand}”已经摘牌，不能再次认定：按有进有出的规定，摘牌的品牌只能经复核恢复。"
            "请先“启动复核”，复核通过后恢复认定"
        )
