"""Brands by their layers, what came into and went out of them, rechecks and adoptions."""

from collections.abc import Callable

from django.db.models import QuerySet

from apps.brands.models import Adoption, Brand, LayerSpan, Recheck
from apps.core.periods import Period
from apps.indicators.sources.base import Source, stock_day

OF_A_BRAND = "brand__organisation"


def _spans(rows: Callable[[Period], QuerySet]) -> Source:
    return Source(
        LayerSpan,
        rows,
        day="starts_on",
        owner=OF_A_BRAND,
        record="brand",
        shown_with=(OF_A_BRAND, "batch"),
        holder=OF_A_BRAND,
    )


# Exactly one layer at a time, so that the layers of a day add up to the brands there are.
LAYERS = Source(
    Brand, lambda period: Brand.objects.with_layer_on(stock_day(period)), is_compiled=True
)
BEGUN = _spans(lambda period: LayerSpan.objects.begun_in(period))
ENTERED = _spans(lambda period: LayerSpan.objects.entered_in(period))
WITHDRAWN = _spans(lambda period: LayerSpan.objects.withdrawn_in(period))
DUE_FOR_RECHECK = Source(
    Brand,
    lambda period: Brand.objects.due_for_recheck(stock_day(period)).of_living_bodies(
        stock_day(period)
    ),
)
RECHECKS = Source(
    Recheck,
    lambda period: Recheck.objects.held_in(period),
    day="held_on",
    owner=OF_A_BRAND,
    record="brand",
    shown_with=(OF_A_BRAND,),
    holder=OF_A_BRAND,
)
# What an organisation took up counts for it; that something was taken up, for the brand's house.
ADOPTIONS = Source(
    Adoption,
    lambda period: Adoption.objects.begun_in(period),
    day="since",
    record="brand",
    shown_with=("organisation", "brand"),
)
ADOPTED = Source(
    Adoption,
    lambda period: Adoption.objects.begun_in(period),
    day="since",
    owner=OF_A_BRAND,
    record="brand",
    shown_with=(OF_A_BRAND, "organisation"),
    holder=OF_A_BRAND,
)
