"""Conditions on brands and on what hangs on them, under the names of the field."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery

from apps.branches.querysets import NamedQuerySet
from apps.branches.scope import Scope, VisibleQuerySet
from apps.brands.choices import HONOURED, BrandLayer
from apps.core.periods import Period


def covers(day: date, prefix: str = "") -> Q:
    """A span from its first day up to but not including its last."""
    is_open = Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gt": day})
    return Q(**{f"{prefix}starts_on__lte": day}) & is_open


def living(day: date, owner: str = "organisation") -> Q:
    """A body that was dissolved has no brand any more, whatever layer the brand was in."""
    return Q(**{f"{owner}__dissolved_on": None}) | Q(**{f"{owner}__dissolved_on__gt": day})


class SharedQuerySet(VisibleQuerySet):
    """What the committee plans: the same for everybody who may see any of it."""

    def in_scope(self, where: Scope):
        return self if where else self.none()


class BatchQuerySet(SharedQuerySet):
    def with_size(self):
        """How many brands it was given to, whatever became of them."""
        return self.annotate(size=Count("layer_spans__brand", distinct=True))


class BrandQuerySet(NamedQuerySet):
    def in_layers(self, layers: Iterable[BrandLayer]):
        return self.filter(status__in=layers)

    def public(self):
        """Certified once, whatever became of it: before that a brand is its own house's."""
        return self.filter(certified_on__isnull=False)

    def registered(self, day: date):
        """The register of a day's bodies."""
        return self.public().of_living_bodies(day)

    def of_living_bodies(self, day: date):
        return self.filter(living(day))

    def with_layer_on(self, day: date):
        """Those that there were on a day, with the `layer` in which each was then."""
        on_the_day = FilteredRelation("layer_spans", condition=covers(day, "layer_spans__"))
        rows = self.alias(span_then=on_the_day).annotate(layer=F("span_then__layer"))
        return rows.filter(layer__isnull=False).of_living_bodies(day)

    def reported(self):
        """Waiting for the first look of the committee."""
        return self.filter(status=BrandLayer.SUBMITTED)

    def due_for_recheck(self, day: date):
        """Honoured ones whose recheck is due by that day and has not been opened."""
        return self.filter(status__in=HONOURED, next_recheck_on__lte=day)

    def late_improving(self, day: date):
        """The time for improving is over, and nobody has looked again."""
        return self.filter(status=BrandLayer.IMPROVING, improve_by__lt=day)


class OfBrandQuerySet(VisibleQuerySet):
    """Read where the brand is read, written where it is written."""

    brand_lookup = "brand"

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        brands: Any = self.model._meta.get_field(self.brand_lookup).related_model
        return self.filter(brand__in=brands.objects.in_scope(where).order_by().values("pk"))


class LayerSpanQuerySet(OfBrandQuerySet):
    def covering(self, day: date):
        """The stock of a day; see `living` for bodies that were dissolved."""
        return self.filter(covers(day)).filter(living(day, "brand__organisation"))

    def begun_in(self, period: Period):
        """What came into a layer in a period: 63 reported, 30 certified."""
        return self.filter(starts_on__gte=period.start, starts_on__lt=period.end)

    def left_in(self, period: Period):
        return self.filter(ends_on__gte=period.start, ends_on__lt=period.end)

    def entered_in(self, period: Period):
        """进: certified for the first time, or again after a withdrawal; not what a recheck kept."""
        came = self.begun_in(period).filter(layer__in=HONOURED)
        anew = Q(standing=None) | Q(standing=BrandLayer.WITHDRAWN)
        return came.annotate(standing=self._standing()).filter(anew)

    def withdrawn_in(self, period: Period):
        """出: out of an honour, and not again out of a recheck that followed a withdrawal."""
        went = self.begun_in(period).filter(layer=BrandLayer.WITHDRAWN)
        return went.annotate(standing=self._standing()).filter(standing__in=HONOURED)

    def _standing(self) -> Subquery:
        """What the brand had been last, honoured or withdrawn, before the span began."""
        earlier = Q(starts_on__lt=OuterRef("starts_on"))
        earlier |= Q(starts_on=OuterRef("starts_on"), pk__lt=OuterRef("pk"))
        before = self.model._base_manager.filter(earlier, brand=OuterRef("brand"))
        known = before.filter(layer__in=(*HONOURED, BrandLayer.WITHDRAWN))
        return Subquery(known.order_by("-starts_on", "-pk").values("layer")[:1])


class RecheckQuerySet(VisibleQuerySet):
    """What was found is read by the brand's own house and by the committee."""

    scope_lookup = "brand__organisation__path"

    def open(self):
        """Begun, and not held yet."""
        return self.filter(held_on=None)

    def overdue(self, day: date):
        return self.open().filter(due_on__lt=day)

    def held_in(self, period: Period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)


class AdoptionQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Read by both houses; written by the one that took something up."""
        if where.is_everywhere:
            return self
        own = where.condition(self.scope_lookup)
        return self.filter(
            own | where.condition("brand__organisation__path") if where.is_for_reading else own
        )

    def begun_in(self, period: Period):
        return self.filter(since__gte=period.start, since__lt=period.end)
