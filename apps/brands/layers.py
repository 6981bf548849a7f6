"""层级经历: the spans of a brand, one after the other without a gap. Only steps write them."""

from datetime import date

from django.utils import timezone

from apps.brands.choices import HONOURED, BrandLayer
from apps.brands.models import Batch, Brand, LayerSpan
from apps.core.lifecycle import StepRefused, history_of
from apps.core.models.spans import day_in_words


def first_span(brand: Brand, day: date) -> LayerSpan:
    """A brand begins in the layer in which it is entered."""
    return LayerSpan.objects.create(brand=brand, layer=brand.status, starts_on=day)


def move(brand: Brand, *, day: date | None = None, batch: Batch | None = None) -> LayerSpan:
    """End the open span on `day` (None: today) and begin that of the layer just entered."""
    since = day or timezone.localdate()
    held = brand.layer_spans.get(ends_on=None)
    if since < held.starts_on:
        raise StepRefused(
            f"“{brand}”从{day_in_words(held.starts_on)}起是“{held.get_layer_display()}”，"
            f"下一步的日期{since}不能早于这一天，请核对日期"
        )
    held.ends_on = since
    held.version += 1
    held.save(update_fields=["ends_on", "version", "updated_at"])
    return LayerSpan.objects.create(
        brand=brand, layer=brand.status, starts_on=since, batch=batch, reason=_note(brand)
    )


def held_honour(brand: Brand) -> BrandLayer:
    """What a recheck gives back: the latest honour; after a withdrawal the certification alone."""
    latest = brand.layer_spans.order_by("-starts_on", "-pk").values_list("layer", flat=True)
    for layer in latest:
        if layer == BrandLayer.WITHDRAWN:
            return BrandLayer.CERTIFIED
        if layer in HONOURED:
            return BrandLayer(layer)
    return BrandLayer.CERTIFIED


def _note(brand: Brand) -> str:
    """What was written beside the step that has just been taken."""
    step = history_of(brand).first()
    return step.note if step else ""
