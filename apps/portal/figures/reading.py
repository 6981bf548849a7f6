"""Computes the figures of a practice from its rows, in a handful of queries however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, Count, F, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, ExtractYear
from django.urls import reverse

from apps.branches.models import Organisation
from apps.core import policy
from apps.core.models import Bound, PolicyNumber
from apps.core.periods import Cycle, Period
from apps.core.quantities import Qualifier, Quantity, combined_qualifier
from apps.grades.models import GradeScheme
from apps.indicators import catalogue, counting
from apps.indicators.catalogue import Indicator
from apps.portal.figures import figures_of
from apps.portal.figures.definitions import (
    BOUNDS,
    EXACT,
    HEDGES,
    Bounded,
    Counted,
    Figure,
    Itemised,
    Lasting,
    Listed,
    OfRows,
    Ruled,
    Told,
)
from apps.portal.practices.registry import Practice
from apps.sixlights.models import Campaign

Plain = int | float | str


@dataclass(frozen=True)
class Answer:
    """`words` is the figure as people say it, `where` the key of what it was computed by, `url`
    the page of the rows behind it and `rows` their number."""

    figure: Figure
    value: Plain
    qualifier: str
    words: str
    where: str
    url: str
    rows: int = 1

    def as_plain(self) -> dict[str, Any]:
        return {
            "id": self.figure.id,
            "entity": self.figure.entity,
            "value": self.value,
            "qualifier": self.qualifier,
            "unit": self.figure.unit,
            "period": self.figure.period.key,
            "where": self.where,
            "rows": self.rows,
            "url": self.url,
        }


class Measured(NamedTuple):
    """What the rows of an indicator say: a number, or a field of the first of them."""

    value: Any
    qualifier: Qualifier
    rows: int
    unit: str


class Known(NamedTuple):
    """What the figures that are asked for are told by."""

    found: dict[str, Measured]
    rules: dict[str, PolicyNumber]
    campaigns: dict[str, Campaign]
    schemes: dict[str, GradeScheme]


def answers(practice: Practice, root: Organisation, asked: Sequence[Figure] = ()) -> list[Answer]:
    """The figures of a practice that are asked for, or all in the order of their list; `root` is
    its highest organisation."""
    figures = asked or figures_of(practice)
    found = _measured(root, figures)
    rules = policy.rules([f.by.rule for f in figures if isinstance(f.by, Ruled)], practice.day)
    codes = [f.by.campaign for f in figures if isinstance(f.by, Listed | Bounded)]
    campaigns = {c.code: c for c in _campaigns(codes)}
    kinds = [f.by.kind for f in figures if isinstance(f.by, Itemised)]
    known = Known(found, rules, campaigns, {s.kind: s for s in _schemes(kinds)})
    return [_answer(figure, known) for figure in figures]


def _answer(figure: Figure, known: Known) -> Answer:
    match figure.by:
        case Counted(indicator=key):
            return _counted(figure, known.found[figure.id], key)
        case Told():
            return _told(figure, figure.by, known.found[figure.id])
        case Lasting(indicator=key):
            return _lasting(figure, known.found[figure.id], key)
        case Ruled(rule=key):
            return _ruled(figure, known.rules[key])
        case Listed(campaign=code):
            return _listed(figure, known.campaigns[code])
        case Itemised():
            return _itemised(figure, figure.by, known.schemes[figure.by.kind])
        case Bounded(campaign=code):
            return _bounded(figure, figure.by, known.campaigns[code])


def _measured(root: Organisation, figures: Sequence[Figure]) -> dict[str, Measured]:
    """What is asked of rows, each as columns of the root: one query for all of them."""
    chosen = [(f, f.by) for f in figures if isinstance(f.by, OfRows)]
    indicators = catalogue.several([by.indicator for _, by in chosen])
    columns: dict[str, Subquery] = {}
    for (figure, by), indicator in zip(chosen, indicators, strict=True):
        counted = counting.rows_of(indicator, figure.period, asked_of(by, root))
        columns |= _columns(_name(figure), by, indicator, counted)
    found: Any = Organisation.objects.filter(pk=root.pk).values(**columns).get()
    return {
        figure.id: Measured(
            found[f"{_name(figure)}_value"],
            combined_qualifier(found.get(f"{_name(figure)}_hedges") or ()),
            found[f"{_name(figure)}_rows"] or 0,
            indicator.unit,
        )
        for (figure, _), indicator in zip(chosen, indicators, strict=True)
    }


def asked_of(by: OfRows, root: Organisation) -> QuerySet[Organisation]:
    """The organisations whose rows make the figure."""
    below = Organisation.objects.at_and_below(root).order_by()
    if not by.below:
        return below
    return below.filter(path__contains=_named(by.below))


def _named(code: str) -> Concat:
    """The part of a path that whoever stands at and below that organisation has."""
    key = Organisation.objects.filter(code=code).values("pk")[:1]
    return Concat(
        Value("/"), Cast(Subquery(key), TextField()), Value("/"), output_field=TextField()
    )


def _name(figure: Figure) -> str:
    return figure.id.lower().replace("-", "_")


def _columns(name: str, by: OfRows, indicator: Indicator, counted: QuerySet) -> dict[str, Subquery]:
    columns = {f"{name}_rows": _of(counted, Count("pk"))}
    match by:
        case Told(field=field):
            return columns | {f"{name}_value": _first(counted, F(field))}
        case Lasting(of=of):
            years = ExtractYear(f"{of}ends_on") - ExtractYear(f"{of}starts_on") + 1
            return columns | {f"{name}_value": _first(counted, years)}
    columns[f"{name}_value"] = _of(counted, indicator.measure.value())
    if hedge := counting.hedge_of(indicator):
        columns[f"{name}_hedges"] = _of(counted, ArrayAgg(hedge, distinct=True))
    return columns


def _first(counted: QuerySet, told: Combinable) -> Subquery:
    return Subquery(counted.order_by("pk").annotate(told=told).values("told")[:1])


def _of(counted: QuerySet, aggregate: Aggregate) -> Subquery:
    """The aggregate over all rows as one value."""
    rows = counted.order_by().annotate(all_together=Value(1)).values("all_together")
    return Subquery(rows.annotate(found=aggregate).values("found"))


def _rows_url(figure: Figure) -> str:
    return reverse("portal:figure", args=[figure.id])


def _counted(figure: Figure, found: Measured, key: str) -> Answer:
    unit = figure.word or found.unit
    number = Quantity(Decimal(found.value or 0), unit, found.qualifier)
    return _numbered(figure, number, key, _rows_url(figure), found.rows)


def _told(figure: Figure, by: Told, found: Measured) -> Answer:
    url = _rows_url(figure)
    if not isinstance(found.value, date):
        number = Quantity(Decimal(found.value or 0), figure.word or found.unit)
        return _numbered(figure, number, by.indicator, url, found.rows)
    value, words = _day(found.value, by.known_to)
    return Answer(figure, value, figure.qualifier(EXACT), words, by.indicator, url, found.rows)


def _day(day: date, known_to: Cycle | None) -> tuple[Plain, str]:
    if known_to is None:
        return day.isoformat(), f"{day.year}年{day.month}月{day.day}日"
    span = Period.containing(day, known_to)
    return day.year if known_to is Cycle.YEAR else span.key, span.label


def _lasting(figure: Figure, found: Measured, key: str) -> Answer:
    number = Quantity(Decimal(found.value or 0), "年")
    return _numbered(figure, number, key, _rows_url(figure), found.rows)


def _ruled(figure: Figure, rule: PolicyNumber) -> Answer:
    url = reverse("portal:figure_rule", args=[rule.key])
    qualifier = figure.qualifier(BOUNDS[Bound(rule.bound)])
    return Answer(figure, plain(rule.value), qualifier, rule.words, rule.key, url)


def _listed(figure: Figure, campaign: Campaign) -> Answer:
    items = len(campaign.items.all())
    number = Quantity(Decimal(items), figure.word)
    return _numbered(figure, number, campaign.code, _campaign_url(campaign), items)


def _itemised(figure: Figure, by: Itemised, scheme: GradeScheme) -> Answer:
    items = sum(bool(item.parent_id) == by.are_parts for item in scheme.items.all())
    number = Quantity(Decimal(items), figure.word)
    url = reverse("portal:figure_scheme", args=[scheme.kind])
    return _numbered(figure, number, f"grades.{scheme.kind}", url, items)


def _bounded(figure: Figure, by: Bounded, campaign: Campaign) -> Answer:
    item = next(i for i in campaign.items.all() if i.code == by.item)
    value = Decimal(getattr(item, by.field) or 0)
    words = f"{by.bound.label}{Quantity(value, figure.word)}"
    where = f"{campaign.code}.{item.code}.{by.field}"
    qualifier = figure.qualifier(BOUNDS[by.bound])
    return Answer(figure, plain(value), qualifier, words, where, _campaign_url(campaign))


def _numbered(figure: Figure, number: Quantity, where: str, url: str, rows: int) -> Answer:
    hedge = HEDGES[number.qualifier]
    return Answer(
        figure, plain(number.value), figure.qualifier(hedge), str(number), where, url, rows
    )


def _campaign_url(campaign: Campaign) -> str:
    return reverse("portal:figure_campaign", args=[campaign.code])


def _campaigns(codes: Sequence[str]) -> QuerySet[Campaign]:
    return Campaign.objects.filter(code__in=codes).prefetch_related("items")


def _schemes(kinds: Sequence[str]) -> QuerySet[GradeScheme]:
    return GradeScheme.objects.first_versions().filter(kind__in=kinds).prefetch_related("items")


def plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
