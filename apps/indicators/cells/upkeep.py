"""Writing the cells: what is marked is counted again, a month at a time.

Only one process writes (`alone`). The marks that it found are deleted in the transaction that writes
what it counted after it had found them: whatever is committed later has left a mark of its own.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation
from apps.core.locks import alone
from apps.core.periods import Cycle, Period
from apps.indicators.cells.kept import KEPT, WATCHED
from apps.indicators.grouping import counted_now
from apps.indicators.models import Cell, Mark


def bring_up_to_date() -> int:
    """Count again what is marked; the number of months of which anything was. Nothing where
    another process does it at this moment."""
    written = 0
    with alone("indicators.cells") as mine:
        if mine:
            _spread()
            while (month := _marked_month()) is not None:
                _write(month)
                written += 1
    return written


def mark_everything() -> None:
    """Trust no cell: after rows were brought in past the triggers."""
    Mark.objects.create()


@transaction.atomic
def _spread() -> None:
    """A mark on every month becomes one on each."""
    marks = list(Mark.objects.filter(month=None).values_list("pk", "organisation"))
    if not marks:
        return
    Mark.objects.bulk_create(
        Mark(organisation_id=owner, month=month)
        for owner in {owner for _, owner in marks}
        for month in months()
    )
    Mark.objects.filter(pk__in=[pk for pk, _ in marks]).delete()


def months() -> Iterator[date]:
    """From the first month to the last that has rows or cells."""
    days = list(_ends(Cell, "month"))
    for source in WATCHED:
        days += _ends(source.model, source.day)
    known = [day for day in days if day is not None]
    if known:
        first = Period.containing(min(known), Cycle.MONTH).start
        last = Period.containing(max(known), Cycle.MONTH).end
        yield from (month.start for month in Period(first, last).split(Cycle.MONTH))


def _ends(model: Any, day: str) -> tuple[date | None, date | None]:
    found = model._default_manager.aggregate(first=Min(day), last=Max(day))
    return found["first"], found["last"]


def _marked_month() -> date | None:
    return (
        Mark.objects.exclude(month=None).order_by("month").values_list("month", flat=True).first()
    )


@transaction.atomic
def _write(month: date) -> None:
    marks = dict(Mark.objects.filter(month=month).values_list("pk", "organisation"))
    marked = set(marks.values())
    owners = None if None in marked else _owners(marked)
    period = Period.containing(month, Cycle.MONTH)
    numbers = counted_now(list(KEPT), period, owners)
    cells = Cell.objects.filter(month=month)
    (cells if owners is None else cells.filter(organisation__in=owners)).delete()
    Cell.objects.bulk_create(
        Cell(organisation_id=owner, month=month, key=key, number=value)
        for key, found in numbers.items()
        for (owner, _), value in found.items()
    )
    Mark.objects.filter(pk__in=marks).delete()


def _owners(holders: set[int]) -> list[int]:
    """The holders of changed rows, and of subgroups the branches for which they count."""
    of_subgroups = Organisation.objects.filter(pk__in=holders, kind=OrganisationKind.SUBGROUP)
    parents = of_subgroups.order_by().values_list("parent", flat=True)
    return [*holders, *(pk for pk in parents if pk is not None)]
