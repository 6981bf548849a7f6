"""The rows behind score lines, as a day, a title and an address for people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from apps.assessments.models import ScoreLine
from apps.assessments.scoring import VetoHeld
from apps.branches.models import Term
from apps.core.periods import local_day
from apps.indicators import catalogue
from apps.indicators.listing import page_of
from apps.indicators.sources import Source
from apps.meetings.models import Talk

# What the titles of these rows are made of, besides their own columns.
RELATED: dict[type[Model], tuple[str, ...]] = {Talk: ("first", "second"), Term: ("organisation",)}


@dataclass(frozen=True, slots=True)
class Record:
    """`url` is empty where the row has no page of its own."""

    on: date | None
    title: str
    url: str


Records = dict[tuple[type[Model], int], Record]


def records_of(lines: Iterable[ScoreLine | VetoHeld]) -> Records:
    """The evidence of all lines: one query for each table that stands behind them."""
    wanted: dict[Source, set[int]] = defaultdict(set)
    for line in lines:
        if line.indicator and line.evidence:
            wanted[source_of(line)].update(line.evidence)
    by_model: dict[type[Model], tuple[Source, set[int]]] = {}
    for source, pks in wanted.items():
        by_model.setdefault(source.model, (source, set()))[1].update(pks)
    return {
        (model, pk): record
        for model, (source, pks) in by_model.items()
        for pk, record in _read(source, pks)
    }


def linked_records_of(lines: Iterable[ScoreLine]) -> Records:
    """Only those that have a page of their own."""
    return records_of([line for line in lines if line.indicator and has_page(source_of(line))])


def has_page(source: Source) -> bool:
    if source.page:
        return True
    if source.record:
        opened = source.model._meta.get_field(source.record).related_model
        return hasattr(opened, "get_absolute_url")
    return hasattr(source.model, "get_absolute_url")


def source_of(line: ScoreLine | VetoHeld) -> Source:
    return catalogue.source_of(line.indicator)


def of_line(line: ScoreLine | VetoHeld, records: Records) -> list[Record]:
    """In the order of their days; rows that no longer exist are left out."""
    if not line.indicator:
        return []
    model = source_of(line).model
    found = [records[model, pk] for pk in line.evidence if (model, pk) in records]
    return sorted(found, key=lambda record: (record.on or date.min, record.title))


def _read(source: Source, pks: set[int]):
    related = [name for name in (source.record,) if name] + list(RELATED.get(source.model, ()))
    rows = source.model._base_manager.filter(pk__in=pks)
    for row in rows.select_related(*related) if related else rows:
        opened = getattr(row, source.record) if source.record and not source.page else row
        yield (
            row.pk,
            Record(_day(row, source.day), str(opened), page_of(source, row) or _url(opened)),
        )


def _day(row: Model, path: str) -> date | None:
    found: Any = row
    for name in path.split("__") if path else ():
        found = getattr(found, name)
    if not path:
        return None
    return local_day(found) if isinstance(found, datetime) else found


def _url(row: Model) -> str:
    address = getattr(row, "get_absolute_url", None)
    return address() if address else ""
