"""How many came: the rows of the units where there are any, else what was made public."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, Sum

from apps.core.quantities import Qualifier, Quantity, combined_qualifier
from apps.zones.models import AttendingUnit, ZoneActivity


class Attendance(NamedTuple):
    """A unit counts once; people are None where nobody wrote down how many."""

    units: Quantity | None
    persons: Quantity | None


def attendance_of(activity: ZoneActivity) -> Attendance:
    return attendances_of([activity])[activity.pk]


def attendances_of(activities: Iterable[ZoneActivity]) -> dict[int, Attendance]:
    """One query. What all zones did at once is the sum of its parts where these list units."""
    asked = list(activities)
    keys = [activity.pk for activity in asked]
    rows = (
        AttendingUnit.objects.filter(Q(activity__in=keys) | Q(activity__part_of__in=keys))
        .order_by()
        .values_list("activity", "activity__part_of")
        .annotate(
            unit_count=Count("unit"),
            head_count=Sum("persons"),
            hedges=ArrayAgg("persons_hedge", filter=Q(persons__isnull=False), default=[]),
        )
    )
    of_activity: dict[int, list] = {}
    for own, above, *counted in rows:
        for key in {own, above} & set(keys):
            of_activity.setdefault(key, []).append(counted)
    return {a.pk: _of_rows(of_activity.get(a.pk, []), a) for a in asked}


def _of_rows(rows: list, activity: ZoneActivity) -> Attendance:
    units = sum(row[0] for row in rows)
    heads = [row[1] for row in rows if row[1] is not None]
    hedges = [hedge for row in rows for hedge in row[2]]
    return Attendance(
        Quantity(Decimal(units), "家", Qualifier.EXACT) if units else activity.units_stated,
        Quantity(Decimal(sum(heads)), "人", combined_qualifier(hedges))
        if heads
        else activity.persons_stated,
    )
