"""The rows behind a number, as lines that a reader can open."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.functions import Length
from django.urls import NoReverseMatch, reverse

from apps.branches.models import Organisation, Unit
from apps.core.quantities import Quantity
from apps.indicators.catalogue import Indicator
from apps.indicators.measures import Total
from apps.indicators.sources import Source


@dataclass(frozen=True)
class Line:
    """`amount` is what the row adds to the number where it is not simply one; `place` is the page
    of the organisation, for records that have none."""

    day: date | None
    organisation: str
    text: str
    url: str
    amount: object = None
    place: str = ""


def ordered(indicator: Indicator, rows: QuerySet) -> QuerySet:
    """Latest first, with everything that the lines show."""
    source = indicator.source
    by = [f"-{source.day}"] if source.day else []
    related = [*source.shown_with, *([source.record] if source.record else [])]
    return rows.select_related(*related).order_by(*by, "-pk") if related else rows.order_by("-pk")


def lines(indicator: Indicator, rows: Iterable[Model], user) -> list[Line]:
    """For one query more where units hold the rows: a unit is opened as its highest organisation."""
    shown = [line_of(indicator, row) for row in rows]
    holders = [follow(row, indicator.source.holder) for row in rows]
    heads = _heads([one for one in holders if isinstance(one, Unit)], user)
    return [
        one if one.url else replace(one, place=address(heads.get(holder, holder)))
        for one, holder in zip(shown, holders, strict=True)
    ]


def _heads(units: list[Unit], user) -> dict[Unit, Organisation]:
    if not units:
        return {}
    seen = Organisation.objects.visible_to(user).filter(unit__in=set(units))
    highest = seen.order_by("unit_id", Length("path"), "pk").distinct("unit_id")
    return {head.unit: head for head in highest.select_related("unit")}


def line_of(indicator: Indicator, row: Model) -> Line:
    source = indicator.source
    record, holder = follow(row, source.record), follow(row, source.holder)
    # The holder has a column of its own.
    says_enough = record is row or record == holder or source.page
    text = str(row) if says_enough else _joined(str(record), str(row))
    return Line(
        day=follow(row, source.day) if source.day else None,
        organisation=str(holder),
        text=text,
        url=page_of(source, row) or address(record),
        amount=_amount(indicator, row),
    )


def _joined(record: str, row: str) -> str:
    """10月主题党日：重温入党誓词 is named by its topic already."""
    return record if record.endswith(row) else f"{record}：{row}"


def page_of(source: Source, row: Any) -> str:
    """The page of a row whose own floor does not know it; "" for others."""
    return reverse(source.page, args=[row.uuid]) if source.page else ""


def _amount(indicator: Indicator, row: Model):
    match indicator.measure:
        case Total(field=str(column), hedge=""):
            return getattr(row, column)
        case Total(field=str(column), hedge=hedge):
            return Quantity(getattr(row, column), indicator.unit, getattr(row, hedge))
    return None


def follow(row, path: str):
    """What a lookup such as meeting__held_on leads to; the row itself for an empty one."""
    found = row
    for name in path.split("__") if path else ():
        found = getattr(found, name)
    return found


def address(record) -> str:
    """Where a record is opened; "" for records that have no page of their own."""
    try:
        return record.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return ""
