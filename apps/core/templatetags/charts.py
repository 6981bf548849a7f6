"""`{% bar_chart %}`, `{% column_chart %}` and `{% qr_code %}` for pages and documents."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString

from apps.core import charts

register = template.Library()


@register.simple_tag
def bar_chart(
    rows: Iterable[Mapping[str, Any]], title: str, value: str = "value", target: str = "target"
) -> SafeString:
    """Rows are dicts with `label`; `value` and `target` name the keys of the numbers."""
    return charts.bar_chart([as_bar(row, value, target) for row in rows], title)


@register.simple_tag
def bars(found: Iterable[charts.Bar], title: str) -> SafeString:
    """Bars that are there already, in half of a page's width."""
    return charts.bar_chart(list(found), title, charts.HALF)


@register.simple_tag
def columns(found: Iterable[charts.Bar], title: str) -> SafeString:
    return charts.column_chart(list(found), title, charts.HALF)


@register.simple_tag
def column_chart(
    rows: Iterable[Mapping[str, Any]], title: str, value: str = "value", target: str = "target"
) -> SafeString:
    return charts.column_chart([as_bar(row, value, target) for row in rows], title)


@register.simple_tag
def qr_code(text: str, title: str) -> SafeString:
    return charts.qr_code(text, title)


def as_bar(row: Mapping[str, Any], value: str, target: str) -> charts.Bar:
    goal = row.get(target)
    return charts.Bar(
        label=row["label"],
        value=Decimal(row[value]),
        target=None if goal is None else Decimal(goal),
        href=row.get("href", ""),
    )
