"""The public register of brands, read in a fixed number of queries; layers are never added up."""

from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.http import urlencode

from apps.branches.models import Unit
from apps.brands.choices import BrandLayer
from apps.brands.models import Batch, Brand, LayerSpan
from apps.core.periods import Period
from apps.core.search import Typed

PAGE = 50
YEARS_SHOWN = 5
LONGEST_QUERY = 50
SEARCHED = ("name", "organisation__name", "organisation__unit__name")
# The layers of the register in its order; what comes before a certification stays in its house.
LAYERS = (
    BrandLayer.DEMONSTRATION,
    BrandLayer.CERTIFIED,
    BrandLayer.UNDER_RECHECK,
    BrandLayer.IMPROVING,
    BrandLayer.WITHDRAWN,
)
# The heads of 有进有出.
MOVES = ("认定（进）", "摘牌（出）")


class Asked(NamedTuple):
    """What the address asks for; whatever is not known is not asked."""

    layer: str = ""
    q: str = ""
    batch: Batch | None = None
    unit: Unit | None = None

    @property
    def others(self) -> dict[str, Any]:
        """The question without its layer, for the tabs."""
        asked = {
            "q": self.q,
            "batch": self.batch and self.batch.uuid,
            "unit": self.unit and self.unit.uuid,
        }
        return {name: value for name, value in asked.items() if value}


class Tab(NamedTuple):
    value: str
    label: str
    number: int


class Line(NamedTuple):
    brand: Brand
    batches: list[str]
    since: date | None


class Group(NamedTuple):
    value: str
    label: str
    number: int
    lines: list[Line]

    @property
    def is_out(self) -> bool:
        return self.value == BrandLayer.WITHDRAWN


class Year(NamedTuple):
    year: int
    numbers: list[int]


def asked_of(query) -> Asked:
    layer = query.get("layer", "")
    return Asked(
        layer=layer if layer in LAYERS else "",
        q=query.get("q", "").strip()[:LONGEST_QUERY],
        batch=_by_uuid(Batch.objects.all(), query.get("batch", "")),
        unit=_by_uuid(Unit.objects.all(), query.get("unit", "")),
    )


def _by_uuid(rows: QuerySet, key: str):
    try:
        return rows.filter(uuid=UUID(key)).first()
    except ValueError:
        return None


def page_of(asked: Asked, number: str) -> dict[str, Any]:
    """Everything that the page of the register shows."""
    rows = _found(asked)
    numbers = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    shown = rows.filter(status=asked.layer) if asked.layer else rows
    page = Paginator(_in_order(shown), PAGE).get_page(number)
    own = {"layer": asked.layer} if asked.layer else {}
    return {
        "asked": asked,
        "batch": asked.batch,
        "unit": asked.unit,
        "layers": [Tab(s.value, s.label, numbers[s]) for s in LAYERS if s in numbers],
        "batches": _batches(),
        "page": page,
        "groups": _groups(page, numbers),
        "address": urlencode({**own, **asked.others}),
        "address_of_all": urlencode(asked.others),
        "year_heads": MOVES,
        "years": [] if asked.others or asked.layer else in_and_out(),
    }


def _batches() -> QuerySet[Batch]:
    """Those of which the register shows a brand."""
    shown = Brand.objects.registered(timezone.localdate()).order_by()
    given = Q(pk__in=shown.values("certified_in")) | Q(pk__in=shown.values("demonstrated_in"))
    return Batch.objects.filter(given).order_by("-decided_on", "-pk")


def _found(asked: Asked) -> QuerySet[Brand]:
    rows = Brand.objects.registered(timezone.localdate())
    if asked.batch:
        rows = rows.filter(Q(certified_in=asked.batch) | Q(demonstrated_in=asked.batch))
    if asked.unit:
        rows = rows.filter(organisation__unit=asked.unit)
    if typed := Typed.of(asked.q):
        rows = rows.filter(typed.named(*SEARCHED))
    return rows


def _in_order(rows: QuerySet[Brand]) -> QuerySet[Brand]:
    """Layer by layer, in each of them the oldest certification first."""
    cases = [When(status=layer, then=Value(rank)) for rank, layer in enumerate(LAYERS)]
    rank = Case(*cases, output_field=IntegerField())
    ordered = rows.alias(rank=rank).order_by("rank", "certified_on", "organisation__path", "pk")
    related = ordered.select_related("organisation__unit", "certified_in", "demonstrated_in")
    return related.prefetch_related("logos")


def _groups(page: Page, numbers: dict[str, int]) -> list[Group]:
    brands = list(page.object_list)
    since = _withdrawn_since(brands)
    return [
        Group(
            layer,
            BrandLayer(layer).label,
            numbers[layer],
            [Line(brand, _batches_of(brand), since.get(brand.pk)) for brand in members],
        )
        for layer, members in groupby(brands, lambda brand: brand.status)
    ]


def brands_of_batch(batch: Batch) -> QuerySet[Brand]:
    """What was decided in a batch, whatever became of it, in the order of the tree."""
    rows = Brand.objects.filter(Q(certified_in=batch) | Q(demonstrated_in=batch)).public()
    return rows.select_related("organisation__unit").order_by("organisation__path", "pk")


def _batches_of(brand: Brand) -> list[str]:
    return [str(batch) for batch in (brand.certified_in, brand.demonstrated_in) if batch]


def _withdrawn_since(brands: list[Brand]) -> dict[int, date]:
    spans = LayerSpan.objects.filter(brand__in=brands, layer=BrandLayer.WITHDRAWN, ends_on=None)
    return dict(spans.order_by().values_list("brand", "starts_on"))


def in_and_out() -> list[Year]:
    """进 and 出 of the last years in which any did, as the indicators count them."""
    this_year = timezone.localdate().year
    period = Period(date(this_year - YEARS_SHOWN + 1, 1, 1), date(this_year + 1, 1, 1))
    came = _by_year(LayerSpan.objects.entered_in(period))
    went = _by_year(LayerSpan.objects.withdrawn_in(period))
    return [
        Year(year, [came.get(year, 0), went.get(year, 0)])
        for year in sorted(came | went, reverse=True)
    ]


def _by_year(spans: QuerySet[LayerSpan]) -> dict[int, int]:
    """A brand that does it twice in a year is one brand."""
    rows = spans.order_by().values_list(ExtractYear("starts_on"))
    return dict(rows.annotate(Count("brand", distinct=True)))
