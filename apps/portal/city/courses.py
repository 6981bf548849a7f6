"""The steps of what has a life, as they stand in its history."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from apps.core.models import StatusChange
from apps.portal.city.plan import ZONE
from apps.portal.city.tables import Tables

OFFICE_HOURS = time(10)


class Step(NamedTuple):
    day: date
    name: str
    source: str
    target: str
    by: int | None = None
    note: str = ""


def at(day: date) -> datetime:
    return datetime.combine(day, OFFICE_HOURS, ZONE)


def write_steps(tables: Tables, label: str, pk: int, steps: Iterable[Step]) -> None:
    for step in steps:
        tables[StatusChange].add(
            model_label=label,
            object_pk=pk,
            step=step.name,
            source=step.source,
            target=step.target,
            note=step.note,
            by_id=step.by,
            at=at(step.day),
        )
